// The scrubber under the plot: any epoch of the run, by dragging, by key, by typing; and its playback.

import { epochAt, shareOf } from "../../pure/run/timeline.js";
import * as format from "../../pure/words/format.js";
import { byId, setAttribute, setText, setValue } from "../dom.js";

/** @typedef {import("../../types").State} State */

const KEYS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 100,
  PageDown: -100,
  Home: -Infinity,
  End: Infinity,
});
const BUTTONS = ["play-back", "play-on", "to-first", "to-newest", "at", "scrubber"];

export class ScrubberView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/running/player.js").Player} player
   */
  constructor(store, player) {
    this.store = store;
    this.player = player;
    this.slider = byId("scrubber");
    this.isHeld = false;
    this.slider.addEventListener("input", () => this.drag());
    for (const end of ["change", "pointerup", "pointercancel", "blur"])
      this.slider.addEventListener(end, () => this.release());
    this.slider.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.walk(event));
    byId("play-back").addEventListener("click", () => player.play(-1));
    byId("play-on").addEventListener("click", () => player.play(1));
    byId("play-pace").addEventListener("change", () => store.set({ playPace: JSON.parse(byId("play-pace").value) }));
    byId("to-first").addEventListener("click", () => player.move(-Infinity));
    byId("to-newest").addEventListener("click", () => player.move(Infinity));
    byId("at").addEventListener("change", () => this.type());
    byId("at").addEventListener("blur", () => this.render(store.state));
    store.subscribe((state) => this.render(state));
  }

  /** @param {State} state */
  render(state) {
    const span = this.player.span();
    for (const id of BUTTONS) byId(id).disabled = span === null || span.last === span.first;
    byId("plot-mark").hidden = span === null;
    const epoch = span === null ? 0 : (state.at ?? span.last);
    const share = shareOf(epoch, state.axis);
    byId("plot-mark").style.setProperty("--share", share.toFixed(5));
    if (!this.isHeld) setValue(this.slider, String(share));
    setAttribute(
      this.slider,
      "aria-valuetext",
      `epoch ${format.whole(epoch)}${span && state.at === null ? ", the newest" : ""}`,
    );
    const field = byId("at");
    if (document.activeElement !== field || state.playing !== 0)
      setValue(field, span === null ? "" : format.whole(epoch));
    setAttribute(field, "aria-invalid", "false");
    setAttribute(byId("play-back"), "aria-pressed", String(state.playing < 0));
    setAttribute(byId("play-on"), "aria-pressed", String(state.playing > 0));
    setText(byId("play-back"), state.playing < 0 ? "❚❚ pause" : "◀ play");
    setText(byId("play-on"), state.playing > 0 ? "pause ❚❚" : "play ▶");
  }

  drag() {
    this.isHeld = true;
    this.player.stop();
    this.player.look(epochAt(Number(this.slider.value), this.store.state.axis));
  }

  release() {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.render(this.store.state);
  }

  /** Keys go by epochs, wherever the axis has them. @param {KeyboardEvent} event */
  walk(event) {
    const step = KEYS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.player.move(step * (event.shiftKey ? 10 : 1));
  }

  type() {
    const field = byId("at");
    const epoch = format.parseWhole(field.value);
    setAttribute(field, "aria-invalid", String(epoch === null));
    setAttribute(field, "title", epoch === null ? "an epoch is a whole number" : "");
    const span = this.player.span();
    if (epoch === null || span === null) return;
    this.player.stop();
    this.player.look(epoch);
    setValue(field, format.whole(this.store.state.at ?? span.last)); // beyond the run's ends it is the end
    if (epoch < span.first)
      this.store.set({
        notice: `This run begins at epoch ${format.whole(span.first)}: what was before is in the run that it comes from.`,
      });
  }
}
