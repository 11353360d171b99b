// A gradient check as rows of a table, the largest differences first.

/**
 * @typedef {{name: string, analytic: number, numeric: number, difference: number, mark: "" | "kink" | "rounding"}} Row
 *   `mark`: why a difference means nothing
 */

/** @param {import("../../types").GradientCheck} check @returns {Row[]} */
export function rowsOf(check) {
  /** @type {Row[]} */
  const rows = check.gradients.flatMap(
    ({ layer, parameter, analytic, numeric, relative_difference: relative, kinks, lost }) => {
      /** @param {any} table @param {number[]} at */
      const cell = (table, at) => at.reduce((found, i) => found[i], table);
      return places(analytic).map((at) => ({
        name: nameOf(parameter, layer, at),
        analytic: cell(analytic, at),
        numeric: cell(numeric, at),
        difference: cell(relative, at),
        mark: cell(kinks, at) ? "kink" : cell(lost, at) ? "rounding" : "",
      }));
    },
  );
  return rows.sort((a, b) => Number(a.mark !== "") - Number(b.mark !== "") || b.difference - a.difference);
}

/** The indices of every number of a row or matrix. @param {any[]} table @returns {number[][]} */
const places = (table) => table.flatMap((one, i) => (Array.isArray(one) ? one.map((_, j) => [i, j]) : [[i]]));

/**
 * As the server names a parameter, counted from 1.
 * @param {string} parameter
 * @param {number} layer
 * @param {number[]} at
 */
function nameOf(parameter, layer, at) {
  const [from = 0, to = 0] = at.map((i) => i + 1);
  if (parameter === "weights") return `weight ${from} → ${to} of layer ${layer + 1}`;
  return `${parameter === "biases" ? "bias" : parameter} ${from} of layer ${layer + 1}`;
}
