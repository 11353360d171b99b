// The truth table: inputs, expected, actual; live while a run trains.

import { shown, testRowsOf } from "../../pure/run/showing.js";
import { sameOnce } from "../../pure/spec/address.js";
import * as sheets from "../../pure/table/sheet.js";
import { headlineOf, kindOf, rightOutputs } from "../../pure/table/tasks.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText, setValue } from "../dom.js";
import { CellsInput, cellOf } from "./cells.js";
import { Grid } from "./grid.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Sheet} Sheet */

const MOST_CHARACTERS = 8; // of a cell, that its column makes room for
const MOST_PINNED = 3; // columns of answers that stay in view beside a table that is scrolled
const REST = 250; // milliseconds between two refreshes of the predictions of a large table

export class TableView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/editing/editor.js").Editor} editor
   * @param {(row: number) => void} onRow @param {Record<string, number>} middles @param {Record<string, number>} limits
   */
  constructor(store, editor, onRow, middles, limits) {
    this.editor = editor;
    this.onRow = onRow;
    this.onColumn = () => {};
    this.middles = middles;
    this.limits = limits;
    this.store = store;
    this.place = byId("table-scroll");
    this.table = byId("table");
    this.column = -1; // whose cell was last in focus
    this.shape = "";
    /** @type {HTMLTableCellElement[][]} */
    this.actual = [];
    /**
     * What the network answers, and what was expected.
     * @type {{ predictions: (number | null)[][], expected: number[][], kind: import("../../pure/table/tasks.js").Kind,
     *   middle: number, targets: number }}
     */
    this.answers = { predictions: [], expected: [], kind: "two_classes", middle: 0.5, targets: 1 };
    this.timer = 0;
    /** @type {Set<number>} */
    this.tested = new Set();
    this.grid = new Grid({
      shownRow: () => this.store.state.row,
      markOf: (row) => ({ isShown: row === this.store.state.row, isTest: this.tested.has(row) }),
      textOf: (row, column) => this.textOf(this.store.state.sheet, row, column),
      fillField: (input) => this.fillCell(this.store.state.sheet, input),
      fillActual: (cell, row, target) => this.fillActual(cell, row, target),
    });
    new CellsInput(this);
    store.subscribe((state, before) => this.render(state, before));
  }

  /** @param {State} state @param {State} before */
  render(state, before) {
    const isFirst = state === before;
    const isEdited = isFirst || state.sheet !== before.sheet;
    const large = sheets.isLarge(state.sheet);
    if (isEdited && large) this.showLarge(state.sheet);
    if (isEdited && !large) this.showSmall(state.sheet);
    const areOthers = isFirst || testRowsOf(state) !== testRowsOf(before);
    if (areOthers) this.tested = new Set(testRowsOf(state));
    if (isFirst || areOthers || shown(state).frame !== shown(before).frame || state.spec !== before.spec)
      this.showActual(state, large);
    if (isFirst || state.row !== before.row || isEdited || areOthers) this.showRow(state);
  }

  /** Every cell a field. @param {Sheet} sheet */
  showSmall(sheet) {
    if (!this.place.classList.replace("large", "small")) this.place.classList.add("small");
    this.grid.clear();
    const shape = `${sheet.inputs} ${sheet.names.length} ${sheet.rows.length}`;
    if (shape !== this.shape) this.build(sheet, shape);
    this.fill(sheet);
  }

  /** Only what is in view is drawn; the small table stays until that is there. @param {Sheet} sheet */
  async showLarge(sheet) {
    setText(byId("table-problem"), this.wrongIn(sheet));
    try {
      await this.grid.show(sheet, () => this.place.classList.add("large"));
    } catch (error) {
      this.store.set({ notice: /** @type {Error} */ (error).message });
    }
  }

  /** @param {State} state */
  showRow(state) {
    this.table.querySelectorAll("tbody tr").forEach((/** @type {Element} */ tr, /** @type {number} */ i) => {
      const isTest = this.tested.has(i);
      tr.classList.toggle("shown", i === state.row);
      tr.classList.toggle("test", isTest);
      const mark = tr.querySelector(".mark button");
      if (!mark) return;
      setText(mark, i === state.row ? "▶" : isTest ? "○" : "");
      setAttribute(mark, "aria-label", `Show row ${i + 1} in the network${isTest ? "; a test row" : ""}`);
      setAttribute(mark, "title", isTest ? "A test row: no weight hears of it" : "");
      setAttribute(mark, "aria-pressed", String(i === state.row));
    });
    this.grid.remark();
    setText(byId("shown-row"), `row ${format.whole(state.row + 1)} shown`);
  }

  /**
   * The elements of a table of another shape. The focus stays where it was.
   * @param {Sheet} sheet
   * @param {string} shape
   */
  build(sheet, shape) {
    const focused = document.activeElement?.closest("#table") ? document.activeElement.getAttribute("data-cell") : null;
    this.shape = shape;
    const targets = sheet.names.length - sheet.inputs;
    const head = element("tr", {}, [
      element("th", { class: "mark" }, [element("span", { class: "unseen" }, ["shown"])]),
    ]);
    sheet.names.forEach((_, column) => head.append(headCell(sheet, column)));
    for (let target = 0; target < targets; target++) head.append(element("th", { class: "actual", scope: "col" }));
    const body = element("tbody");
    this.actual = [];
    sheet.rows.forEach((_, row) => body.append(this.bodyRow(sheet, row, targets)));
    this.table.classList.toggle("many", targets > 1);
    this.table.classList.toggle("pinned", targets > 1 && targets <= MOST_PINNED);
    this.table.replaceChildren(element("thead", {}, [head]), body);
    if (focused) this.focusCell(focused);
  }

  /** @param {Sheet} sheet @param {number} row @param {number} targets */
  bodyRow(sheet, row, targets) {
    const mark = element("button", {
      type: "button",
      tabindex: "-1",
      "aria-label": `Show row ${row + 1} in the network`,
    });
    const tr = element("tr", { "data-row": String(row) }, [element("td", { class: "mark" }, [mark])]);
    sheet.names.forEach((_, column) => {
      const input = element("input", {
        "data-cell": `${row},${column}`,
        inputmode: "decimal",
        spellcheck: "false",
        autocomplete: "off",
      });
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
    this.table
      .querySelectorAll("thead input")
      .forEach((/** @type {HTMLElement} */ input, /** @type {number} */ column) => {
        const longest = sheet.rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), 1);
        input.closest("th")?.style.setProperty("--chars", String(Math.min(longest, MOST_CHARACTERS)));
      });
    const targets = sheet.names.slice(sheet.inputs);
    this.table.querySelectorAll("thead .actual").forEach((/** @type {HTMLElement} */ th, /** @type {number} */ i) => {
      setText(th, targets.length > 1 ? `≈ ${targets[i]}` : "actual");
      setAttribute(th, "aria-label", `${targets[i]}, actual`);
      th.title = `${targets[i]}, actual`;
    });
    setText(byId("table-problem"), problem);
  }

  /**
   * What a cell says, and what is wrong with that; row -1 holds the names.
   * @param {Sheet} sheet
   * @param {number} row
   * @param {number} column
   */
  textOf(sheet, row, column) {
    const text = (row < 0 ? sheet.names[column] : sheet.rows[row]?.[column]) ?? "";
    const wrong = row < 0 ? (text.trim() ? "" : "a column needs a name") : sheets.cellProblem(text, this.limits.cell);
    return { text, wrong };
  }

  /** Returns what is wrong with the cell, in words. @param {Sheet} sheet @param {HTMLInputElement} input */
  fillCell(sheet, input) {
    const [row, column] = cellOf(input);
    const { text, wrong } = this.textOf(sheet, row, column);
    setValue(input, text);
    const label = row < 0 ? `Name of column ${column + 1}` : `${sheet.names[column]}, row ${row + 1}`;
    setAttribute(input, "aria-label", wrong ? `${label}: ${wrong}` : label);
    setAttribute(input, "aria-invalid", String(wrong !== ""));
    input.title = wrong || (row < 0 || text.length > MOST_CHARACTERS ? text : "");
    return wrong && placed(sheet, row, column, wrong);
  }

  /** What is wrong first, in words; "" if nothing is. @param {Sheet} sheet */
  wrongIn(sheet) {
    const found = sheets.firstWrong(sheet, this.limits.cell);
    return found ? placed(sheet, found.row, found.column, this.textOf(sheet, found.row, found.column).wrong) : "";
  }

  /** Leads to what is wrong first; false if nothing is. */
  leadToWrong() {
    const found = sheets.firstWrong(this.store.state.sheet, this.limits.cell);
    return found !== null && this.focusCell(`${found.row},${found.column}`);
  }

  /** What the network answers, beside what is expected. @param {State} state @param {boolean} large */
  showActual(state, large) {
    const view = shown(state);
    const { targets, inputs } = view.spec.table;
    const expected = state.spec.table.targets;
    const fits = sameOnce(inputs, state.spec.table.inputs) && targets[0]?.length === expected[0]?.length;
    const middle = this.middles[view.spec.network.output_activation] ?? 0.5;
    const predictions = fits ? view.frame.predictions : [];
    this.answers = { predictions, expected, kind: kindOf(expected), middle, targets: expected[0]?.length ?? 1 };
    if (!large) this.actual.forEach((cells, row) => cells.forEach((cell, i) => this.fillActual(cell, row, i)));
    if (!large) this.count();
    else
      this.timer ||= window.setTimeout(() => {
        this.timer = 0;
        this.grid.renewActual();
        this.count();
      }, REST);
  }

  count() {
    const { predictions, expected, middle } = this.answers;
    const { value, words, meaning } = headlineOf(predictions.length > 0 ? predictions : null, expected, middle, [
      ...this.tested,
    ]);
    setText(byId("correct").querySelector("b"), value);
    setText(byId("correct").querySelector("span"), words);
    setAttribute(byId("correct"), "title", meaning);
  }

  /** Scrolls the table, and nothing around it, so that a row can be seen. @param {number} row */
  reveal(row) {
    if (this.place.classList.contains("large")) {
      this.grid.reveal(row);
      return;
    }
    const scroll = byId("table-scroll");
    const tr = this.table.querySelector(`tr[data-row="${row}"]`);
    if (!tr) return;
    const head = this.table.tHead?.offsetHeight ?? 0;
    const [top, bottom] = [tr.offsetTop - head, tr.offsetTop + tr.offsetHeight];
    scroll.scrollTop = Math.max(Math.min(scroll.scrollTop, top), bottom - scroll.clientHeight);
  }

  /** One answer; row -1 holds the heading. @param {HTMLElement} cell @param {number} row @param {number} target */
  fillActual(cell, row, target) {
    const { predictions, expected, kind, middle, targets } = this.answers;
    if (row < 0) {
      setText(
        cell,
        targets > 1 ? `≈ ${this.store.state.sheet.names[this.store.state.sheet.inputs + target]}` : "actual",
      );
      return;
    }
    const isRight = rightOutputs(predictions[row] ?? [], expected[row] ?? [], kind, middle)[target] ?? true;
    showCell(
      cell,
      predictions[row]?.[target] ?? null,
      targets,
      isRight,
      kind === "classes" ? "" : `: on the wrong side of ${middle}`,
    );
  }

  /** @param {string} cell */
  focusCell(cell) {
    const [row = 0, column = 0] = cell.split(",").map(Number);
    if (this.place.classList.contains("large")) return this.grid.focus(row, column);
    const input = this.table.querySelector(`input[data-cell="${cell}"]`);
    input?.focus();
    return input !== null;
  }
}

/** @param {Sheet} sheet @param {number} row @param {number} column @param {string} wrong */
const placed = (sheet, row, column, wrong) =>
  `${row < 0 ? `Column ${column + 1}` : `Row ${row + 1}, ${sheet.names[column]}`}: ${wrong}`;

/** @param {Sheet} sheet @param {number} column */
function headCell(sheet, column) {
  const name = element("input", {
    "data-cell": `-1,${column}`,
    maxlength: "60",
    spellcheck: "false",
    autocomplete: "off",
  });
  return element("th", { class: column < sheet.inputs ? "input" : "target", scope: "col" }, [name]);
}

/**
 * @param {HTMLElement} cell
 * @param {number | null} value
 * @param {number} targets
 * @param {boolean} isRight
 * @param {string} why not
 */
function showCell(cell, value, targets, isRight, why) {
  setText(cell, format.fixed(value, targets > 1 ? 3 : 4));
  const wrong = value !== null && !isRight;
  cell.classList.toggle("wrong", wrong);
  setAttribute(cell, "title", value === null ? "" : `${value}${wrong ? why : ""}`);
  cell.style.setProperty("--bar", String(Math.min(1, Math.max(0, value ?? 0))));
}
