import assert from "node:assert/strict";
import { test } from "node:test";
import {
  colourOf,
  levelOf,
  paintSurface,
  paintWinners,
  paletteOf,
  winnerAt,
} from "../../static/js/pure/plane/colours.js";
import { parseNpy } from "../../static/js/pure/plane/npy.js";
import * as plane from "../../static/js/pure/plane/plane.js";
import * as points from "../../static/js/pure/table/points.js";

const THEME = {
  negative: colourOf("rgb(255, 0, 0)"),
  ground: colourOf("rgb(255, 255, 255)"),
  positive: colourOf("rgb(0, 0, 255)"),
};
const table = (/** @type {number[][]} */ inputs, /** @type {number[][]} */ targets) => ({
  inputs,
  targets,
  input_names: inputs[0]?.map(String) ?? [],
  target_names: targets[0]?.map((_, i) => `t${i}`) ?? [],
});

/** @param {string} header @param {number[]} values */
function file(header, values) {
  const text = `${header.padEnd(117)}\n`;
  const bytes = new Uint8Array(10 + text.length + 4 * values.length);
  bytes.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, text.length, 0]);
  bytes.set(new TextEncoder().encode(text), 10);
  bytes.set(new Uint8Array(Float32Array.from(values).buffer), 10 + text.length);
  return bytes.buffer;
}

test("NumPy's files are read, and others refused", () => {
  const found = parseNpy(file("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 2), }", [1, 2, 3, 4]));
  assert.deepEqual(found.shape, [1, 2, 2]);
  assert.deepEqual([...found.values], [1, 2, 3, 4]);
  assert.throws(() => parseNpy(file("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", [1, 2])));
});

test("colours go from the negative one through the ground to the positive one", () => {
  const palette = paletteOf(THEME, false);
  const rgb = (/** @type {number} */ level) => [0, 8, 16].map((shift) => ((palette[level] ?? 0) >>> shift) & 255);
  assert.deepEqual(
    rgb(128).map((part) => part > 250),
    [true, true, true],
  );
  const [red, , blue] = rgb(0);
  assert.ok((red ?? 0) > (blue ?? 0));
  assert.equal(new Set(paletteOf(THEME, true)).size, 2);
  assert.deepEqual(
    [-9, 0, 9, NaN].map((value) => levelOf(value, { low: -1, high: 1 })),
    [0, 128, 255, -1],
  );
});

test("a surface's first row is painted at the foot", () => {
  const pixels = new Uint32Array(4);
  const palette = Uint32Array.from({ length: 256 }, (_, i) => i);
  paintSurface(pixels, Float32Array.of(9, 0, 1, 0.5, NaN), 1, 2, { low: 0, high: 1 }, palette);
  assert.deepEqual([...pixels], [128, 0, 0, 255]);
});

test("the largest output wins, the more strongly the further it is ahead", () => {
  const values = Float32Array.of(0.1, 0.9, 0.5, 0.2, 0.4, 0.05);
  assert.equal(winnerAt(values, 0, 2).winner, 1);
  assert.equal(winnerAt(values, 1, 2).winner, 0);
  assert.ok(Math.abs(winnerAt(values, 1, 2).lead - 0.7) < 1e-6);
  const pixels = new Uint32Array(2);
  paintWinners(pixels, values, 2, { low: 0, high: 1 }, [THEME.negative, THEME.positive], THEME.ground, false);
  assert.notEqual(pixels[0], pixels[1]);
});

test("an axis has a margin, and stays while its column fits", () => {
  const first = plane.axisFor({ low: 0, high: 10 }, null);
  assert.deepEqual(first, { low: -1, high: 11 });
  assert.equal(plane.axisFor({ low: -0.5, high: 10 }, first), first);
  assert.deepEqual(plane.axisFor({ low: -2, high: 10 }, first), { low: -3.2, high: 11.2 });
  assert.deepEqual(plane.axisFor({ low: 4, high: 5 }, first), { low: 3.9, high: 5.1 });
  assert.deepEqual(plane.axisFor({ low: 2, high: 2 }, null), { low: 1, high: 3 });
});

test("columns are those chosen, where the table has them", () => {
  assert.deepEqual(plane.columnsOf({ x: 0, y: 1 }, 3), { x: 0, y: 1 });
  assert.deepEqual(plane.columnsOf({ x: 1, y: 1 }, 3), { x: 1, y: 0 });
  assert.deepEqual(plane.columnsOf({ x: 5, y: 1 }, 2), { x: 1, y: 0 });
  assert.deepEqual(plane.columnsOf({ x: 0, y: 1 }, 1), { x: 0, y: null });
});

test("what is asked names columns, ends and what is fixed", () => {
  const [across, upward] = [
    { low: 0, high: 1 },
    { low: -1, high: 2 },
  ];
  assert.equal(
    plane.queryOf({ x: 0, y: 1 }, across, upward, { 0: 9 }, 4, 2),
    "x=0&x_low=0&x_high=1&y=1&y_low=-1&y_high=2",
  );
  assert.equal(
    plane.queryOf({ x: 2, y: 0 }, across, upward, { 1: 0.5 }, 4, 4),
    "x=2&x_low=0&x_high=1&y=0&y_low=-1&y_high=2&row=4&at=,0.5,,",
  );
});

test("a scale is the activation's, else what is expected, else around 0", () => {
  assert.deepEqual(plane.scaleOf([0, 1], [5, 9], 3, 0), { low: 0, high: 1 });
  assert.deepEqual(plane.scaleOf([0, null], [5, 9], 3, 0), { low: 5, high: 9 });
  assert.deepEqual(plane.scaleOf([null, null], [], 3, 0), { low: -5, high: 5 });
  assert.deepEqual(plane.scaleOf([null, null], [], 3, 20), { low: -20, high: 20 });
});

test("places on the page are values on the axes, both ways", () => {
  const box = { left: 10, top: 20, width: 100, height: 50, x: { low: -1, high: 1 }, y: { low: 0, high: 5 } };
  assert.deepEqual(plane.toPage(box, 0, 5), [60, 20]);
  assert.deepEqual(plane.fromPage(box, 60, 45), [0, 2.5]);
  assert.equal(plane.nearestStep(0.49, box.x, 3), 1);
  assert.equal(plane.valueAt(2, box.x, 3), 1);
  assert.equal(
    plane.pointNear(
      box,
      [
        [-1, 0],
        [1, 5],
      ],
      108,
      22,
      5,
    ),
    1,
  );
  assert.equal(
    plane.pointNear(
      box,
      [
        [-1, 0],
        [1, 5],
      ],
      60,
      45,
      5,
    ),
    -1,
  );
});

test("what can be added follows from the targets", () => {
  assert.deepEqual(
    points.kindsOf(table([[0], [1]], [[1], [-1]])).map(({ label, targets }) => [label, targets]),
    [
      ["−1", [-1]],
      ["1", [1]],
    ],
  );
  assert.deepEqual(
    points
      .kindsOf(
        table(
          [[0], [1]],
          [
            [1, 0],
            [0, 1],
          ],
        ),
      )
      .map((kind) => kind.targets),
    [
      [1, 0],
      [0, 1],
    ],
  );
  assert.deepEqual(points.kindsOf(table([[0], [1], [2]], [[0.1], [0.2], [0.3]])), []);
  assert.equal(points.kindOf(points.kindsOf(table([[0], [1]], [[1], [-1]])), [1]), 1);
  assert.deepEqual(
    ["2.1", "1.1", "winner"].map((unit) => points.targetOf(unit, [2, 3, 2])),
    [1, 0, 0],
    "an output shows its own target",
  );
  assert.deepEqual(
    points.kindsOf(
      table(
        [[0], [1]],
        [
          [0.5, 0.2],
          [0, 1],
        ],
      ),
    ),
    [],
    "two numbers to learn are no classes",
  );
  assert.equal(points.kindOf([], [0.2, 0.7, 0.1]), -1);
});

test("points are added, moved and taken away", () => {
  const sheet = {
    inputs: 2,
    names: ["a", "b", "y"],
    rows: [
      ["0", "0", "1"],
      ["1", "1", "0"],
    ],
  };
  assert.deepEqual(points.addPoint(sheet, [0.5, -2], [1]).rows[2], ["0.5", "-2", "1"]);
  assert.deepEqual(points.movePoint(sheet, 1, [3, 4]).rows[1], ["3", "4", "0"]);
  assert.deepEqual(points.erasePoint(sheet, 0).rows, [["1", "1", "0"]]);
  assert.deepEqual(
    [points.rounded(1.23456, 2), points.rounded(1234.56, 5000), points.rounded(0.00123456, 0.01)],
    [1.23, 1235, 0.00123],
  );
});
