// Alpha and epochs, which a run takes on its way.

import { pending } from "../../pure/run/showing.js";
import { learningRate, SETTINGS } from "../../pure/spec/needs.js";
import * as format from "../../pure/words/format.js";
import { byId, keepsWrong, setAttribute, setText, setValue } from "../dom.js";
import { explainAll } from "./help.js";

/** @typedef {import("../../types").State} State */

export class SettingsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/running/runner.js").Runner} runner
   * @param {Record<string, number>} limits
   */
  constructor(store, runner, limits) {
    this.runner = runner;
    this.limits = limits;
    byId("alpha").addEventListener("change", () => this.alpha());
    byId("alpha-slider").addEventListener("input", () => this.slide());
    byId("epochs").addEventListener("change", () => this.epochs());
    byId("settings").addEventListener("submit", (/** @type {Event} */ event) => event.preventDefault());
    explainAll(byId("settings"));
    store.subscribe((state) => this.render(state));
  }

  /** @param {State} state */
  render(state) {
    const { spec } = state;
    const isRun = state.run !== null && pending(state).length === 0;
    const rate = learningRate(spec, isRun ? Math.max(state.run?.epoch ?? 0, state.horizon) : 0);
    setText(byId("alpha-note"), notesOf(spec));
    this.fill("alpha", format.plain(rate));
    if (document.activeElement !== byId("alpha-slider")) setValue(byId("alpha-slider"), String(Math.log10(rate)));
    setAttribute(byId("alpha-slider"), "aria-valuetext", format.plain(rate));
    const engine = isRun ? state.run?.engine : state.preview.engine;
    setText(
      byId("engine-note"),
      engine === "compiled" ? "trained by the compiled engine" : "trained by NumPy, the readable engine",
    );
    this.fill("epochs", format.whole(spec.training.epochs));
  }

  /**
   * The fields whose text is wrong keep it, until it is mended or something else is loaded.
   * @param {string} id
   * @param {string} text
   */
  fill(id, text) {
    const field = byId(id);
    if (document.activeElement === field || keepsWrong(field, text)) return;
    setValue(field, text);
    this.tell(id, true, "");
  }

  alpha() {
    const rate = Number(byId("alpha").value.trim().replace(",", "."));
    const most = this.limits.learning_rate ?? 1000;
    const isRight = rate > 0 && rate <= most;
    this.tell("alpha", isRight, `alpha is a number above 0 and at most ${format.whole(most)}`);
    if (isRight) this.runner.setSetting("learning_rate", rate);
  }

  slide() {
    this.tell("alpha", true, "");
    const rate = Number((10 ** Number(byId("alpha-slider").value)).toPrecision(3));
    byId("alpha").value = format.plain(rate);
    this.runner.setSetting("learning_rate", rate);
  }

  epochs() {
    const epochs = format.parseWhole(byId("epochs").value);
    const most = this.limits.epochs ?? 0;
    const isRight = epochs !== null && epochs >= 1 && epochs <= most;
    this.tell("epochs", isRight, `epochs are a whole number from 1 to ${format.whole(most)}`);
    if (isRight) this.runner.setEpochs(epochs);
  }

  /** @param {string} id @param {boolean} isRight @param {string} words */
  tell(id, isRight, words) {
    setAttribute(byId(id), "aria-invalid", String(!isRight));
    setText(byId(`${id}-problem`), isRight ? "" : words);
  }
}

/** What of the settings changes on the way, in words. @param {import("../../types").Spec} spec */
function notesOf({ training }) {
  const notes = SETTINGS.map((name) => [
    name,
    format.changesOf(name, /** @type {number | null} */ (training[name] ?? null), training.changes),
  ]);
  const words = notes
    .filter(([, note]) => note)
    .map(([name, note]) =>
      name === "learning_rate" ? note : `${name === "momentum" ? name : name?.toUpperCase()}: ${note}`,
    );
  return words.join("; ");
}
