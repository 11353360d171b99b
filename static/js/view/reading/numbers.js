// All numbers of the network at the shown epoch: to read, to select, to copy; and the network as an equation.

import { equationOf, notesOf } from "../../pure/reading/equation.js";
import { reasonOf, rowsOf, textOf } from "../../pure/reading/numbers.js";
import { shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setText } from "../dom.js";

const MOST_ROWS = 400; // on the page; what is copied holds all

export class NumbersView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {Record<string, string>} formulas the activations'
   */
  constructor(store, formulas) {
    this.store = store;
    this.formulas = formulas;
    this.dialog = byId("numbers");
    byId("open-numbers").addEventListener("click", () => {
      this.dialog.showModal();
      this.render();
    });
    byId("numbers-close").addEventListener("click", () => this.dialog.close());
    byId("copy-text").addEventListener("click", () => this.copy("copy-text", "\t"));
    byId("copy-csv").addEventListener("click", () => this.copy("copy-csv", ","));
    byId("copy-equation").addEventListener("click", () =>
      this.hand("copy-equation", byId("equation").textContent ?? ""),
    );
    store.subscribe((state, before) => {
      if (!this.dialog.open) return; // asking for the selection makes the browser lay the page out
      const isSame =
        shown(state).frame === shown(before).frame && state.kept === before.kept && state.digits === before.digits;
      const isMarked = this.dialog.contains(getSelection()?.isCollapsed === false ? getSelection()?.anchorNode : null);
      if (!isSame && !isMarked) this.render(); // what somebody has marked to copy holds still
    });
  }

  render() {
    const { digits, kept } = this.store.state;
    const { spec, frame, epoch, inputs } = shown(this.store.state);
    const rows = rowsOf(spec, frame);
    const before = kept ? rowsOf(spec, kept) : null;
    byId("numbers-rows")
      .closest("table")
      .classList.toggle("comparing", kept !== null);
    setText(byId("numbers-kept"), kept ? `at epoch ${format.whole(kept.epoch)}` : "");
    const more =
      rows.length > MOST_ROWS
        ? ` The first ${MOST_ROWS} of ${format.whole(rows.length)} are shown; what is copied holds all.`
        : "";
    setText(
      byId("numbers-summary"),
      `Epoch ${format.whole(epoch)}. The gradient is that of the loss over all rows; the last update is what the pass before changed.${reasonOf(spec, frame, isAsTrained(this.store.state))}${more}`,
    );
    setText(byId("equation"), equationOf(spec, frame, inputs, digits));
    const notes = notesOf(spec, frame, inputs, this.formulas);
    setText(byId("equation-notes"), notes);
    byId("equation-notes").hidden = notes === "";
    byId("numbers-rows").replaceChildren(
      ...rows
        .slice(0, MOST_ROWS)
        .map(({ from, to, weight, gradient, update }, i) =>
          element("tr", {}, [
            element("th", { scope: "row" }, [`${from} → ${to}`]),
            element("td", {}, [format.fixed(weight, digits)]),
            ...beside(weight, before?.[i]?.weight, digits),
            ...[gradient, update].map((value) =>
              element("td", {}, [value === null ? "–" : format.term(value, digits)]),
            ),
          ]),
        ),
    );
  }

  /** @param {string} id of the button @param {"," | "\t"} separator */
  copy(id, separator) {
    const { spec, frame } = shown(this.store.state);
    return this.hand(id, textOf(rowsOf(spec, frame), separator));
  }

  /** @param {string} id of the button, which says that it is done @param {string} text */
  async hand(id, text) {
    const button = byId(id);
    const words = (button.dataset.words ??= button.textContent);
    const isDone = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setText(button, isDone ? "Copied" : "Select it and copy");
    setTimeout(() => setText(button, words), 1500);
  }
}

/**
 * A weight of the epoch that is kept, and how far it has come since.
 * @param {number} weight
 * @param {number | undefined} before
 * @param {number} digits
 */
function beside(weight, before, digits) {
  if (before === undefined) return [];
  const isTurned = before < 0 !== weight < 0;
  return [
    element("td", {}, [format.fixed(before, digits)]),
    element("td", {}, [
      ...(isTurned ? [element("small", { class: "muted" }, ["turned "])] : []),
      format.fixed(weight - before, digits),
    ]),
  ];
}
