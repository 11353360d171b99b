import assert from "node:assert/strict";
import { test } from "node:test";

import { isFrozen, withFrozen } from "../../static/js/pure/network/frozen.js";

const given = {
  weights: [
    [
      [1, 2],
      [3, 4],
    ],
    [[5], [6]],
  ],
  biases: [[0, 0], [0]],
};
const place = { layer: 0, from: 1, to: 0 };

test("one weight is frozen, and no other", () => {
  const frozen = withFrozen([], place, true, given);
  assert.deepEqual(frozen, [{ layer: 1, parameter: "weights", from: 1, to: 0 }]);
  assert.ok(isFrozen(frozen, place));
  for (const other of [
    { ...place, from: 0 },
    { ...place, to: 1 },
    { ...place, layer: 1 },
    { ...place, from: null },
  ])
    assert.ok(!isFrozen(frozen, other));
  assert.equal(withFrozen(frozen, place, true, given), frozen);
  assert.deepEqual(withFrozen(frozen, place, false, given), []);
});

test("of many that are frozen by one entry one is let go", () => {
  /** @type {import("../../static/js/types").Frozen[]} */
  const all = [
    { layer: 1, parameter: "weights", from: null, to: null },
    { layer: 1, parameter: "biases", from: null, to: null },
  ];
  const left = withFrozen(all, place, false, given);
  assert.ok(!isFrozen(left, place));
  assert.equal(left.filter((entry) => entry.parameter === "weights").length, 3);
  assert.ok(isFrozen(left, { layer: 0, from: null, to: 1 }));
});
