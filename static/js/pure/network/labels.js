// Where the numbers of lines stand: on their lines, and never over one another.

import { pointOn } from "./geometry.js";

/** @typedef {import("./geometry.js").Ends} Ends */
/** @typedef {{x: number, y: number, across: number, up: number}} Box its middle, and how far it reaches from there */
/** @typedef {{number: number, x: number, y: number}} Label */

const SPOTS = [0.5, 0.38, 0.62, 0.28, 0.72, 0.2, 0.8]; // along a line, the best first

/**
 * Places for as many as there is room for: each where its line leaves it most room, in the order given.
 * @param {Ends[]} curves @param {number[]} order the numbers of the curves, the most wanted first
 * @param {number} width of a label @param {number} height @param {Box[]} boxes that stay free
 */
export function placeLabels(curves, order, width, height, boxes) {
  const placed = /** @type {Label[]} */ ([]);
  /** @param {number} x @param {number} y */
  const isFree = (x, y) =>
    placed.every((one) => Math.abs(one.x - x) >= width || Math.abs(one.y - y) >= height) &&
    boxes.every((one) => Math.abs(one.x - x) >= width / 2 + one.across || Math.abs(one.y - y) >= height / 2 + one.up);
  for (const number of order) {
    const curve = curves[number];
    if (!curve) continue;
    for (const spot of SPOTS) {
      const [x, y] = pointOn(curve, spot);
      if (!isFree(x, y)) continue;
      placed.push({ number, x, y });
      break;
    }
  }
  return placed;
}
