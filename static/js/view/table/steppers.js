// The table's foot: rows, inputs and outputs come and go, undo and redo, all combinations.

import * as sheets from "../../pure/table/sheet.js";
import * as format from "../../pure/words/format.js";
import { byId, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Sheet} Sheet */

const MOST_COMBINATIONS = 10; // inputs

export class SteppersView {
  /** @param {import("./table.js").TableView} view */
  constructor(view) {
    this.view = view;
    const { editor, limits } = view;
    const most = (/** @type {string} */ name) => limits[name] ?? Infinity;
    this.most = { rows: most("rows"), inputs: most("inputs"), targets: most("targets") };
    byId("undo").addEventListener("click", () => editor.undo());
    byId("redo").addEventListener("click", () => editor.redo());
    byId("all-combinations").addEventListener("click", () => editor.edit(sheets.allCombinations));
    byId("add-row").addEventListener("click", () => editor.edit(sheets.addRow));
    byId("add-input").addEventListener("click", () => editor.edit((sheet) => sheets.addColumn(sheet, "input")));
    byId("add-target").addEventListener("click", () => editor.edit((sheet) => sheets.addColumn(sheet, "target")));
    byId("remove-row").addEventListener("click", () =>
      editor.edit((sheet) => sheets.removeRow(sheet, this.row(sheet))),
    );
    byId("remove-input").addEventListener("click", () =>
      editor.edit((sheet) => sheets.removeColumn(sheet, this.input(sheet))),
    );
    byId("remove-target").addEventListener("click", () =>
      editor.edit((sheet) => sheets.removeColumn(sheet, this.target(sheet))),
    );
    this.mark("remove-row", (sheet) => `tbody tr:nth-child(${this.row(sheet) + 1}) td:not(.mark)`);
    this.mark("remove-input", (sheet) => columnCells(this.input(sheet)));
    this.mark("remove-target", (sheet) => columnCells(this.target(sheet)));
    view.onColumn = () => this.render(view.store.state);
    view.store.subscribe((state) => this.render(state));
  }

  /** The row that goes: the one that is shown. @param {Sheet} sheet */
  row(sheet) {
    return Math.min(this.view.store.state.row, sheet.rows.length - 1);
  }

  /** The input that goes: the one whose cell was last in focus, else the last. @param {Sheet} sheet */
  input(sheet) {
    const { column } = this.view;
    return column >= 0 && column < sheet.inputs ? column : sheet.inputs - 1;
  }

  /** The output that goes, likewise. @param {Sheet} sheet */
  target(sheet) {
    const { column } = this.view;
    return column >= sheet.inputs && column < sheet.names.length ? column : sheet.names.length - 1;
  }

  /**
   * Whoever points at a button that removes sees what would go.
   * @param {string} id
   * @param {(sheet: Sheet) => string} cells
   */
  mark(id, cells) {
    const button = byId(id);
    const { table, store } = this.view;
    const clear = () =>
      table.querySelectorAll(".doomed").forEach((/** @type {Element} */ cell) => cell.classList.remove("doomed"));
    const show = () => {
      clear();
      table
        .querySelectorAll(cells(store.state.sheet))
        .forEach((/** @type {Element} */ cell) => cell.classList.add("doomed"));
    };
    for (const type of ["pointerenter", "focus"]) button.addEventListener(type, () => button.disabled || show());
    for (const type of ["pointerleave", "blur", "click"]) button.addEventListener(type, clear);
  }

  /** @param {import("../../types").State} state */
  render({ sheet, undo, redo }) {
    const targets = sheet.names.length - sheet.inputs;
    byId("undo").disabled = !undo;
    byId("redo").disabled = !redo;
    setText(byId("row-count"), format.counted(sheet.rows.length, "row"));
    setText(byId("input-count"), format.counted(sheet.inputs, "input"));
    setText(byId("target-count"), format.counted(targets, "output"));
    byId("add-row").disabled = sheet.rows.length >= this.most.rows;
    byId("add-input").disabled = sheet.inputs >= this.most.inputs;
    byId("add-target").disabled = targets >= this.most.targets;
    this.removal("remove-row", `Remove row ${this.row(sheet) + 1}`, sheet.rows.length > 1);
    this.removal("remove-input", `Remove input ${sheet.names[this.input(sheet)]}`, sheet.inputs > 1);
    this.removal("remove-target", `Remove output ${sheet.names[this.target(sheet)]}`, targets > 1);
    byId("all-combinations").disabled = sheet.inputs > MOST_COMBINATIONS;
  }

  /** @param {string} id @param {string} label @param {boolean} isPossible */
  removal(id, label, isPossible) {
    const button = byId(id);
    setAttribute(button, "aria-label", label);
    button.title = isPossible ? label : "The last one stays";
    button.disabled = !isPossible;
  }
}

/** @param {number} column */
const columnCells = (column) => `tr > :nth-child(${column + 2})`; // the first cell marks the row
