// What the columns say: how each input goes with each expected output, from the table alone.

import { fixed } from "../../pure/words/format.js";
import { element, setText } from "../dom.js";
import { choiceOf, Panel, rowOf, SignedBar, tableOf } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */

const MOST = 60; // inputs

export class ColumnsPanel extends Panel {
  /** @param {Figures} found */
  build(found) {
    const inputs = found.names[0] ?? [];
    this.targets = found.names.at(-1) ?? [];
    this.choice = choiceOf("Expected", this.targets, () => this.last && this.update(this.last));
    this.lines = inputs.slice(0, MOST).map((name) => ({ ...rowOf(name, 2), bar: new SignedBar() }));
    for (const line of this.lines) line.cells[1]?.append(line.bar.svg);
    const head = element("p", { class: "hint-line" });
    this.head = head;
    const left = inputs.length > MOST ? `The first ${MOST} of ${inputs.length} inputs.` : "";
    this.body.replaceChildren(
      this.choice.line,
      tableOf(
        ["input", "correlation", ""],
        this.lines.map((line) => line.row),
        "correlations",
      ),
      head,
      element("p", { class: "hint-line" }, [left]),
    );
  }

  /** @param {Figures} found */
  update(found) {
    this.last = found;
    const output = Number(this.choice?.select.value ?? 0);
    const numbers = found.correlations.map((row) => row[output] ?? null);
    this.lines?.forEach(({ write, bar }, i) => {
      const number = numbers[i] ?? null;
      write([number === null ? "none: constant" : fixed(number, 4)]);
      bar.set(number);
    });
    const isConstant = numbers.every((number) => number === null);
    if (this.head)
      setText(
        this.head,
        `With ${this.targets?.[output]}. A column that never changes goes with nothing, so it has none.${isConstant ? " Here either all inputs or the expected column are constant." : ""}`,
      );
  }
}
