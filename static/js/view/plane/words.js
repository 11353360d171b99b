// What a plane's picture says: the names of its directions, and what stands under the cross-hair.

import { winnerAt } from "../../pure/plane/colours.js";
import { fixed } from "../../pure/words/format.js";
import { layerSizes, unitName } from "../../pure/words/units.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Surfaces} Found */
/** @typedef {import("../../types").Bend} Bend */

const SIZE = 100; // steps a side, over a bent plane

/** The grid's numbers of steps. @param {Found | Bend | null} found @returns {[number, number]} */
export function gridOf(found) {
  return found && !("layer" in found) ? [found.shape[2] ?? 1, found.shape[1] ?? 1] : [SIZE, SIZE];
}

/** @param {Spec} spec @param {string} unit layer.number */
export function nameOf(spec, unit) {
  const [layer = 0, number = 0] = unit.split(".").map(Number);
  return unitName(spec, layer, number);
}

/** The names of a bent plane's directions. @param {Spec} spec @param {Bend} found @returns {[string, string]} */
export function directionsOf(spec, found) {
  if (!found.is_turned)
    return [unitName(spec, found.layer, 0), layerSizes(spec)[found.layer] === 1 ? "" : unitName(spec, found.layer, 1)];
  const share = (/** @type {number} */ i) => `${Math.round((found.shares[i] ?? 0) * 100)} % of the spread`;
  return [`across: ${share(0)}`, `upward: ${share(1)}`];
}

/**
 * What stands under the cross-hair.
 * @param {Spec} spec
 * @param {Found | Bend} found
 * @param {[number, number] | null} cross in steps
 * @param {[number, number]} place in values
 */
export function wordsAt(spec, found, cross, place) {
  if (!cross) return "";
  if ("layer" in found) {
    const [first, second] = found.is_turned ? ["across", "upward"] : directionsOf(spec, found);
    return `${first} ${fixed(place[0], 3)}${second && ` · ${second} ${fixed(place[1], 3)}`}`;
  }
  const [columns, rows] = gridOf(found);
  const where = `${found.x.name} ${fixed(place[0], 3)}${found.y ? ` · ${found.y.name} ${fixed(place[1], 3)}` : ""}`;
  const point = cross[1] * columns + cross[0];
  if (found.units.length === 1)
    return `${where} → ${nameOf(spec, found.units[0] ?? "")} ${fixed(found.values[found.y ? point : cross[0]] ?? null, 4)}`;
  const { winner, value } = winnerAt(found.values, point, columns * rows);
  return `${where} → ${nameOf(spec, found.units[winner] ?? "")} ${fixed(value, 4)}`;
}
