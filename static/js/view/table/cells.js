// What clicks, keys and pastes do in the cells of the truth table.

import { parseBlock, pasteBlock } from "../../pure/table/paste.js";
import * as sheets from "../../pure/table/sheet.js";

/** @typedef {import("./table.js").TableView} TableView */

export class CellsInput {
  /** @param {TableView} view */
  constructor(view) {
    const { place: table } = view;
    this.view = view;
    this.editor = view.editor;
    table.addEventListener("input", (/** @type {Event} */ event) =>
      this.type(/** @type {HTMLInputElement} */ (event.target)),
    );
    table.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    table.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    table.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => this.paste(event));
    table.addEventListener("focusin", (/** @type {FocusEvent} */ event) =>
      this.enter(/** @type {HTMLInputElement} */ (event.target)),
    );
    document.addEventListener("keydown", (event) => this.undoKey(event));
  }

  /** @param {HTMLInputElement} input */
  type(input) {
    if (!input.matches("input[data-cell]")) return;
    const [row, column] = cellOf(input);
    const change = (/** @type {import("../../types").Sheet} */ sheet) =>
      row < 0 ? sheets.rename(sheet, column, input.value) : sheets.setCell(sheet, row, column, input.value);
    this.editor.edit(change, `${row},${column}`);
  }

  /** The row of the cell in focus is the one that the network shows. @param {HTMLInputElement} input */
  enter(input) {
    if (!input.matches("input[data-cell]")) return;
    input.select();
    const [row, column] = cellOf(input);
    this.view.column = column;
    if (row >= 0 && row !== this.view.store.state.row) this.view.onRow(row);
    this.view.onColumn();
  }

  /** A click into a cell toggles 0 and 1; beside the cells it chooses the row. @param {MouseEvent} event */
  click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("td input[data-cell]")) {
      const [row, column] = cellOf(target);
      this.editor.edit((sheet) => sheets.toggle(sheet, row, column));
      /** @type {HTMLInputElement} */ (target).select();
      return;
    }
    const row = /** @type {HTMLElement | null} */ (target.closest("[data-row]"))?.dataset.row;
    if (row !== undefined && Number(row) !== this.view.store.state.row) this.view.onRow(Number(row));
  }

  /** Arrows, Enter and Tab move between cells; Space toggles. @param {KeyboardEvent} event */
  key(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches("input[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = cellOf(input);
    const move = moveOf(event, input, row, column);
    if (move && this.view.focusCell(move)) event.preventDefault();
    if (event.key === " " && row >= 0) {
      event.preventDefault();
      this.editor.edit((sheet) => sheets.toggle(sheet, row, column));
      input.select();
    }
  }

  /** A block is laid over the cells from this one on; a single cell is pasted as text. @param {ClipboardEvent} event */
  paste(event) {
    const input = /** @type {HTMLElement} */ (event.target);
    const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (!block || !input.matches("input[data-cell]")) return;
    event.preventDefault();
    const [row, column] = cellOf(input);
    const { store, limits } = this.view;
    const most = limits.rows ?? Infinity;
    if (block.length + Math.max(row, 0) > most) {
      store.set({
        notice: `A table may have ${most.toLocaleString("en")} rows; ${block.length.toLocaleString("en")} lines were pasted, and none was taken.`,
      });
      return;
    }
    const { left } = pasteBlock(store.state.sheet, block, row, column);
    this.editor.edit((sheet) => pasteBlock(sheet, block, row, column).sheet);
    if (left > 0)
      store.set({
        notice: `${left} pasted column${left > 1 ? "s" : ""} did not fit: add columns first, then paste again.`,
      });
  }

  /** @param {KeyboardEvent} event */
  undoKey(event) {
    if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("input:not([data-cell]):not([type=checkbox]):not([type=range])")) return;
    const key = event.key.toLowerCase();
    if (key !== "z" && key !== "y") return;
    event.preventDefault();
    if (key === "y" || event.shiftKey) this.editor.redo();
    else this.editor.undo();
  }
}

/**
 * The cell that a key leads to: left and right only from a text's ends.
 * @param {KeyboardEvent} event
 * @param {HTMLInputElement} input
 * @param {number} row
 * @param {number} column
 */
function moveOf(event, input, row, column) {
  const { selectionStart: start, selectionEnd: end, value } = input;
  const whole = start === 0 && end === value.length;
  /** @type {Record<string, string | false>} */
  const moves = {
    ArrowUp: `${row - 1},${column}`,
    ArrowDown: `${row + 1},${column}`,
    Enter: `${row + (event.shiftKey ? -1 : 1)},${column}`,
    ArrowLeft: !event.shiftKey && (whole || end === 0) && `${row},${column - 1}`,
    ArrowRight: !event.shiftKey && (whole || start === value.length) && `${row},${column + 1}`,
  };
  return moves[event.key];
}

/** @param {Element} input @returns {[number, number]} row, -1 for the names, and column */
export function cellOf(input) {
  const [row, column] = /** @type {string} */ (input.getAttribute("data-cell")).split(",").map(Number);
  return [row ?? 0, column ?? 0];
}
