// What enters the network, as switches: columns, what is often tried beside them, and formulas that were typed.

import { shown, testRowsOf } from "../../pure/run/showing.js";
import { choicesOf, withInput, withTestRow } from "../../pure/spec/features.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").State} State */

export class FeaturesView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {{check: (spec: Spec) => Promise<string>, ask: (spec: Spec) => void}} service `check` says in words what is
   *   wrong with a spec
   */
  constructor(store, { check, ask }) {
    this.store = store;
    this.check = check;
    this.ask = ask;
    this.box = byId("features");
    this.field = byId("formula");
    this.listed = "";
    this.box.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { formula } = /** @type {HTMLElement} */ (event.target).dataset;
      if (formula !== undefined) this.toggle(formula);
    });
    this.field.addEventListener("change", () => this.add());
    this.field.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter") return;
      event.preventDefault();
      this.add();
    });
    byId("test-row").addEventListener("click", () => this.toggleTest());
    store.subscribe((state, before) => {
      if (state === before || state.spec !== before.spec) this.list(state);
      if (
        state === before ||
        state.spec !== before.spec ||
        state.row !== before.row ||
        state.preview !== before.preview ||
        state.run !== before.run
      )
        this.showSplit(state);
    });
  }

  /** The last input stays: a network without any learns nothing. @param {string} formula */
  toggle(formula) {
    const { spec } = this.store.state;
    const choices = choicesOf(spec);
    const isOn = !choices.find((one) => one.formula === formula)?.isOn;
    if (isOn || choices.filter((one) => one.isOn).length > 1) this.ask(withInput(spec, formula, isOn));
    else this.say("a network needs one input at least");
  }

  /** Takes over what was typed, once the server has read it. */
  async add() {
    const formula = this.field.value.trim();
    if (!formula) return this.say("");
    const wanted = withInput(this.store.state.spec, formula, true);
    const problem = await this.check(wanted);
    this.say(problem);
    if (problem || this.field.value.trim() !== formula) return;
    this.field.value = "";
    this.ask(withInput(this.store.state.spec, formula, true)); // which may be another one by now
  }

  /** @param {string} problem */
  say(problem) {
    setText(byId("formula-problem"), problem && `${problem[0]?.toUpperCase()}${problem.slice(1)}`);
    setAttribute(this.field, "aria-invalid", String(problem !== ""));
    const at = /at character (\d+)/.exec(problem)?.[1];
    if (at && document.activeElement === this.field) this.field.setSelectionRange(Number(at) - 1, Number(at));
  }

  toggleTest() {
    const { state } = this.store;
    this.ask(withTestRow(state.spec, state.row, !testRowsOf(state).includes(state.row)));
  }

  /** @param {State} state */
  list({ spec }) {
    const choices = choicesOf(spec);
    const said = JSON.stringify(choices);
    if (said === this.listed) return;
    this.listed = said;
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("#features [data-formula]"))
      ?.dataset.formula;
    this.box.replaceChildren(
      ...choices.map(({ formula, isOn }) =>
        element("button", { type: "button", class: "chip", "data-formula": formula, "aria-pressed": String(isOn) }, [
          formula.replaceAll("`", ""),
        ]),
      ),
    );
    if (focused !== undefined) this.box.querySelector(`[data-formula="${CSS.escape(focused)}"]`)?.focus();
  }

  /** @param {State} state */
  showSplit(state) {
    const tested = testRowsOf(state);
    const all = shown(state).spec.table.inputs.length;
    const isTest = tested.includes(state.row);
    setText(
      byId("split-note"),
      tested.length > 0
        ? `${format.counted(tested.length, "test row")}, ${format.counted(all - tested.length, "training row")}`
        : "",
    );
    setText(
      byId("test-row"),
      isTest ? `Train with row ${format.whole(state.row + 1)} again` : `Set row ${format.whole(state.row + 1)} aside`,
    );
  }
}
