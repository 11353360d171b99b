// The editor changes the sheet, with undo and redo, and hands a valid table on to the spec.

import { isLarge, toTable } from "./pure/sheet.js";
import { Undo } from "./pure/undo.js";

/** @typedef {import("./types").Sheet} Sheet */

const REST = 400; // milliseconds after the last key in a large table, whose spec takes a while to hand on

export class Editor {
  /** @param {import("./store.js").Store} store @param {(table: import("./types").Table) => void} onTable */
  constructor(store, onTable) {
    this.store = store;
    this.onTable = onTable;
    this.undone = new Undo(store.state.sheet);
    this.merging = "";
    this.timer = 0;
  }

  /**
   * One edit. Edits with the same key that follow each other are one step of undo: a number typed into a cell.
   * @param {(sheet: Sheet) => Sheet} change @param {string} [key]
   */
  edit(change, key = "") {
    const before = this.store.state.sheet;
    const after = change(before);
    if (after === before) return;
    if (key && key === this.merging) this.undone.present = after;
    else this.undone.push(after);
    this.merging = key;
    this.show(after);
  }

  undo() {
    this.merging = "";
    this.show(this.undone.undo());
  }

  redo() {
    this.merging = "";
    this.show(this.undone.redo());
  }

  /** Another table, from a preset or an address; it can be undone too. @param {Sheet} sheet */
  load(sheet) {
    this.merging = "";
    clearTimeout(this.timer);
    this.timer = 0;
    this.undone.push(sheet);
    this.publish(sheet);
  }

  /** @param {Sheet} sheet */
  show(sheet) {
    this.publish(sheet);
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.merging && isLarge(sheet)) this.timer = window.setTimeout(() => this.settle(), REST);
    else this.handOn();
  }

  /** What was typed last is handed on now. */
  settle() {
    if (this.timer) this.handOn();
  }

  handOn() {
    clearTimeout(this.timer);
    this.timer = 0;
    const table = toTable(this.store.state.sheet);
    if (table) this.onTable(table);
  }

  /** @param {Sheet} sheet */
  publish(sheet) {
    this.store.set({ sheet, undo: this.undone.past.length > 0, redo: this.undone.future.length > 0 });
  }
}
