// The truth table: inputs, expected, actual; edited in place, live while a run trains.

import * as format from "../pure/format.js";
import { countCorrect, isRight } from "../pure/needs.js";
import { parseBlock, pasteBlock } from "../pure/paste.js";
import * as sheets from "../pure/sheet.js";
import { shown } from "../pure/showing.js";
import { same } from "../pure/address.js";
import { byId, element, setAttribute, setText } from "./dom.js";

/** @typedef {import("../types").State} State */
/** @typedef {import("../types").Sheet} Sheet */

const MOST_ROWS = 300; // drawn; the others are trained all the same

export class TableView {
  /**
   * @param {import("../store.js").Store} store @param {import("../editor.js").Editor} editor
   * @param {(row: number) => void} onRow @param {Record<string, number>} middles @param {Record<string, number>} limits
   */
  constructor(store, editor, onRow, middles, limits) {
    this.editor = editor;
    this.onRow = onRow;
    this.middles = middles;
    this.limits = limits;
    this.store = store;
    this.table = byId("table");
    this.shape = "";
    /** @type {HTMLTableCellElement[][]} */
    this.actual = [];
    this.listen();
    store.subscribe((state, before) => this.render(state, state === before || state.sheet !== before.sheet));
  }

  /** @param {State} state @param {boolean} isEdited */
  render(state, isEdited) {
    const { sheet } = state;
    const shape = `${sheet.inputs} ${sheet.names.length} ${sheet.rows.length}`;
    if (shape !== this.shape) this.build(sheet, shape);
    if (isEdited) this.fill(sheet);
    this.showActual(state);
    this.table.querySelectorAll("tbody tr").forEach((/** @type {Element} */ tr, /** @type {number} */ i) => {
      tr.classList.toggle("shown", i === state.row);
      const mark = tr.querySelector(".mark button");
      if (mark) {
        setText(mark, i === state.row ? "▶" : "");
        setAttribute(mark, "aria-pressed", String(i === state.row));
      }
    });
    setText(byId("shown-row"), `row ${state.row + 1} shown`);
    byId("undo").disabled = !state.undo;
    byId("redo").disabled = !state.redo;
    byId("all-combinations").disabled = sheets.combinations(sheet) > 1024;
  }

  /** The elements of a table of another shape. The focus stays where it was. @param {Sheet} sheet @param {string} shape */
  build(sheet, shape) {
    const focused = document.activeElement?.closest("#table") ? document.activeElement.getAttribute("data-cell") : null;
    this.shape = shape;
    const targets = sheet.names.length - sheet.inputs;
    const head = element("tr", {}, [element("th", { class: "mark" }, [element("span", { class: "unseen" }, ["shown"])])]);
    sheet.names.forEach((_, column) => head.append(this.headCell(sheet, column)));
    for (let target = 0; target < targets; target++) head.append(element("th", { class: "actual", scope: "col" }));
    head.append(element("th", { class: "remove" }, [element("span", { class: "unseen" }, ["remove"])]));
    const body = element("tbody");
    this.actual = [];
    sheet.rows.slice(0, MOST_ROWS).forEach((_, row) => body.append(this.bodyRow(sheet, row, targets)));
    this.table.classList.toggle("many", targets > 1);
    this.table.replaceChildren(element("thead", {}, [head]), body);
    if (focused) this.focusCell(focused);
  }

  /** @param {Sheet} sheet @param {number} column */
  headCell(sheet, column) {
    const kind = column < sheet.inputs ? "input" : "target";
    const name = element("input", { "data-cell": `-1,${column}`, maxlength: "60", spellcheck: "false", autocomplete: "off" });
    const cell = element("th", { class: kind, scope: "col" }, [name]);
    if (sheets.canRemoveColumn(sheet, column)) {
      cell.append(element("button", { type: "button", class: "drop", "data-drop": String(column), tabindex: "-1" }, ["×"]));
    }
    return cell;
  }

  /** @param {Sheet} sheet @param {number} row @param {number} targets */
  bodyRow(sheet, row, targets) {
    const mark = element("button", { type: "button", "data-row": String(row), tabindex: "-1", "aria-label": `Show row ${row + 1} in the network` });
    const tr = element("tr", { "data-row": String(row) }, [element("td", { class: "mark" }, [mark])]);
    sheet.names.forEach((_, column) => {
      const input = element("input", { "data-cell": `${row},${column}`, inputmode: "decimal", spellcheck: "false", autocomplete: "off" });
      tr.append(element("td", { class: column < sheet.inputs ? "input" : "target" }, [input]));
    });
    const cells = [...Array(targets)].map(() => element("td", { class: "actual" }));
    this.actual[row] = cells;
    const remove = element("button", { type: "button", "data-remove": String(row), tabindex: "-1", "aria-label": `Remove row ${row + 1}` }, ["×"]);
    tr.append(...cells, element("td", { class: "remove" }, sheet.rows.length > 1 ? [remove] : []));
    return tr;
  }

  /** Texts, names and what is wrong with them. @param {Sheet} sheet */
  fill(sheet) {
    let problem = "";
    for (const input of this.table.querySelectorAll("input[data-cell]")) {
      const [row, column] = cellOf(input);
      const text = row < 0 ? sheet.names[column] : sheet.rows[row]?.[column];
      if (input.value !== text) input.value = text ?? "";
      const wrong = row < 0 ? (text?.trim() ? "" : "a column needs a name") : sheets.cellProblem(text ?? "", this.limits.cell);
      const label = row < 0 ? `Name of column ${column + 1}` : `${sheet.names[column]}, row ${row + 1}`;
      setAttribute(input, "aria-label", wrong ? `${label}: ${wrong}` : label);
      setAttribute(input, "aria-invalid", String(wrong !== ""));
      input.title = wrong;
      if (wrong && !problem) problem = `${row < 0 ? `Column ${column + 1}` : `Row ${row + 1}, ${sheet.names[column]}`}: ${wrong}`;
    }
    const targets = sheet.names.slice(sheet.inputs);
    this.table.querySelectorAll("thead .actual").forEach((/** @type {Element} */ th, /** @type {number} */ i) => {
      setText(th, targets.length > 1 ? `≈ ${targets[i]}` : "actual");
      setAttribute(th, "aria-label", `${targets[i]}, actual`);
    });
    for (const drop of this.table.querySelectorAll("[data-drop]")) setAttribute(drop, "aria-label", `Remove column ${sheet.names[Number(drop.dataset.drop)]}`);
    const more = sheet.rows.length - MOST_ROWS;
    setText(byId("table-problem"), problem || (more > 0 ? `${more.toLocaleString("en")} more rows are trained but not drawn` : ""));
  }

  /** @param {State} state */
  showActual(state) {
    const view = shown(state);
    const { targets, inputs } = view.spec.table;
    const fits = same(inputs, state.spec.table.inputs) && targets[0]?.length === state.spec.table.targets[0]?.length;
    const middle = this.middles[view.spec.network.output_activation] ?? 0.5;
    const predictions = fits ? view.frame.predictions : [];
    this.actual.forEach((cells, row) =>
      cells.forEach((cell, target) => {
        const value = predictions[row]?.[target] ?? null;
        const expected = state.spec.table.targets[row]?.[target];
        setText(cell, format.fixed(value, cells.length > 1 ? 3 : 4));
        const wrong = value !== null && expected !== undefined && !isRight(value, expected, middle);
        cell.classList.toggle("wrong", wrong);
        cell.title = value === null ? "" : `${value}${wrong ? `: on the wrong side of ${middle}` : ""}`;
        cell.style.setProperty("--bar", `${100 * Math.min(1, Math.max(0, value ?? 0))}%`);
      }),
    );
    const rows = state.spec.table.targets.length;
    const right = fits ? countCorrect(predictions, state.spec.table.targets, middle) : null;
    byId("correct").replaceChildren(element("b", {}, [`${right ?? "–"} of ${rows}`]), " correct");
  }

  listen() {
    const { table, editor } = this;
    table.addEventListener("input", (/** @type {Event} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      const [row, column] = cellOf(input);
      editor.edit((sheet) => (row < 0 ? sheets.rename(sheet, column, input.value) : sheets.setCell(sheet, row, column, input.value)), `${row},${column}`);
    });
    table.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    table.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    table.addEventListener("paste", (/** @type {ClipboardEvent} */ event) => this.paste(event));
    table.addEventListener("focusin", (/** @type {FocusEvent} */ event) => {
      const input = /** @type {HTMLInputElement} */ (event.target);
      if (!input.matches("input[data-cell]")) return;
      input.select();
      const [row] = cellOf(input);
      if (row >= 0 && row !== this.store.state.row) this.onRow(row);
    });
    byId("undo").addEventListener("click", () => editor.undo());
    byId("redo").addEventListener("click", () => editor.redo());
    byId("add-row").addEventListener("click", () => editor.edit((sheet) => (sheet.rows.length < (this.limits.rows ?? 0) ? sheets.addRow(sheet) : sheet)));
    byId("add-input").addEventListener("click", () => editor.edit((sheet) => sheets.addColumn(sheet, "input")));
    byId("add-target").addEventListener("click", () => editor.edit((sheet) => sheets.addColumn(sheet, "target")));
    byId("all-combinations").addEventListener("click", () => editor.edit(sheets.allCombinations));
    document.addEventListener("keydown", (event) => this.undoKey(event));
  }

  /** @param {MouseEvent} event */
  click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const { row, remove, drop } = /** @type {DOMStringMap} */ (target.closest("button")?.dataset ?? {});
    if (row !== undefined) this.onRow(Number(row));
    else if (remove !== undefined) this.editor.edit((sheet) => sheets.removeRow(sheet, Number(remove)));
    else if (drop !== undefined) this.editor.edit((sheet) => sheets.removeColumn(sheet, Number(drop)));
    else if (target.matches("td input[data-cell]")) {
      const [at, column] = cellOf(target);
      this.editor.edit((sheet) => sheets.toggle(sheet, at, column));
      /** @type {HTMLInputElement} */ (target).select();
    } else if (target.closest("tr[data-row]")) this.onRow(Number(/** @type {HTMLElement} */ (target.closest("tr")).dataset.row));
  }

  /** Arrows, Enter and Tab move between cells; Space toggles. @param {KeyboardEvent} event */
  key(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (!input.matches("input[data-cell]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const [row, column] = cellOf(input);
    const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
    const atStart = whole || (input.selectionStart === 0 && input.selectionEnd === 0);
    const atEnd = whole || input.selectionStart === input.value.length;
    /** @type {Record<string, [number, number] | false>} */
    const moves = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Enter: [row + (event.shiftKey ? -1 : 1), column],
      ArrowLeft: atStart && !event.shiftKey && [row, column - 1],
      ArrowRight: atEnd && !event.shiftKey && [row, column + 1],
    };
    const move = moves[event.key];
    if (move && this.focusCell(move.join())) event.preventDefault();
    if (event.key === " " && row >= 0) {
      event.preventDefault();
      this.editor.edit((sheet) => sheets.toggle(sheet, row, column));
      input.select();
    }
  }

  /** @param {ClipboardEvent} event */
  paste(event) {
    const input = /** @type {HTMLElement} */ (event.target);
    const block = parseBlock(event.clipboardData?.getData("text/plain") ?? "");
    if (!block || !input.matches("input[data-cell]")) return;
    event.preventDefault();
    const [row, column] = cellOf(input);
    const most = this.limits.rows ?? Infinity;
    if (block.length + Math.max(row, 0) > most) {
      this.store.set({ notice: `A table may have ${most.toLocaleString("en")} rows; ${block.length.toLocaleString("en")} lines were pasted, and none was taken.` });
      return;
    }
    const { left } = pasteBlock(this.store.state.sheet, block, row, column);
    this.editor.edit((sheet) => pasteBlock(sheet, block, row, column).sheet);
    if (left > 0) this.store.set({ notice: `${left} pasted column${left > 1 ? "s" : ""} did not fit: add columns first, then paste again.` });
  }

  /** @param {KeyboardEvent} event */
  undoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.matches("input:not([data-cell]):not([type=checkbox]):not([type=range])")) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (key === "y" || event.shiftKey) this.editor.redo();
      else this.editor.undo();
    }
  }

  /** @param {string} cell */
  focusCell(cell) {
    const input = this.table.querySelector(`input[data-cell="${cell}"]`);
    input?.focus();
    return input !== null;
  }
}

/** @param {Element} input @returns {[number, number]} */
function cellOf(input) {
  const [row, column] = /** @type {string} */ (input.getAttribute("data-cell")).split(",").map(Number);
  return [row ?? 0, column ?? 0];
}
