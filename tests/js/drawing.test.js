import assert from "node:assert/strict";
import { test } from "node:test";
import { nearestTo, pathOf, pointOn } from "../../static/js/pure/network/geometry.js";
import { groupsOf, isVisible } from "../../static/js/pure/network/paint.js";
import { addLayer, countWeights, partsOf, resizeLayer, sizeOf } from "../../static/js/pure/spec/hidden.js";

const stroke = { thinnest: 1, thickest: 10, faintest: 0.3, strongest: 0.9 };
const level = { x0: 0, y0: 10, x1: 100, y1: 10 };
const rising = { x0: 0, y0: 90, x1: 100, y1: 50 };

test("few lines are painted one by one, in their order", () => {
  const groups = groupsOf([0.5, -1, 0.5], 1, stroke, 10);
  assert.deepEqual(
    groups.map((group) => group.members),
    [[0], [1], [2]],
  );
  assert.deepEqual(
    groups.map((group) => group.negative),
    [false, true, false],
  );
});

test("many lines are painted by look, thick ones last, and none is lost", () => {
  const weights = [...Array(1000).keys()].map((i) => Math.sin(i));
  const groups = groupsOf(weights, 1, stroke, 500);
  assert.ok(groups.length < 60);
  assert.deepEqual(
    groups.flatMap((group) => group.members).sort((a, b) => a - b),
    [...weights.keys()],
  );
  for (const group of groups) for (const i of group.members) assert.equal((weights[i] ?? 0) < 0, group.negative);
  const [first, last] = [groups[0], groups.at(-1)];
  assert.ok(first && last && first.width < last.width);
});

test("only a change that can be seen is painted", () => {
  assert.equal(isVisible([0.5], [0.5001], 1, stroke), false);
  assert.equal(isVisible([0.5], [0.6], 1, stroke), true);
  assert.equal(isVisible([0.5], [0.6], 1000, stroke), false);
  assert.equal(isVisible([0.00001], [-0.00001], 1, stroke), true, "another sign is another colour");
  assert.equal(isVisible([], [0.5], 1, stroke), true);
});

test("a curve leaves and arrives level, and its middle is half way", () => {
  assert.equal(pathOf(rising), "M0 90C50 90 50 50 100 50");
  assert.deepEqual(pointOn(rising, 0), [0, 90]);
  assert.deepEqual(pointOn(rising, 1), [100, 50]);
  assert.deepEqual(pointOn(rising, 0.5), [50, 70]);
});

test("the nearest line is found, if one is near", () => {
  assert.equal(nearestTo([level, rising], 50, 14, 9), 0);
  assert.equal(nearestTo([level, rising], 52, 66, 9), 1);
  assert.equal(nearestTo([level, rising], 50, 40, 9), -1);
  assert.equal(nearestTo([level], 130, 10, 9), -1);
});

test("layers come, grow, shrink and go", () => {
  assert.deepEqual(addLayer([], 0), [3]);
  assert.deepEqual(addLayer([4, 2], 1), [4, 2, 2]);
  assert.deepEqual(addLayer([4], 1), [4, 3]);
  assert.deepEqual(resizeLayer([4, 2], 0, 7), [7, 2]);
  assert.deepEqual(resizeLayer([4, { size: 2, activation: "tanh" }], 1, 3), [4, { size: 3, activation: "tanh" }]);
  assert.deepEqual(resizeLayer([4, 1], 1, 0), [4]);
  assert.equal(sizeOf({ size: 5 }), 5);
});

test("weights are asked for only where they are not millions", () => {
  const spec = (/** @type {number[]} */ hidden) =>
    /** @type {import("../../static/js/types").Spec} */ (
      /** @type {unknown} */ ({
        table: { inputs: [...Array(10)], input_names: ["a", "b"], target_names: ["y"] },
        features: { formulas: null },
        network: { hidden },
        training: { dropout: 0 },
      })
    );
  assert.equal(countWeights(spec([])), 2);
  assert.equal(countWeights(spec([4, 3])), 8 + 12 + 3);
  assert.equal(partsOf(spec([4, 3])), "layers,weights,gradients,update");
  assert.equal(partsOf(spec([100, 100])), "layers,weights");
  assert.equal(partsOf(spec([1000, 1000])), "layers");
});
