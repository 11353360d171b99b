// The points of a table as marks of a drawing: × for the lower class, a dot for the upper one; so colour is not the
// only sign.

/** @typedef {import("../../types").Table} Table */

/** How far a drawing reaches from its middle, in the table's units; what lies further out is cut off. */
export const REACH = 3.6;

/**
 * Paths in a square from −100 to 100: of each class one, stronger and fainter where it is about numbers.
 * @param {Table} table
 * @param {"classes" | "numbers"} task
 * @param {number} [size] of a mark
 * @param {number} [reach]
 */
export function marks(table, task, size = 4, reach = REACH) {
  const middle = task === "classes" ? 0.5 : 0;
  const paths = [0, 1].flatMap((side) => [true, false].map((isStrong) => ({ side, isStrong, d: "" })));
  table.inputs.forEach((inputs, i) => {
    const target = table.targets[i]?.[0] ?? 0;
    // of one input: the curve itself, with −2 to 2 on its upright axis
    const [x = 0, y = target * (reach / 2)] = inputs;
    const isStrong = task === "classes" || Math.abs(target) > 0.5;
    const path = paths.find((one) => one.side === Number(target > middle) && one.isStrong === isStrong);
    if (path) path.d += mark(Math.round((100 * x) / reach), Math.round((-100 * y) / reach), size, path.side);
  });
  return paths.filter((path) => path.d !== "");
}

/** @param {number} x @param {number} y @param {number} size @param {number} side */
function mark(x, y, size, side) {
  if (side === 1) return `M${x} ${y}h0`; // a line of no length: its round ends are the dot
  return `M${x - size} ${y - size}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
}
