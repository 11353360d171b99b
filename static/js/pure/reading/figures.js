// The figures' geometry, and which weights one figure can hold. All numbers come from the server.

import { scaleFor } from "../network/lines.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {{layer: number, label: string, pairs: {from: number, to: number, name: string}[], left: number}} Group */

export const MOST_WEIGHTS = 24; // in one figure
export const MOST_ROWS = 40; // drawn apart in one bar

/** What leads into a layer: the units before it, and a bias. @param {Figures} found @param {number} layer */
const sourcesOf = (found, layer) => (found.changes[layer] ?? []).map((_, i) => found.names[layer]?.[i] ?? "bias");

/** @param {Figures} found @param {number} layer counted with the inputs */
export function layerName(found, layer) {
  const last = found.names.length - 1;
  if (layer === 0) return "inputs";
  if (layer === last) return "output";
  return last === 2 ? "hidden" : `hidden ${layer}`;
}

/**
 * The weights in portions that a figure can hold: a layer's, or those of one unit of it.
 * @param {Figures} found
 * @returns {Group[]}
 */
export function groupsOf(found) {
  return found.changes.flatMap((_, layer) => {
    const sources = sourcesOf(found, layer);
    const targets = found.names[layer + 1] ?? [];
    const pairsTo = (/** @type {number} */ to) =>
      sources.map((name, from) => ({ from, to, name: `${name} → ${targets[to]}` }));
    const way = `${layerName(found, layer)} → `;
    if (sources.length * targets.length <= MOST_WEIGHTS)
      return [
        { layer, label: way + layerName(found, layer + 1), pairs: targets.flatMap((__, to) => pairsTo(to)), left: 0 },
      ];
    return targets.map((name, to) => ({
      layer,
      label: way + name,
      pairs: pairsTo(to).slice(0, MOST_WEIGHTS),
      left: Math.max(0, sources.length - MOST_WEIGHTS),
    }));
  });
}

/**
 * The end of a scale that holds these numbers: 1, 2 or 5 times a power of ten; 1 where all are 0.
 * @param {(number | null)[]} numbers
 */
export function endOf(numbers) {
  const largest = numbers.reduce((/** @type {number} */ most, one) => Math.max(most, Math.abs(one ?? 0)), 0);
  return largest > 0 ? scaleFor(largest, Number.MIN_VALUE) : 1;
}

/**
 * Where each number lies when they are stacked on both sides of 0: positive ones to the right, negative ones to the
 * left.
 * @param {(number | null)[]} numbers
 * @returns {{row: number, from: number, to: number}[]}
 */
export function stacked(numbers) {
  let [left, right] = [0, 0];
  return numbers.map((number, row) => {
    const value = number ?? 0;
    const from = value < 0 ? (left += value) : right;
    if (value > 0) right += value;
    return { row, from, to: from + Math.abs(value) };
  });
}

/** Many rows as two: all that pull up, all that pull down. @param {(number | null)[]} numbers */
export function merged(numbers) {
  if (numbers.length <= MOST_ROWS) return numbers;
  const spans = stacked(numbers);
  return [Math.max(...spans.map((span) => span.to), 0), Math.min(...spans.map((span) => span.from), 0)];
}

/** Round numbers from low to high, about so many. @param {number} low @param {number} high @param {number} about */
export function ticksBetween(low, high, about) {
  const step = scaleFor((high - low) / about, Number.MIN_VALUE);
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.max(0, Math.floor(high / step + 1e-9) - first + 1) }, (_, i) => (first + i) * step);
}

/** A place on a logarithmic scale, 0 to 1. @param {number | null} value @param {number} low @param {number} high */
export function logPlace(value, low, high) {
  if (value === null || value <= low) return 0;
  return Math.min(1, Math.log(value / low) / Math.log(high / low));
}

/**
 * Powers of ten around these sizes, at most eight apart.
 * @param {(number | null)[]} sizes
 * @returns {[number, number]}
 */
export function decadesAround(sizes) {
  const some = sizes
    .filter((size) => size !== null && size > 0)
    .map((size) => Math.log10(/** @type {number} */ (size)));
  if (some.length === 0) return [0.1, 1];
  const high = Math.ceil(Math.max(...some) + 1e-9);
  return [10 ** Math.max(high - 8, Math.min(high - 1, Math.floor(Math.min(...some)))), 10 ** high];
}
