import assert from "node:assert/strict";
import { test } from "node:test";
import { marks } from "../../static/js/pure/plane/marks.js";

const NAMES = { input_names: ["x", "y"], target_names: ["class"] };

test("each class has one path, a cross or a dot, in its place", () => {
  const found = marks(
    {
      ...NAMES,
      inputs: [
        [0, 0],
        [1.8, 3.6],
        [-3.6, 0],
      ],
      targets: [[0], [1], [1]],
    },
    "classes",
    4,
  );
  assert.deepEqual(
    found.map(({ side, isStrong }) => [side, isStrong]),
    [
      [0, true],
      [1, true],
    ],
  );
  assert.equal(found[0]?.d, "M-4 -4l8 8m0 -8l-8 8");
  assert.equal(found[1]?.d, "M50 -100h0M-100 0h0");
});

test("numbers are told by their sign, and small ones are faint", () => {
  const found = marks(
    {
      ...NAMES,
      inputs: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
      targets: [[-0.9], [0.2], [0.7]],
    },
    "numbers",
  );
  assert.deepEqual(
    found.map(({ side, isStrong }) => [side, isStrong]),
    [
      [0, true],
      [1, true],
      [1, false],
    ],
  );
});

test("of one input the value itself is drawn upright", () => {
  const found = marks({ inputs: [[0]], targets: [[1]], input_names: ["x"], target_names: ["y"] }, "numbers");
  assert.equal(found[0]?.d, "M0 -50h0");
});
