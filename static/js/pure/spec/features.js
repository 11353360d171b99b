// What enters the network: columns of the table, or formulas of them; and which rows are set aside for testing.

import { same } from "./address.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Table} Table */
/** @typedef {Spec["split"]} Split */
/** @typedef {{formula: string, isOn: boolean}} Choice */

const SUGGESTED_FOR = 3; // columns up to which squares, products and sines are offered

/** A column's name as it stands in a formula. @param {string} name */
export const quoted = (name) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``);

/** @param {string} formula */
const plain = (formula) => /^`([^`]*)`$/.exec(formula)?.[1] ?? formula;

/** What the input units are called. @param {Spec} spec @returns {string[]} */
export const inputNames = ({ features, table }) => features.formulas?.map(plain) ?? table.input_names;

/** What is offered besides the columns. @param {Table} table @returns {string[]} */
function suggested({ input_names: names }) {
  if (names.length > SUGGESTED_FOR) return [];
  const words = names.map(quoted);
  const products = words.flatMap((one, i) => words.slice(i + 1).map((other) => `${one}*${other}`));
  return [...words.map((word) => `${word}**2`), ...products, ...words.map((word) => `sin(${word})`)];
}

/**
 * Every input that can be switched on or off: columns, what is offered, and what was typed.
 * @param {Spec} spec
 * @returns {Choice[]}
 */
export function choicesOf({ table, features }) {
  const columns = table.input_names.map(quoted);
  const on = features.formulas ?? columns;
  const known = [...columns, ...suggested(table)];
  return [...known, ...on.filter((formula) => !known.includes(formula))].map((formula) => ({
    formula,
    isOn: on.includes(formula),
  }));
}

/**
 * The spec with one input more or fewer. The columns as they are need no formulas.
 * @param {Spec} spec
 * @param {string} formula
 * @param {boolean} isOn
 * @returns {Spec}
 */
export function withInput(spec, formula, isOn) {
  const columns = spec.table.input_names.map(quoted);
  const on = choicesOf(spec)
    .filter((one) => (one.formula === formula ? isOn : one.isOn))
    .map((one) => one.formula);
  const formulas = on.includes(formula) || !isOn ? on : [...on, formula];
  return {
    ...spec,
    features: { ...spec.features, formulas: same(formulas, columns) ? null : formulas, statistics: null },
  };
}

/**
 * The spec with another table: formulas of columns that are renamed follow; where columns come or go, all of them
 * enter.
 * @param {Spec} spec
 * @param {Table} table
 * @param {Split} [before] how rows were set aside when this very table was there last: what comes back comes back as it
 *   was
 * @returns {Spec}
 */
export function withTable(spec, table, before = null) {
  const { features, split } = spec;
  const [old, names] = [spec.table.input_names, table.input_names];
  const isSame = same(old, names);
  const formulas = isSame
    ? features.formulas
    : old.length === names.length
      ? renamed(features.formulas, old, names)
      : null;
  const isAsBefore = spec.table.inputs.length === table.inputs.length || (split ?? before) === null;
  const rows = isAsBefore
    ? split
    : settledSplit({ seed: before?.seed, ...split, ...moved(split, before, spec.table, table) });
  return {
    ...spec,
    table,
    features: { ...features, formulas, statistics: isSame ? features.statistics : null },
    split: rows,
  };
}

/**
 * Rows set aside by hand go where their rows go, when others come or go before them; those that come are what they were
 * before.
 * @param {Split} split
 * @param {Split} earlier
 * @param {Table} old
 * @param {Table} table
 */
function moved(split, earlier, old, table) {
  const [before, after] = [old, table].map(({ inputs, targets }) =>
    inputs.map((row, i) => [...row, ...(targets[i] ?? [])].join()),
  );
  const [was = [], is = []] = [before, after];
  const shorter = Math.min(was.length, is.length);
  let first = 0;
  while (first < shorter && was[first] === is[first]) first++;
  let last = 0;
  while (last < shorter - first && was[was.length - 1 - last] === is[is.length - 1 - last]) last++;
  const place = (/** @type {number} */ row) =>
    row < first ? row : row >= was.length - last ? row + is.length - was.length : -1;
  const hasCome = (/** @type {number} */ row) => row >= first && row < is.length - last;
  const places = (/** @type {number[]} */ rows, /** @type {number[]} */ others) =>
    [...rows.map(place).filter((row) => row >= 0), ...others.filter(hasCome)].sort((a, b) => a - b);
  return {
    test: places(split?.test ?? [], earlier?.test ?? []),
    train: places(split?.train ?? [], earlier?.train ?? []),
  };
}

/** @param {string[] | null} formulas @param {string[]} old @param {string[]} names */
const renamed = (formulas, old, names) => formulas?.map((formula) => filled(formula, old, names.map(quoted))) ?? null;

/**
 * A formula with something else in place of each column.
 * @param {string} formula
 * @param {string[]} columns
 * @param {string[]} texts one for each column
 */
export function filled(formula, columns, texts) {
  // not a function, which a column may be called like
  const word = /`[^`]*`|[\p{L}_][\p{L}\p{N}_]*(?![\p{L}\p{N}_]*\s*\()/gu;
  const of = (/** @type {string} */ name) => columns.findIndex((one) => quoted(one) === name || `\`${one}\`` === name);
  return formula.replace(word, (name) => (of(name) < 0 ? name : (texts[of(name)] ?? "")));
}

/**
 * A split with every field; null where no row is set aside.
 * @param {Partial<import("../../types").Split> | null} split
 * @returns {Spec["split"]}
 */
export function settledSplit(split) {
  const whole = {
    share: split?.share ?? 0,
    seed: split?.seed ?? 1,
    test: split?.test ?? [],
    train: split?.train ?? [],
  };
  return whole.share > 0 || whole.test.length > 0 ? whole : null;
}

/**
 * The spec with a row put by hand among the test rows, or back.
 * @param {Spec} spec
 * @param {number} row
 * @param {boolean} isTest
 * @returns {Spec}
 */
export function withTestRow(spec, row, isTest) {
  const { test = [], train = [] } = spec.split ?? {};
  const [into, from] = [isTest ? test : train, isTest ? train : test].map((rows) => rows.filter((one) => one !== row));
  const added = [...(into ?? []), row].sort((one, other) => one - other);
  const rows = isTest ? { test: added, train: from } : { test: from, train: added };
  return { ...spec, split: settledSplit({ ...spec.split, ...rows }) };
}
