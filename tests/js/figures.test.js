import assert from "node:assert/strict";
import { test } from "node:test";
import * as figures from "../../static/js/pure/reading/figures.js";
import { signed, small } from "../../static/js/pure/words/format.js";

/** @param {number[]} sizes @param {boolean} bias */
function network(sizes, bias) {
  const names = sizes.map((size, layer) => Array.from({ length: size }, (_, i) => `${layer}.${i}`));
  const changes = sizes
    .slice(1)
    .map((to, layer) => Array.from({ length: (sizes[layer] ?? 0) + Number(bias) }, () => Array(to).fill(0)));
  return /** @type {import("../../static/js/types").Figures} */ (/** @type {unknown} */ ({ names, changes }));
}

test("a small layer is one portion, unit by unit; a bias is its last source", () => {
  const groups = figures.groupsOf(network([2, 3, 1], true));
  assert.deepEqual(
    groups.map((group) => group.label),
    ["inputs → hidden", "hidden → output"],
  );
  assert.deepEqual(
    groups[0]?.pairs.slice(0, 4).map((pair) => [pair.from, pair.to, pair.name]),
    [
      [0, 0, "0.0 → 1.0"],
      [1, 0, "0.1 → 1.0"],
      [2, 0, "bias → 1.0"],
      [0, 1, "0.0 → 1.1"],
    ],
  );
});

test("a large layer is a portion for each unit, which says what it leaves out", () => {
  const groups = figures.groupsOf(network([30, 2, 1], false));
  assert.deepEqual(
    groups.map((group) => [group.pairs.length, group.left]),
    [
      [24, 6],
      [24, 6],
      [2, 0],
    ],
  );
  assert.equal(groups[1]?.label, "inputs → 1.1");
});

test("positive numbers are stacked to the right, negative ones to the left", () => {
  assert.deepEqual(figures.stacked([1, -2, 3, null, -1]), [
    { row: 0, from: 0, to: 1 },
    { row: 1, from: -2, to: 0 },
    { row: 2, from: 1, to: 4 },
    { row: 3, from: 4, to: 4 },
    { row: 4, from: -3, to: -2 },
  ]);
});

test("many rows become two bars of the same length", () => {
  assert.deepEqual(figures.merged([1, -2]), [1, -2]);
  assert.deepEqual(figures.merged(Array.from({ length: 100 }, (_, i) => (i % 2 ? 1 : -2))), [50, -100]);
});

test("scales end at 1, 2 or 5 times a power of ten", () => {
  assert.equal(figures.endOf([0.3, -0.7, null]), 1);
  assert.ok(Math.abs(figures.endOf([-1.3e-5]) / 2e-5 - 1) < 1e-12);
  assert.equal(figures.endOf([0, null]), 1);
});

test("ticks are round and inside", () => {
  assert.deepEqual(figures.ticksBetween(-6, 6, 6), [-6, -4, -2, 0, 2, 4, 6]);
  assert.deepEqual(figures.ticksBetween(-0.04, 1.04, 5), [0, 0.5, 1]);
});

test("a logarithmic place is 0 at or below its low end", () => {
  assert.equal(figures.logPlace(0, 1e-4, 1), 0);
  assert.ok(Math.abs(figures.logPlace(1e-2, 1e-4, 1) - 0.5) < 1e-12);
  assert.deepEqual(figures.decadesAround([3e-20, 0.02, 0]), [1e-9, 0.1]);
  assert.deepEqual(figures.decadesAround([0, null]), [0.1, 1]);
});

test("small numbers keep their digits in few characters", () => {
  assert.deepEqual([0, 0.12345, -0.0001234, 123456, null].map(small), ["0", "0.1235", "−1.23e−4", "1.23e5", "–"]);
  assert.deepEqual([0, 2, -2].map(signed), ["0", "+2.0000", "−2.0000"]);
});
