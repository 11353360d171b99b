// The truth table: inputs, expected, actual; live while a run trains.

import * as format from "../pure/format.js";
import { countCorrect, isRight } from "../pure/needs.js";
import * as sheets from "../pure/sheet.js";
import { shown, testRowsOf } from "../pure/showing.js";
import { same } from "../pure/address.js";
import { CellsInput, cellOf } from "./cells.js";
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
    this.onColumn = () => {};
    this.middles = middles;
    this.limits = limits;
    this.store = store;
    this.table = byId("table");
    this.column = -1; // whose cell was last in focus
    this.shape = "";
    /** @type {HTMLTableCellElement[][]} */
    this.actual = [];
    new CellsInput(this);
    store.subscribe((state, before) => this.render(state, state === before || state.sheet !== before.sheet));
  }

  /** @param {State} state @param {boolean} isEdited */
  render(state, isEdited) {
    const { sheet } = state;
    const shape = `${sheet.inputs} ${sheet.names.length} ${sheet.rows.length}`;
    if (shape !== this.shape) this.build(sheet, shape);
    if (isEdited) this.fill(sheet);
    this.showActual(state);
    const tested = new Set(testRowsOf(state));
    this.table.querySelectorAll("tbody tr").forEach((/** @type {Element} */ tr, /** @type {number} */ i) => {
      const isTest = tested.has(i);
      tr.classList.toggle("shown", i === state.row);
      tr.classList.toggle("test", isTest);
      const mark = tr.querySelector(".mark button");
      if (!mark) return;
      setText(mark, i === state.row ? "▶" : isTest ? "○" : "");
      setAttribute(mark, "aria-label", `Show row ${i + 1} in the network${isTest ? "; a test row" : ""}`);
      setAttribute(mark, "title", isTest ? "A test row: no weight hears of it" : "");
      setAttribute(mark, "aria-pressed", String(i === state.row));
    });
    setText(byId("shown-row"), `row ${format.whole(state.row + 1)} shown`);
  }

  /** The elements of a table of another shape. The focus stays where it was. @param {Sheet} sheet @param {string} shape */
  build(sheet, shape) {
    const focused = document.activeElement?.closest("#table") ? document.activeElement.getAttribute("data-cell") : null;
    this.shape = shape;
    const targets = sheet.names.length - sheet.inputs;
    const head = element("tr", {}, [element("th", { class: "mark" }, [element("span", { class: "unseen" }, ["shown"])])]);
    sheet.names.forEach((_, column) => head.append(headCell(sheet, column)));
    for (let target = 0; target < targets; target++) head.append(element("th", { class: "actual", scope: "col" }));
    const body = element("tbody");
    this.actual = [];
    sheet.rows.slice(0, MOST_ROWS).forEach((_, row) => body.append(this.bodyRow(sheet, row, targets)));
    this.table.classList.toggle("many", targets > 1);
    this.table.replaceChildren(element("thead", {}, [head]), body);
    if (focused) this.focusCell(focused);
  }

  /** @param {Sheet} sheet @param {number} row @param {number} targets */
  bodyRow(sheet, row, targets) {
    const mark = element("button", { type: "button", tabindex: "-1", "aria-label": `Show row ${row + 1} in the network` });
    const tr = element("tr", { "data-row": String(row) }, [element("td", { class: "mark" }, [mark])]);
    sheet.names.forEach((_, column) => {
      const input = element("input", { "data-cell": `${row},${column}`, inputmode: "decimal", spellcheck: "false", autocomplete: "off" });
      tr.append(element("td", { class: column < sheet.inputs ? "input" : "target" }, [input]));
    });
    const cells = [...Array(targets)].map(() => element("td", { class: "actual" }));
    this.actual[row] = cells;
    tr.append(...cells);
    return tr;
  }

  /** Texts, names and what is wrong with them. @param {Sheet} sheet */
  fill(sheet) {
    let problem = "";
    for (const input of this.table.querySelectorAll("input[data-cell]")) {
      const said = this.fillCell(sheet, input);
      problem ||= said;
    }
    const targets = sheet.names.slice(sheet.inputs);
    this.table.querySelectorAll("thead .actual").forEach((/** @type {HTMLElement} */ th, /** @type {number} */ i) => {
      setText(th, targets.length > 1 ? `≈ ${targets[i]}` : "actual");
      setAttribute(th, "aria-label", `${targets[i]}, actual`);
      th.title = `${targets[i]}, actual`;
    });
    const more = sheet.rows.length - MOST_ROWS;
    setText(byId("table-problem"), problem);
    setText(byId("table-more"), more > 0 ? `and ${format.counted(more, "row")} more, trained all the same` : "");
  }

  /** Returns what is wrong with the cell, in words. @param {Sheet} sheet @param {HTMLInputElement} input */
  fillCell(sheet, input) {
    const [row, column] = cellOf(input);
    const text = (row < 0 ? sheet.names[column] : sheet.rows[row]?.[column]) ?? "";
    if (input.value !== text) input.value = text;
    const wrong = row < 0 ? (text.trim() ? "" : "a column needs a name") : sheets.cellProblem(text, this.limits.cell);
    const label = row < 0 ? `Name of column ${column + 1}` : `${sheet.names[column]}, row ${row + 1}`;
    setAttribute(input, "aria-label", wrong ? `${label}: ${wrong}` : label);
    setAttribute(input, "aria-invalid", String(wrong !== ""));
    input.title = wrong || (row < 0 ? text : "");
    return wrong && `${row < 0 ? `Column ${column + 1}` : `Row ${row + 1}, ${sheet.names[column]}`}: ${wrong}`;
  }

  /** What the network answers, beside what is expected. @param {State} state */
  showActual(state) {
    const view = shown(state);
    const { targets, inputs } = view.spec.table;
    const expected = state.spec.table.targets;
    const fits = same(inputs, state.spec.table.inputs) && targets[0]?.length === expected[0]?.length;
    const middle = this.middles[view.spec.network.output_activation] ?? 0.5;
    const predictions = fits ? view.frame.predictions : [];
    this.actual.forEach((cells, row) => cells.forEach((cell, i) => showCell(cell, predictions[row]?.[i] ?? null, expected[row]?.[i], middle, cells.length)));
    const right = fits ? format.whole(countCorrect(predictions, expected, middle)) : "–";
    setText(byId("correct").querySelector("b"), `${right} of ${format.whole(expected.length)}`);
  }

  /** @param {string} cell */
  focusCell(cell) {
    const input = this.table.querySelector(`input[data-cell="${cell}"]`);
    input?.focus();
    return input !== null;
  }
}

/** @param {Sheet} sheet @param {number} column */
function headCell(sheet, column) {
  const name = element("input", { "data-cell": `-1,${column}`, maxlength: "60", spellcheck: "false", autocomplete: "off" });
  return element("th", { class: column < sheet.inputs ? "input" : "target", scope: "col" }, [name]);
}

/** @param {HTMLElement} cell @param {number | null} value @param {number | undefined} expected @param {number} middle @param {number} targets */
function showCell(cell, value, expected, middle, targets) {
  setText(cell, format.fixed(value, targets > 1 ? 3 : 4));
  const wrong = value !== null && expected !== undefined && !isRight(value, expected, middle);
  cell.classList.toggle("wrong", wrong);
  cell.title = value === null ? "" : `${value}${wrong ? `: on the wrong side of ${middle}` : ""}`;
  cell.style.setProperty("--bar", `${100 * Math.min(1, Math.max(0, value ?? 0))}%`);
}
