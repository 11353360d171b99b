// Points put into the table by clicks in the plane, dragged, and taken away: edits like any other, to be undone.

import { fromPage, pointNear } from "../../pure/plane/plane.js";
import { addPoint, erasePoint, kindsOf, movePoint, rounded } from "../../pure/table/points.js";
import { byId, element, setText } from "../dom.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../pure/plane/plane.js").Box} Box */

const NEAR = 9; // pixels from a point's middle

export class PlanePoints {
  /**
   * What is dragged, and where it is; `isMoved` once it is elsewhere.
   * @type {{row: number, place: [number, number], isMoved: boolean} | null}
   */
  dragged = null;

  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/editing/editor.js").Editor} editor
   * @param {number} mostRows
   * @param {number} mostCell
   */
  constructor(store, editor, mostRows, mostCell) {
    this.store = store;
    this.editor = editor;
    this.mostRows = mostRows;
    this.mostCell = mostCell;
    this.choice = /** @type {HTMLSelectElement} */ (byId("plane-edit"));
    this.laid = "";
    this.choice.addEventListener("change", () =>
      store.set({ plane: { ...store.state.plane, edit: modeOf(this.choice.value) } }),
    );
  }

  /** Whether a click does something to the table. @param {State} state */
  isOn({ plane, spec }) {
    return plane.edit !== null && plane.layer === 0 && spec.table.input_names.length === 2;
  }

  /** @param {State} state */
  render(state) {
    const { table } = state.spec;
    byId("plane-edits").hidden = table.input_names.length !== 2 || state.plane.layer !== 0;
    const kinds = kindsOf(table);
    const name = table.target_names.length === 1 ? `${table.target_names[0]} = ` : "";
    const options = [
      ["", "enlarges the plane"],
      ...kinds.map(({ label, number }) => [String(number), `adds a point, ${name}${label}`]),
    ];
    if (table.target_names.length === 1) options.push(["value", "adds a point of a value"]);
    options.push(["erase", "takes a point away"]);
    const key = JSON.stringify(options);
    if (key !== this.laid)
      this.choice.replaceChildren(...options.map(([value = "", text = ""]) => element("option", { value }, [text])));
    this.laid = key;
    const wanted = state.plane.edit === null ? "" : String(state.plane.edit);
    if (this.choice.value !== wanted) this.choice.value = wanted;
    if (this.choice.value === "" && state.plane.edit !== null)
      this.store.set({ plane: { ...state.plane, edit: null } }); // a kind that is gone
    byId("plane-value-field").hidden = state.plane.edit !== "value";
    setText(
      byId("plane-edit-hint"),
      state.plane.edit === null ? "" : state.plane.edit === "erase" ? "undo: Ctrl+Z" : "drag moves one; undo: Ctrl+Z",
    );
  }

  /**
   * Takes hold of a point, where there is one.
   * @param {Box} box
   * @param {[number, number][]} points
   * @param {number} px
   * @param {number} py
   */
  press(box, points, px, py) {
    const row = pointNear(box, points, px, py, NEAR);
    const place = points[row];
    if (row >= 0 && place && this.store.state.plane.edit !== "erase") this.dragged = { row, place, isMoved: false };
    return this.dragged !== null;
  }

  /** @param {Box} box @param {number} px @param {number} py */
  drag(box, px, py) {
    if (this.dragged) this.dragged = { row: this.dragged.row, place: placeAt(box, px, py), isMoved: true };
  }

  /** Puts down what was dragged. @param {{x: number, y: number | null}} columns */
  drop(columns) {
    const { dragged } = this;
    this.dragged = null;
    if (dragged?.isMoved) this.change((sheet) => movePoint(sheet, dragged.row, inOrder(columns, dragged.place)));
  }

  /**
   * What a click at a place does.
   * @param {Box} box
   * @param {[number, number][]} points
   * @param {number} px
   * @param {number} py
   * @param {{x: number, y: number | null}} columns
   */
  click(box, points, px, py, columns) {
    const { edit } = this.store.state.plane;
    const { table } = this.store.state.spec;
    if (edit === "erase") {
      const row = pointNear(box, points, px, py, NEAR);
      if (row >= 0) this.change((sheet) => erasePoint(sheet, row));
      return;
    }
    if (table.inputs.length >= this.mostRows) {
      this.store.set({ notice: `A table may have ${this.mostRows.toLocaleString("en")} rows.` });
      return;
    }
    const text = byId("plane-value").value.trim();
    const value = Number(text);
    if (edit === "value" && !(text !== "" && Math.abs(value) <= this.mostCell)) {
      this.store.set({
        notice: `A point's value is a number from −${this.mostCell.toLocaleString("en")} to ${this.mostCell.toLocaleString("en")}.`,
      });
      return;
    }
    const targets = edit === "value" ? [value] : kindsOf(table)[edit ?? 0]?.targets;
    if (targets?.every(Number.isFinite))
      this.change((sheet) => addPoint(sheet, inOrder(columns, placeAt(box, px, py)), targets));
  }

  /**
   * Rows of the sheet are the table's as long as every cell is a number.
   * @param {(sheet: import("../../types").Sheet) => import("../../types").Sheet} change
   */
  change(change) {
    const { sheet, spec } = this.store.state;
    if (sheet.rows.length === spec.table.inputs.length) this.editor.edit(change);
    else this.store.set({ notice: "First mend the table: a cell holds no number." });
  }
}

/** @param {string} value @returns {import("../../types").PlaneChoice["edit"]} */
const modeOf = (value) => (value === "" ? null : value === "value" || value === "erase" ? value : Number(value));

/** @param {Box} box @param {number} px @param {number} py @returns {[number, number]} */
function placeAt(box, px, py) {
  const [x, y] = fromPage(box, px, py);
  return [rounded(x, box.x.high - box.x.low), rounded(y, box.y.high - box.y.low)];
}

/**
 * The first column's value first, whichever axis it is on.
 * @param {{x: number, y: number | null}} columns
 * @param {[number, number]} place
 * @returns {[number, number]}
 */
const inOrder = ({ x }, [across, upward]) => (x === 0 ? [across, upward] : [upward, across]);
