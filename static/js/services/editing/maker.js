// The maker asks for made tables, hands them on to the page, and remembers how each was made, so that an address can
// say it.

import { same } from "../../pure/spec/address.js";
import { withTable } from "../../pure/spec/features.js";
import { fitting } from "../../pure/spec/needs.js";
import { fromTable } from "../../pure/table/sheet.js";
import * as api from "../server/api.js";

/** @typedef {import("../../types").Recipe} Recipe */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Table} Table */

const MOST = 50; // recipes remembered

export class Maker {
  /**
   * @param {import("../store.js").Store} store @param {import("./editor.js").Editor} editor
   * @param {(spec: Spec, address: "push" | "replace") => void} ask
   */
  constructor(store, editor, ask) {
    this.store = store;
    this.editor = editor;
    this.ask = ask;
    this.known = /** @type {{recipe: Recipe, table: Table}[]} */ ([]);
    this.asking = new AbortController();
    this.openings = 0;
    this.before = store.state.spec; // what was there when the dialog opened
    this.isFirst = true; // whether nothing was made since then
  }

  /** @param {Recipe | null | undefined} recipe @param {Table} table */
  remember(recipe, table) {
    if (recipe)
      this.known = [{ recipe, table }, ...this.known.filter((one) => !same(one.recipe, recipe))].slice(0, MOST);
  }

  /**
   * How a table was made; null if it was not, or has been changed since.
   * @param {Table} table
   * @returns {Recipe | null}
   */
  recipeOf(table) {
    return this.known.find((one) => same(one.table, table))?.recipe ?? null;
  }

  /** From here on everything that is made is one step of undo, and one of the browser's history. */
  open() {
    this.openings += 1;
    this.before = this.store.state.spec;
    this.isFirst = true;
  }

  /** The sets that can be made, with some points of each. */
  examples() {
    return api.generators();
  }

  /**
   * Makes a table, and shows it with settings that learn it, or with those that were there.
   * @param {Recipe} recipe
   * @param {boolean} isSuggested
   * @returns {Promise<Table>}
   */
  async make(recipe, isSuggested) {
    this.asking.abort();
    this.asking = new AbortController();
    const { name, ...sample } = recipe;
    const { table, spec } = await api.make(name, sample, this.asking.signal);
    this.remember(recipe, table);
    const wanted = isSuggested ? { ...spec, table } : fitting(withTable(this.before, table), this.before);
    this.editor.load(fromTable(table), wanted, `made ${this.openings}`);
    this.ask(wanted, this.isFirst ? "push" : "replace");
    this.isFirst = false;
    return table;
  }
}
