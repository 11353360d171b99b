import assert from "node:assert/strict";
import { test } from "node:test";
import { placeLabels } from "../../static/js/pure/network/labels.js";
import { reasonOf, textOf } from "../../static/js/pure/reading/numbers.js";
import { epochAt, later, shareOf } from "../../static/js/pure/run/timeline.js";

const lines = [0, 4, 8, 60].map((y) => ({ x0: 0, y0: y, x1: 100, y1: y }));

test("labels stand on their lines, apart from one another and from circles", () => {
  const placed = placeLabels(lines, [0, 1, 2, 3], 30, 12, [{ x: 50, y: 60, across: 8, up: 8 }]);
  const last = placed.find((one) => one.number === 3);
  assert.ok(last && Math.abs(last.x - 50) >= 23, "beside the circle");
  for (const one of placed)
    for (const other of placed)
      assert.ok(one === other || Math.abs(one.x - other.x) >= 30 || Math.abs(one.y - other.y) >= 12);
  assert.equal(placeLabels(lines, [0, 1, 2], 90, 12, []).length, 1, "what finds no room is left out");
});

test("an epoch and its place on the axis are each other's inverse", () => {
  for (const axis of [
    { low: 0, high: 60000, isLog: false },
    { low: Math.log10(0.5), high: Math.log10(60000), isLog: true },
  ]) {
    for (const epoch of [0, 1, 2, 3, 17, 999, 59999, 60000]) assert.equal(epochAt(shareOf(epoch, axis), axis), epoch);
  }
});

test("a recording is played at its pace, both ways", () => {
  assert.equal(later(100, 0.5, 10, 1), 105);
  assert.equal(later(100, 0.5, 10, -1), 95);
  assert.equal(later(1000, 0.1, "unhurried", 1), 1050);
  assert.equal(later(0, 1, "unhurried", 1), 5);
});

test("a spreadsheet does not run a name", () => {
  const row = { from: "=1+1", to: 'a,"b', weight: 0.1, gradient: null, update: -2 };
  assert.equal(textOf([row], ",").split("\n")[1], `'=1+1,"a,""b",0.1,,-2`);
});

test("a network too large to be explained says why its numbers are not there", () => {
  const spec = (/** @type {number} */ rows) =>
    /** @type {any} */ ({
      table: { inputs: Array(rows).fill([0, 0, 0]), input_names: ["a", "b", "c"], target_names: ["y"] },
      features: { formulas: null },
      network: { hidden: [200, 100] },
    });
  const frame = { epoch: 1, weights: [[[1]]], biases: null, predictions: [] };
  assert.equal(
    reasonOf(spec(4), frame, true),
    " Here both are left out: they are told up to 50,000 weights times rows, and 20,700 weights times 4 rows are 82,800.",
  );
  assert.equal(reasonOf(spec(2), frame, true), "", "on their way");
  assert.equal(reasonOf(spec(4), { ...frame, gradients: { weights: [], biases: null } }, true), "");
  assert.match(reasonOf(spec(2), frame, false), /weights were set by hand/);
  const huge = { ...spec(1), network: { hidden: [200, 1000] } };
  assert.equal(
    reasonOf(huge, { ...frame, weights: null }, true),
    " The page asks for the numbers of up to 200,000 weights; here are 201,600.",
  );
});
