// The plane that surfaces lie over: which columns, between which ends, and where a value stands on the page.

import { scaleFor } from "../network/lines.js";
import { shown } from "../run/showing.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Table} Table */
/** @typedef {{low: number, high: number}} Range */
/**
 * @typedef {{left: number, top: number, width: number, height: number, x: Range, y: Range}} Box where the plane lies on
 *   a canvas, and its ends
 */

const MARGIN = 0.1; // of a column's span, left free at both ends
const ALONE = 1; // to both sides of a column whose values are all the same
const EMPTIEST = 0.6; // share of an axis that its column has to fill

/** @type {WeakMap<Table, Map<number, Range>>} */
const RANGES = new WeakMap(); // a table never changes, and many ask

/** @param {Table} table @param {number} column @returns {Range} */
export function rangeOf(table, column) {
  const known = RANGES.get(table) ?? new Map();
  RANGES.set(table, known);
  if (!known.has(column)) known.set(column, extremes(table.inputs.map((row) => row[column] ?? 0)));
  return /** @type {Range} */ (known.get(column));
}

/** @param {number[]} values @returns {Range} */
const extremes = (values) =>
  values.reduce(({ low, high }, value) => ({ low: Math.min(low, value), high: Math.max(high, value) }), {
    low: Infinity,
    high: -Infinity,
  });

/**
 * An axis for a column; the one before, where the column still fits it: nothing jumps while points are added.
 * @param {Range} column
 * @param {Range | null} before
 * @returns {Range}
 */
export function axisFor({ low, high }, before) {
  const span = high - low;
  if (
    before &&
    low >= before.low &&
    high <= before.high &&
    (span >= EMPTIEST * (before.high - before.low) || span === 0)
  )
    return before;
  const room = span > 0 ? MARGIN * span : ALONE;
  return { low: low - room, high: high + room };
}

/**
 * The columns of a plane: those chosen, as far as the table has them; y is null where there is one column only.
 * @param {{x: number, y: number}} chosen
 * @param {number} count
 */
export function columnsOf({ x, y }, count) {
  const across = Math.min(x, count - 1);
  if (count < 2) return { x: 0, y: null };
  return { x: across, y: y < count && y !== across ? y : across === 0 ? 1 : 0 };
}

/**
 * The table that is laid out: the edited one, where it has the columns of the network that is shown.
 * @param {State} state
 */
export function tableOf(state) {
  const { table } = shown(state).spec;
  const edited = state.spec.table;
  return edited.inputs[0]?.length === table.inputs[0]?.length && edited.targets[0]?.length === table.targets[0]?.length
    ? edited
    : table;
}

/**
 * What says which plane is asked for, in an address.
 * @param {{x: number, y: number | null}} columns
 * @param {Range} across
 * @param {Range | null} upward
 * @param {Record<number, number>} fixed
 * @param {number} row
 * @param {number} count of columns
 */
export function queryOf(columns, across, upward, fixed, row, count) {
  const parts = [`x=${columns.x}`, `x_low=${across.low}`, `x_high=${across.high}`];
  if (columns.y !== null && upward) parts.push(`y=${columns.y}`, `y_low=${upward.low}`, `y_high=${upward.high}`);
  const others = Array.from({ length: count }, (_, column) =>
    column === columns.x || column === columns.y ? "" : (fixed[column] ?? ""),
  );
  if (count > 2) parts.push(`row=${row}`, `at=${others.join()}`);
  return parts.join("&");
}

/**
 * The scale of a unit's colours: its activation's range; without one, around what is expected, or around 0.
 * @param {[number | null, number | null]} range
 * @param {number[]} targets of an output; none of a hidden unit
 * @param {number} largest |value| that is seen
 * @param {number} before the largest of the scale so far
 * @returns {Range}
 */
export function scaleOf([low, high], targets, largest, before) {
  if (low !== null && high !== null) return { low, high };
  const expected = extremes(targets);
  if (expected.high > expected.low) return expected;
  const end = scaleFor(Number.isFinite(largest) ? largest : 1, before);
  return { low: -end, high: end };
}

/** The largest |value| of a surface. @param {Float32Array} values @param {number} start @param {number} area */
export function largestOf(values, start, area) {
  let most = 0;
  for (let i = start; i < start + area; i++) {
    const size = Math.abs(values[i] ?? 0);
    if (size > most && size < Infinity) most = size;
  }
  return most;
}

/** @param {Box} box @param {number} x @param {number} y @returns {[number, number]} */
export const toPage = ({ left, top, width, height, x: across, y: upward }, x, y) => [
  left + ((x - across.low) / (across.high - across.low)) * width,
  top + (1 - (y - upward.low) / (upward.high - upward.low)) * height,
];

/** @param {Box} box @param {number} px @param {number} py @returns {[number, number]} */
export const fromPage = ({ left, top, width, height, x, y }, px, py) => [
  x.low + ((px - left) / width) * (x.high - x.low),
  y.low + (1 - (py - top) / height) * (y.high - y.low),
];

/**
 * The number of the grid's point nearest to a place on an axis.
 * @param {number} value
 * @param {Range} axis
 * @param {number} size
 */
export const nearestStep = (value, { low, high }, size) =>
  Math.max(0, Math.min(size - 1, Math.round(((value - low) / (high - low)) * (size - 1))));

/** @param {number} step @param {Range} axis @param {number} size */
export const valueAt = (step, { low, high }, size) => (size < 2 ? low : low + (step * (high - low)) / (size - 1));

/**
 * The row nearest to a place, at most `near` away on the page; -1 if there is none.
 * @param {Box} box
 * @param {[number, number][]} points
 * @param {number} px
 * @param {number} py
 * @param {number} near
 */
export function pointNear(box, points, px, py, near) {
  let [best, least] = [-1, near * near];
  points.forEach(([x, y], row) => {
    const [left, top] = toPage(box, x, y);
    const distance = (left - px) ** 2 + (top - py) ** 2;
    if (distance <= least) [best, least] = [row, distance];
  });
  return best;
}
