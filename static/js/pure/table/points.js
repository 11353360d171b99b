// Points added to the table, moved and taken away in the plane: each function returns a new sheet.

import { plain } from "../words/format.js";
import { removeRow } from "./sheet.js";
import { kindOf as taskOf } from "./tasks.js";

/** @typedef {import("../../types").Sheet} Sheet */
/** @typedef {import("../../types").Table} Table */
/**
 * @typedef {{label: string, targets: number[], number: number}} Kind a class, or a value, that a new point has; the
 *   number of its colour
 */

const DIGITS = 3; // of a place that somebody clicked, after the axis' own size

/** @type {WeakMap<Table, Kind[]>} */
const KINDS = new WeakMap(); // a table never changes, and many ask

/** What can be added: the two values of one target; with classes, each of them; else any value. @param {Table} table */
export function kindsOf(table) {
  const kinds = KINDS.get(table) ?? findKinds(table);
  KINDS.set(table, kinds);
  return kinds;
}

/** @param {Table} table @returns {Kind[]} */
function findKinds({ targets, target_names: names }) {
  const seen = [...new Set(targets.flat())].sort((a, b) => a - b);
  const [low = 0] = seen;
  if (names.length > 1) {
    if (taskOf(targets) !== "classes") return [];
    return names.map((name, number) => ({ label: name, targets: names.map((_, i) => Number(i === number)), number }));
  }
  const values = seen.length === 2 ? seen : seen.length === 1 ? [Math.min(0, low), Math.max(1, low)] : [];
  return values.map((value, number) => ({ label: plain(value).replace("-", "−"), targets: [value], number }));
}

/** A clicked place in few digits. @param {number} value @param {number} span of its axis */
export function rounded(value, span) {
  const digits = Math.max(0, Math.min(12, DIGITS - Math.ceil(Math.log10(span))));
  return Number(value.toFixed(digits));
}

/** @param {Sheet} sheet @param {[number, number]} place @param {number[]} targets @returns {Sheet} */
export function addPoint(sheet, place, targets) {
  return { ...sheet, rows: [...sheet.rows, [...place, ...targets].map(String)] };
}

/** @param {Sheet} sheet @param {number} row @param {[number, number]} place @returns {Sheet} */
export function movePoint(sheet, row, place) {
  return {
    ...sheet,
    rows: sheet.rows.map((cells, i) => (i === row ? [...place.map(String), ...cells.slice(2)] : cells)),
  };
}

export const erasePoint = removeRow;

/**
 * The target that goes with a unit: an output's own; with a hidden unit, or with all outputs, the first.
 * @param {string} unit as "layer.unit"
 * @param {number[]} sizes of the layers
 */
export function targetOf(unit, sizes) {
  const [layer, number = 0] = unit.split(".").map(Number);
  return layer === sizes.length - 1 ? number : 0;
}

/**
 * The number of the kind that a row is of; -1 where rows have values instead.
 * @param {Kind[]} kinds
 * @param {number[]} targets
 */
export function kindOf(kinds, targets) {
  if (targets.length > 1 && kinds.length > 0) return targets.indexOf(1);
  return kinds.findIndex((kind) => kind.targets[0] === targets[0]);
}
