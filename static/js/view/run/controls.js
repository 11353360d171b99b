// The header: what a run is told to do, and how far it is.

import { isLive, pending, shown } from "../../pure/run/showing.js";
import { canFork } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText, setValue } from "../dom.js";

/** @typedef {import("../../types").State} State */

export class ControlsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/running/runner.js").Runner} runner
   * @param {{
   *   preset: (name: string) => unknown,
   *   seed: (seed: number) => void,
   *   presetOf: (state: State) => string,
   *   seedLimit: number,
   *   leadToWrong: () => boolean,
   * }} actions
   */
  constructor(store, runner, actions) {
    this.said = "";
    this.store = store;
    this.runner = runner;
    this.actions = actions;
    byId("train").addEventListener("click", () => this.train());
    byId("step").addEventListener("click", () => this.ready() && runner.step());
    byId("reset").addEventListener("click", () => runner.reset());
    byId("new-seed").addEventListener("click", () => actions.seed(1 + Math.floor(Math.random() * 9999)));
    byId("seed").addEventListener("change", () => this.seed());
    byId("speed").addEventListener("change", () => runner.setPace(JSON.parse(byId("speed").value)));
    byId("preset").addEventListener("change", () => actions.preset(byId("preset").value));
    byId("notice-close").addEventListener("click", () => store.set({ notice: "" }));
    store.subscribe((state) => this.render(state));
  }

  /** @param {State} state */
  render(state) {
    const { run } = state;
    const view = shown(state);
    const isOn = isLive(run?.status);
    setText(byId("train-word"), isOn ? "Pause" : "Train");
    setText(byId("train").querySelector(".glyph"), isOn ? "❚❚" : "▶");
    setText(byId("epoch"), format.whole(view.epoch));
    setText(byId("error"), format.error(view.error));
    setAttribute(byId("error"), "title", view.error === null ? "" : `mean absolute error ${format.plain(view.error)}`);
    this.say(state);
    const seed = byId("seed");
    if (document.activeElement !== seed) setValue(seed, String(state.spec.seed));
    setValue(byId("preset"), this.actions.presetOf(state));
    setAttribute(byId("speed"), "data-pace", JSON.stringify(state.pace));
    const isListed = [...byId("speed").options].some((option) => option.value === JSON.stringify(state.pace));
    if (isListed) setValue(byId("speed"), JSON.stringify(state.pace));
    byId("notice").toggleAttribute("hidden", !state.notice);
    setText(byId("notice-text"), state.notice);
  }

  /** What a new start is needed for stands beside the Train button; so does how a run ended. @param {State} state */
  say(state) {
    const { run } = state;
    const parts = pending(state);
    const key = `${parts.join()} ${parts.length ? state.at : ""} ${isLive(run?.status)} ${run?.status} ${run?.message}`;
    if (key === this.said) return;
    this.said = key;
    const say = byId("pending");
    say.title = "";
    if (parts.length > 0) {
      const isFork = state.at !== null && canFork(state) && !isLive(run?.status);
      const words = isFork
        ? `Changed: ${parts.join(", ")}. Go on from epoch ${format.whole(state.at ?? 0)}, or `
        : `New start needed: ${parts.join(", ")} changed. `;
      const again = element("button", { type: "button", class: "quiet" }, ["Start anew"]);
      again.addEventListener("click", () => this.ready() && this.runner.restart());
      say.replaceChildren(
        words,
        ...(isLive(run?.status) ? [again] : [isFork ? "Train to begin anew." : "Train begins anew."]),
      );
    } else {
      const ends = { diverged: "The run diverged", failed: "The run failed", queued: "Waiting for its turn" };
      const words = run && ends[/** @type {keyof typeof ends} */ (run.status)];
      say.replaceChildren(
        words ? `${words}${run?.message ? `: ${run.message}` : ""}` : (run?.status === "done" && run.message) || "",
      );
      say.title = say.textContent ?? ""; // one line of it is seen
    }
  }

  train() {
    const { run } = this.store.state;
    if (isLive(run?.status) || this.ready()) this.runner.trainOrPause();
  }

  /** Whether the table and the settings can be trained; if not, the first field that is wrong gets the focus. */
  ready() {
    const wrong = /** @type {HTMLInputElement | null} */ (
      document.querySelector(':is(#table, #settings) [aria-invalid="true"]')
    );
    for (let group = wrong?.closest("details"); group; group = group.parentElement?.closest("details"))
      group.open = true;
    wrong?.focus();
    return wrong === null && !this.actions.leadToWrong();
  }

  seed() {
    const input = byId("seed");
    const seed = format.parseWhole(input.value);
    const isRight = seed !== null && seed <= this.actions.seedLimit;
    setAttribute(input, "aria-invalid", String(!isRight));
    setText(
      byId("seed-problem"),
      isRight ? "" : `a seed is a whole number from 0 to ${format.whole(this.actions.seedLimit)}`,
    );
    if (isRight) this.actions.seed(seed);
  }
}
