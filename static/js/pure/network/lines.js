// How a weight becomes a line: width and opacity grow with |weight| on one scale for the whole run, dash tells the
// sign.

/**
 * The drawing's own numbers, read from its data attributes.
 * @typedef {{thinnest: number, thickest: number, faintest: number, strongest: number}} Stroke
 */

/** @typedef {{width: number, opacity: number, negative: boolean}} Line in the drawing's units */

export const LEAST = { width: 0.08, opacity: 0.008 }; // changes below are not seen

/**
 * The end of the scale: the next of 1, 2, 5, 10, 20 … at or above `largest`, never below `before`.
 * @param {number} largest
 * @param {number} before
 */
export function scaleFor(largest, before) {
  if (!Number.isFinite(largest) || largest <= before) return before;
  const magnitude = 10 ** Math.floor(Math.log10(largest));
  return [1, 2, 5, 10].map((step) => step * magnitude).find((end) => end >= largest) ?? before;
}

/** @param {number} weight @param {number} scale @param {Stroke} stroke @returns {Line} */
export function lineOf(weight, scale, stroke) {
  const share = Math.min(1, Math.abs(weight) / scale);
  return {
    width: stroke.thinnest + (stroke.thickest - stroke.thinnest) * share,
    opacity: stroke.faintest + (stroke.strongest - stroke.faintest) * share,
    negative: weight < 0,
  };
}

/** Whether nobody could tell two lines from each other. @param {Line} one @param {Line} other */
export function areAlike(one, other) {
  return (
    one.negative === other.negative &&
    Math.abs(one.width - other.width) < LEAST.width &&
    Math.abs(one.opacity - other.opacity) < LEAST.opacity
  );
}

/** @param {Line} one @param {Line} other */
export function areSame(one, other) {
  return one.width === other.width && one.opacity === other.opacity && one.negative === other.negative;
}

/**
 * How full a unit is drawn, 0 to 1: its place in its range; without bounds |v| / (1 + |v|).
 * @param {number | null} value
 * @param {number | null} low
 * @param {number | null} high
 */
export function fillLevel(value, low, high) {
  if (value === null || !Number.isFinite(value)) return 1;
  if (low === null || high === null) return Math.abs(value) / (1 + Math.abs(value));
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/**
 * All weights of a frame in one list, in the order in which the drawing has its lines: layer, source, target; then
 * biases.
 * @param {number[][][]} weights
 * @param {number[][] | null} biases
 */
export function flatten(weights, biases) {
  return weights.flatMap((matrix, layer) => [...matrix.flat(), ...(biases?.[layer] ?? [])]);
}

/**
 * Between two frames, for the eye only: share 0 is `from`, 1 is `to`.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} share
 */
export function between(from, to, share) {
  return share >= 1 || from.length !== to.length
    ? to
    : to.map((end, i) => /** @type {number} */ (from[i]) + (end - /** @type {number} */ (from[i])) * share);
}
