// Which lines of a canvas are painted together: those that look alike, when there are too many for one stroke each.

import { LEAST, lineOf } from "./lines.js";

/** @typedef {import("./lines.js").Stroke} Stroke */
/** @typedef {import("./lines.js").Line & {members: number[]}} Group */

/**
 * Groups of lines by their look, thin ones first, so that what matters lies on top.
 * @param {number[]} weights one for each line
 * @param {number} scale
 * @param {Stroke} stroke
 * @param {number} most lines that are painted one by one
 * @returns {Group[]}
 */
export function groupsOf(weights, scale, stroke, most) {
  const lines = weights.map((weight) => lineOf(weight, scale, stroke));
  if (weights.length <= most) return lines.map((line, i) => ({ ...line, members: [i] }));
  const fine = (stroke.thickest - stroke.thinnest) / 24 || 1;
  /** @type {Map<number, Group>} */
  const groups = new Map();
  lines.forEach((line, i) => {
    const level = Math.round((line.width - stroke.thinnest) / fine);
    const key = level * 2 + Number(line.negative);
    const group = groups.get(key);
    if (group) group.members.push(i);
    else groups.set(key, { ...line, members: [i] });
  });
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/**
 * Whether somebody could see that the lines changed: so slow ones need not be painted sixty times a second.
 * @param {number[]} before weights @param {number[]} after weights @param {number} scale @param {Stroke} stroke
 */
export function isVisible(before, after, scale, stroke) {
  if (before.length !== after.length) return true;
  const least =
    Math.min(LEAST.width / (stroke.thickest - stroke.thinnest), LEAST.opacity / (stroke.strongest - stroke.faintest)) *
    scale;
  return after.some((weight, i) => {
    const old = /** @type {number} */ (before[i]);
    return Math.abs(weight - old) >= least || weight < 0 !== old < 0;
  });
}
