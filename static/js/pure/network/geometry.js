// The curve of a line from unit to unit: leaves and arrives level, with both control points half way.

/** @typedef {{x0: number, y0: number, x1: number, y1: number}} Ends */

const SAMPLES = 16; // points looked at along a line

/** The curve as an SVG path. @param {Ends} ends */
export function pathOf({ x0, y0, x1, y1 }) {
  const middle = (x0 + x1) / 2;
  return `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`;
}

/** @param {Ends} ends @param {number} t 0 at the start, 1 at the end @returns {[number, number]} */
export function pointOn({ x0, y0, x1, y1 }, t) {
  const s = 1 - t;
  const middle = (x0 + x1) / 2;
  const x = s ** 3 * x0 + 3 * s * t * (s + t) * middle + t ** 3 * x1;
  return [x, s * s * (s + 3 * t) * y0 + t * t * (t + 3 * s) * y1];
}

/**
 * The number of the curve nearest to a point, at most `near` away; -1 if there is none.
 * @param {Ends[]} curves
 * @param {number} x
 * @param {number} y
 * @param {number} near
 */
export function nearestTo(curves, x, y, near) {
  let best = -1;
  let least = near * near;
  curves.forEach((curve, number) => {
    if (x < curve.x0 - near || x > curve.x1 + near) return;
    for (let i = 0; i <= SAMPLES; i++) {
      const [px, py] = pointOn(curve, i / SAMPLES);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [number, distance];
    }
  });
  return best;
}
