// The editor changes the sheet, with undo and redo, and hands a valid table on to the spec.

import { isLarge, toTable } from "../../pure/table/sheet.js";
import { Undo } from "../../pure/table/undo.js";

/** @typedef {import("../../types").Sheet} Sheet */
/** @typedef {import("../../types").Spec} Spec */

const REST = 400; // milliseconds after the last key in a large table, whose spec takes a while to hand on

export class Editor {
  /**
   * @param {import("../store.js").Store} store
   * @param {(table: import("../../types").Table, settings: Spec | undefined, split: Spec["split"]) => void} onTable
   *   settings that the table came with, where it did; how its rows were set aside, where it comes back
   */
  constructor(store, onTable) {
    this.store = store;
    this.onTable = onTable;
    this.undone = new Undo(store.state.sheet);
    this.merging = "";
    this.timer = 0;
    // what undoing a load brings back
    this.loads = /** @type {WeakMap<Sheet, {before: Spec, after: Spec}>} */ (new WeakMap());
    // how the rows of each sheet were set aside when it was left
    this.splits = /** @type {WeakMap<Sheet, Spec["split"]>} */ (new WeakMap());
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
    const left = this.undone.present;
    const sheet = this.undone.undo();
    if (sheet === left) return; // there was nothing to take back
    this.show(sheet, this.loads.get(left)?.before);
  }

  redo() {
    this.merging = "";
    const left = this.undone.present;
    const sheet = this.undone.redo();
    if (sheet === left) return;
    this.show(sheet, this.loads.get(sheet)?.after);
  }

  /**
   * Another table with its settings, from a preset, an address or a file, or made; it can be undone too, and its
   * settings with it. Loads with the same key that follow each other are one step of undo.
   * @param {Sheet} sheet @param {Spec} spec @param {string} [key]
   */
  load(sheet, spec, key = "") {
    clearTimeout(this.timer);
    this.timer = 0;
    const isMerged = key !== "" && key === this.merging;
    const before = (isMerged && this.loads.get(this.undone.present)?.before) || this.store.state.spec;
    if (isMerged) this.undone.present = sheet;
    else this.undone.push(sheet);
    this.loads.set(sheet, { before, after: spec });
    this.merging = key;
    this.publish(sheet);
  }

  /** @param {Sheet} sheet @param {Spec} [settings] that it came with, or that were there before it */
  show(sheet, settings) {
    const { sheet: left, spec } = this.store.state;
    this.splits.set(left, spec.split);
    this.publish(sheet);
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.merging && isLarge(sheet)) this.timer = window.setTimeout(() => this.settle(), REST);
    else this.handOn(settings);
  }

  /** What was typed last is handed on now. */
  settle() {
    if (this.timer) this.handOn();
  }

  /** @param {Spec} [settings] */
  handOn(settings) {
    clearTimeout(this.timer);
    this.timer = 0;
    const { sheet } = this.store.state;
    const table = toTable(sheet);
    if (table) this.onTable(table, settings, this.splits.get(sheet) ?? null);
  }

  /** @param {Sheet} sheet */
  publish(sheet) {
    this.store.set({ sheet, undo: this.undone.past.length > 0, redo: this.undone.future.length > 0 });
  }
}
