// What a screen reader hears: how a run begins and ends at once, its epoch and error now and then.

import * as format from "../../pure/words/format.js";
import { byId, setText } from "../dom.js";

const NOW_AND_THEN = 8000; // milliseconds

export class Announcer {
  /** @param {import("../../services/store.js").Store} store */
  constructor(store) {
    let spoken = 0;
    store.subscribe(({ run }, before) => {
      const isTurn = run?.status !== before.run?.status || run?.id !== before.run?.id;
      const now = performance.now();
      if (!run || (!isTurn && (run.status !== "running" || now - spoken < NOW_AND_THEN))) return;
      spoken = now;
      setText(
        byId("announcer"),
        `${run.status === "running" ? "Training" : run.status}: epoch ${format.whole(run.epoch)}, error ${format.error(run.error)}`,
      );
    });
  }
}
