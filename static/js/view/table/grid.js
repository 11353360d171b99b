// A table of many rows: Tabulator draws the rows and columns that are in view. It is loaded when the first such table
// is there. A cell is text; the one that is edited holds a field, and fields mean the same here as in a small table.

import { ACTUAL, columnWidths } from "../../pure/table/rows.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Sheet} Sheet */

const FOLDER = new URL("../../../vendor/tabulator/", import.meta.url).href;
const NUMBER = { character: 7, padding: 22 }; // pixels of the column of row numbers
const BUFFER = 150; // pixels drawn beyond what is in view
const SCROLLBAR = 16; // pixels
const WHOLE = 5; // characters that every column has room for
const FROZEN_TARGETS = 1; // so many stay in view beside the inputs that scroll

/** Tabulator, loaded once. @type {Promise<any> | null} */
let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = element("script", { src: `${FOLDER}tabulator.min.js` });
    script.addEventListener("load", () => resolve(/** @type {any} */ (window).Tabulator));
    script.addEventListener("error", () => {
      library = null;
      script.remove();
      reject(new Error("The table's script could not be loaded: reload the page."));
    });
    document.head.prepend(element("link", { rel: "stylesheet", href: `${FOLDER}tabulator.min.css` })); // ours refine it
    document.head.append(script);
  });
  return library;
}

export class Grid {
  /**
   * @param {{
   *   fillField: (input: HTMLInputElement) => unknown,
   *   textOf: (row: number, column: number) => { text: string, wrong: string },
   *   fillActual: (cell: HTMLElement, row: number, target: number) => void,
   *   markOf: (row: number) => { isShown: boolean, isTest: boolean },
   *   shownRow: () => number,
   * }} view
   */
  constructor(view) {
    this.view = view;
    this.place = byId("grid");
    this.shape = "";
    this.rows = 0;
    this.columns = 0;
    this.isBuilt = false;
    this.asked = 0; // how often a sheet was to be shown
    /** @type {Sheet | null} */
    this.sheet = null;
    /** @type {any} */
    this.table = null;
    this.frame = 0;
    this.version = 0; // of the sheet
    this.answers = 0; // of the network
    /** @type {WeakMap<Element, number>} */
    this.filled = new WeakMap();
    this.height = 0; // pixels of a row
    this.inputs = 0;
    /** @type {number[]} */
    this.widths = [];
    this.isFrozen = false; // the target and what is beside it stay in view
    this.frozenWidth = 0;
    this.fullWidth = 0; // of all columns
    this.scrolls = false; // sideways
    this.place.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    this.isUnfit = false;
    new ResizeObserver(() => this.fit()).observe(this.place);
    this.place.addEventListener("focusout", (/** @type {FocusEvent} */ event) => this.leave(event));
    this.place.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
  }

  /**
   * Draws a sheet; resolves when it is there.
   * @param {Sheet} sheet
   * @param {() => void} makeRoom called before its first drawing
   */
  async show(sheet, makeRoom) {
    const wanted = ++this.asked;
    this.sheet = sheet;
    const Tabulator = await load();
    if (wanted !== this.asked) return; // another one meanwhile
    makeRoom();
    const shape = `${sheet.inputs} ${sheet.names.length}`;
    if (shape === this.shape && sheet.rows.length === this.rows) return this.refresh();
    const isSame = shape === this.shape;
    this.rows = sheet.rows.length;
    this.columns = sheet.names.length;
    this.shape = shape;
    const data = sheet.rows.map((_, id) => ({ id }));
    if (isSame) await this.table.replaceData(data);
    else await this.build(Tabulator, sheet, data);
    setAttribute(this.place, "aria-rowcount", String(this.rows + 1));
    this.refresh();
  }

  /** Drawn anew for another size of its place; but never under the hands of somebody who types. */
  fit() {
    this.isUnfit = this.place.contains(document.activeElement) && document.activeElement?.tagName === "INPUT";
    if (this.isUnfit || !this.isBuilt || this.place.clientHeight === 0) return;
    if (this.scrolls !== this.fullWidth > this.place.clientWidth) this.renew();
    else this.table.redraw();
    this.soon();
  }

  /** Other columns are frozen where the table has become wider than its place, or narrower. */
  async renew() {
    const sheet = this.sheet;
    if (!sheet) return;
    this.shape = "";
    await this.show(sheet, () => undefined);
  }

  /** The table is small again. */
  clear() {
    this.asked += 1;
    this.isBuilt = false;
    this.table?.destroy();
    this.table = null;
    this.shape = "";
  }

  /** @param {any} Tabulator @param {Sheet} sheet @param {{ id: number }[]} data */
  build(Tabulator, sheet, data) {
    this.isBuilt = false;
    this.table?.destroy();
    this.height = matchMedia("(max-width: 800px)").matches ? 44 : 36;
    this.table = new Tabulator(this.place, {
      data,
      columns: this.columnsOf(sheet),
      columnDefaults: { headerSort: false, resizable: false, hozAlign: "center", headerHozAlign: "center" },
      height: "100%",
      rowHeight: this.height,
      renderHorizontal: "virtual",
      renderVerticalBuffer: BUFFER,
      keybindings: false,
      autoResize: false, // see fit
      rowFormatter: (/** @type {any} */ row) => this.formatRow(row),
    });
    return new Promise((resolve) =>
      this.table.on("tableBuilt", () => {
        this.holder.addEventListener("scroll", () => this.soon());
        this.isBuilt = true;
        this.describe();
        resolve(undefined);
      }),
    );
  }

  /** What scrolls is the group of the rows, and can be reached by keyboard. */
  describe() {
    this.place.removeAttribute("aria-owns"); // the rows lie inside
    setAttribute(this.holder, "role", "rowgroup");
    setAttribute(
      this.holder,
      "aria-label",
      "Rows: Enter edits the one that is shown, arrows lead on, Escape leads back",
    );
    this.holder.querySelector(".tabulator-table")?.setAttribute("role", "presentation");
  }

  /** What scrolls. @returns {HTMLElement} */
  get holder() {
    return /** @type {HTMLElement} */ (this.place.querySelector(".tabulator-tableholder"));
  }

  /** Row numbers, inputs, targets, and beside them what the network says. @param {Sheet} sheet */
  columnsOf(sheet) {
    const targets = sheet.names.slice(sheet.inputs);
    const number = Math.ceil(NUMBER.padding + NUMBER.character * String(sheet.rows.length).length);
    const widths = columnWidths(sheet, this.place.clientWidth - number - ACTUAL * targets.length - SCROLLBAR);
    const last = widths.slice(sheet.inputs).reduce((sum, width) => sum + width + ACTUAL, 0);
    this.fullWidth = number + widths.slice(0, sheet.inputs).reduce((sum, width) => sum + width, last) + SCROLLBAR;
    this.scrolls = this.fullWidth > this.place.clientWidth;
    // each frozen cell is a layer that a browser puts together anew in every frame
    const frozen = this.scrolls && targets.length <= FROZEN_TARGETS;
    Object.assign(this, { widths, inputs: sheet.inputs, isFrozen: frozen, frozenWidth: number + (frozen ? last : 0) });
    const cells = sheet.names.map((_, column) => {
      const isTarget = column >= sheet.inputs;
      return {
        field: `c${column}`,
        width: widths[column],
        cssClass: isTarget ? "target" : "input",
        ...(isTarget && frozen && { frozen: true }),
        titleFormatter: (/** @type {any} */ cell) => this.format(cell.getElement(), -1, column),
        formatter: (/** @type {any} */ cell) => this.format(cell.getElement(), cell.getData().id, column),
      };
    });
    const actual = targets.map((_, target) => ({
      field: `a${target}`,
      width: ACTUAL,
      cssClass: "actual",
      ...(frozen && { frozen: true }),
      titleFormatter: (/** @type {any} */ cell) => this.formatActual(cell.getElement(), -1, target),
      formatter: (/** @type {any} */ cell) => this.formatActual(cell.getElement(), cell.getData().id, target),
    }));
    const rowNumber = {
      title: "row",
      field: "id",
      width: number,
      frozen: this.scrolls,
      cssClass: "row-number",
      formatter: (/** @type {any} */ cell) => String(cell.getData().id + 1),
    };
    return [rowNumber, ...cells, ...actual];
  }

  /** @param {any} row */
  formatRow(row) {
    const tr = row.getElement();
    tr.dataset.row = String(row.getData().id);
    setAttribute(tr, "aria-rowindex", String(row.getData().id + 2));
    this.mark(tr);
  }

  /** @param {HTMLElement} cell @param {number} row @param {number} column */
  format(cell, row, column) {
    cell.dataset.at = `${row},${column}`;
    const { text, wrong } = this.view.textOf(row, column);
    this.tell(cell, text, wrong);
    return document.createTextNode(text);
  }

  /** @param {HTMLElement} cell @param {number} row @param {number} target */
  formatActual(cell, row, target) {
    cell.dataset.actual = `${row},${target}`;
    const place = element("span");
    this.view.fillActual(place, row, target);
    return place;
  }

  /**
   * What a cell says when somebody points at it: what is wrong, else the whole of a text that may be cut short.
   * @param {HTMLElement} cell
   * @param {string} text
   * @param {string} wrong
   */
  tell(cell, text, wrong) {
    cell.title = wrong || (text.length > WHOLE ? text : "");
    if (wrong) setAttribute(cell, "aria-invalid", "true");
    else cell.removeAttribute("aria-invalid");
  }

  /** @param {HTMLElement} tr */
  mark(tr) {
    const { isShown, isTest } = this.view.markOf(Number(tr.dataset.row));
    tr.classList.toggle("shown", isShown);
    tr.classList.toggle("test", isTest);
    tr.title = isTest ? "a test row: it is not trained" : "";
    setAttribute(tr, "aria-selected", String(isShown));
    const [target, actual] = [tr.querySelector(".target"), tr.querySelector(".actual")];
    // Tabulator turns round what stays at the right
    if (actual && actual.nextElementSibling === target) target?.after(actual);
  }

  soon() {
    if (!this.frame) this.frame = requestAnimationFrame(() => this.refreshView());
  }

  /** Everything that is in view, as it is now. */
  refresh() {
    this.version += 1;
    this.refreshView();
  }

  /** What has come back into view still says what it said when it left. */
  refreshView() {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    for (const cell of this.place.querySelectorAll("[data-at]")) this.isOld(cell) && this.fill(cell);
    this.remark();
    this.refreshActual();
  }

  remark() {
    for (const tr of this.place.querySelectorAll("[data-row]")) this.mark(tr);
  }

  /** Whether a cell was filled before what it shows changed. @param {Element} cell @param {number} [version] */
  isOld(cell, version = this.version) {
    const isOld = this.filled.get(cell) !== version;
    if (isOld) this.filled.set(cell, version);
    return isOld;
  }

  /** @param {HTMLElement} cell */
  fill(cell) {
    const field = /** @type {HTMLInputElement | null} */ (cell.querySelector("input"));
    if (field && field === document.activeElement) {
      this.view.fillField(field);
      return;
    }
    const [row, column] = at(cell);
    const { text, wrong } = this.view.textOf(row, column);
    this.tell(cell, text, wrong);
    if (field) cell.replaceChildren(text);
    else setText(cell, text);
  }

  /** Other answers of the network. */
  renewActual() {
    this.answers += 1;
    this.refreshActual();
  }

  refreshActual() {
    for (const cell of this.place.querySelectorAll("[data-actual]")) {
      if (!this.isOld(cell, this.answers)) continue;
      const [row, target] = (cell.dataset.actual ?? "").split(",").map(Number);
      if (cell.firstElementChild) this.view.fillActual(cell.firstElementChild, row ?? 0, target ?? 0);
    }
  }

  /** @param {MouseEvent} event */
  click(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest("[data-at]");
    if (cell && !cell.querySelector("input")) this.begin(/** @type {HTMLElement} */ (cell));
  }

  /** Enter leads from the frame of the rows into the row that is shown. @param {KeyboardEvent} event */
  key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.key === "Escape" && target.matches("input")) this.holder.focus();
    if (event.key !== "Enter" || !target.matches(".tabulator-tableholder")) return;
    event.preventDefault();
    this.focus(this.view.shownRow(), 0);
  }

  /** A field in a cell. @param {HTMLElement} cell */
  begin(cell) {
    const input = element("input", {
      "data-cell": cell.dataset.at ?? "",
      inputmode: "decimal",
      spellcheck: "false",
      autocomplete: "off",
    });
    this.view.fillField(input);
    cell.replaceChildren(input);
    input.focus({ preventScroll: true });
  }

  /** The cell becomes text again. @param {FocusEvent} event */
  leave(event) {
    const cell = /** @type {HTMLElement} */ (event.target).closest("[data-at]");
    queueMicrotask(() => {
      if (cell) this.fill(/** @type {HTMLElement} */ (cell));
      if (this.isUnfit) this.fit();
    });
  }

  /** Leads into a cell, wherever it is; false if there is none. @param {number} row @param {number} column */
  focus(row, column) {
    if (row < -1 || row >= this.rows || column < 0 || column >= this.columns) return false;
    this.reach(row, column);
    return true;
  }

  /** Scrolls as far as is needed to see a row. @param {number} row */
  reveal(row) {
    const top = row * this.height;
    this.holder.scrollTop = nearest(this.holder.scrollTop, top, top + this.height, this.holder.clientHeight);
  }

  /** Scrolls as far as is needed to see the cell, and edits it. @param {number} row @param {number} column */
  reach(row, column) {
    const { holder } = this;
    if (row >= 0) this.reveal(row);
    const { left, width, frozen } = this.placeOf(column);
    if (!frozen)
      holder.scrollLeft = nearest(holder.scrollLeft, left, left + width, holder.clientWidth - this.frozenWidth);
    holder.dispatchEvent(new Event("scroll")); // drawn now, and not when the browser says so
    const cell = this.place.querySelector(`[data-at="${row},${column}"]`);
    if (cell) this.begin(cell);
  }

  /** Where a column lies among those that scroll, in pixels. @param {number} column */
  placeOf(column) {
    const before = this.widths.slice(0, column).reduce((sum, width) => sum + width, 0);
    return { left: before, width: this.widths[column] ?? 0, frozen: this.isFrozen && column >= this.inputs };
  }
}

/**
 * The scroll position from which a span is in view, as near to the present one as can be.
 * @param {number} now
 * @param {number} from
 * @param {number} to
 * @param {number} room
 */
const nearest = (now, from, to, room) => Math.min(from, Math.max(now, to - room));

/** @param {HTMLElement} cell @returns {[number, number]} */
function at(cell) {
  const [row, column] = (cell.dataset.at ?? "").split(",").map(Number);
  return [row ?? 0, column ?? 0];
}
