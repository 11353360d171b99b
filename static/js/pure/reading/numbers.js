// A frame's numbers as rows, and as text.

import { costOf, countWeights, MOST_EXPLAINED, MOST_WATCHED } from "../spec/hidden.js";
import { counted, whole } from "../words/format.js";
import { namesOf } from "../words/units.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Frame} Frame */
/** @typedef {import("../../types").Parameters} Parameters */
/** @typedef {{from: string, to: string, weight: number, gradient: number | null, update: number | null}} Row */

/**
 * Every weight and bias, layer by layer, in the order of what enters each unit.
 * @param {Spec} spec
 * @param {Frame} frame
 * @returns {Row[]}
 */
export function rowsOf(spec, { weights, biases, gradients, update }) {
  if (!weights) return [];
  const names = namesOf(spec);
  /**
   * @param {Parameters | null | undefined} given
   * @param {number} layer
   * @param {number | null} from
   * @param {number} to
   */
  const cell = (given, layer, from, to) =>
    (from === null ? given?.biases?.[layer]?.[to] : given?.weights[layer]?.[from]?.[to]) ?? null;
  return weights.flatMap((matrix, layer) => {
    const sources = [...matrix.keys(), ...(biases ? [null] : [])];
    return (names[layer + 1] ?? []).flatMap((name, to) =>
      sources.map((from) => ({
        from: from === null ? "bias" : (names[layer]?.[from] ?? ""),
        to: name,
        weight: cell({ weights, biases }, layer, from, to) ?? 0,
        gradient: cell(gradients, layer, from, to),
        update: cell(update, layer, from, to),
      })),
    );
  });
}

/**
 * Why numbers are not there, in words that follow others; "" if they are, or are on their way.
 * @param {Spec} spec
 * @param {Frame} frame
 * @param {boolean} isTrained whether weights and rows are the run's own
 */
export function reasonOf(spec, { weights, gradients, update }, isTrained) {
  if (!weights)
    return countWeights(spec) > MOST_WATCHED
      ? ` The page asks for the numbers of up to ${counted(MOST_WATCHED, "weight")}; here are ${whole(countWeights(spec))}.`
      : "";
  if (costOf(spec) <= MOST_EXPLAINED || gradients || update)
    return isTrained ? "" : " Here the gradient is left out: weights were set by hand, or rows changed.";
  const rows = counted(spec.table.inputs.length, "row");
  return ` Here both are left out: they are told up to ${whole(MOST_EXPLAINED)} weights times rows, and ${counted(countWeights(spec), "weight")} times ${rows} are ${whole(costOf(spec))}.`;
}

const HEAD = ["from", "to", "weight", "gradient", "last update"];

/** Rows with all their digits, for a spreadsheet or a text. @param {Row[]} rows @param {"," | "\t"} separator */
export function textOf(rows, separator) {
  const cells = rows.map(({ from, to, weight, gradient, update }) => [from, to, weight, gradient ?? "", update ?? ""]);
  return `${[HEAD, ...cells].map((row) => row.map((one) => quoted(one, separator)).join(separator)).join("\n")}\n`;
}

/**
 * A text that a spreadsheet takes as such: no separator breaks it, and nothing runs as a formula.
 * @param {string | number} cell
 * @param {string} separator
 */
function quoted(cell, separator) {
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+@-]/.test(cell) ? `'${cell}` : cell;
  return safe.includes(separator) || /["\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
