import assert from "node:assert/strict";
import { test } from "node:test";
import {
  axisOf,
  MOST_POINTS,
  nearest,
  partsOf,
  pointsOf,
  pointText,
  rowsBehind,
  saidBy,
  shareText,
} from "../../static/js/pure/reading/scores.js";

const PART = { rows: 1, correct: null, accuracy: null, r_squared: null, judgements: [], outputs: [] };
/** @type {import("../../static/js/types").Scores} */
const FOUND = {
  epoch: 1,
  task: "classes",
  names: ["x", "y"],
  questions: [],
  predictions: null,
  residuals: null,
  training: PART,
  test: PART,
  test_rows: [2],
  worst: [],
};
const QUESTION = {
  name: "class",
  classes: ["x", "y"],
  outputs: [0, 1],
  expected: [0, 1, 1, 1],
  predicted: [0, 0, 0, 1],
};

test("the rows behind a cell are those of its part", () => {
  assert.deepEqual(rowsBehind(FOUND, QUESTION, "training", 1, 0), [1]);
  assert.deepEqual(rowsBehind(FOUND, QUESTION, "test", 1, 0), [2]);
  assert.deepEqual(rowsBehind(FOUND, QUESTION, "training", 0, 1), []);
  assert.equal(rowsBehind(FOUND, { ...QUESTION, expected: null }, "test", 1, 0), null);
});

test("there are test scores only where there are test rows", () => {
  assert.deepEqual(partsOf(FOUND), ["training", "test"]);
  assert.deepEqual(partsOf({ ...FOUND, test: null }), ["training"]);
});

test("a row says its class, or its numbers", () => {
  const found = { ...FOUND, questions: [QUESTION] };
  assert.equal(saidBy(found, [0, 1], 1, "expected"), "y");
  assert.equal(saidBy(found, [0.6, 0.1], 1, "predicted"), "x");
  assert.equal(saidBy({ ...found, task: "labels" }, [0.5, 1, -2, 3], 1, "predicted"), "0.5, 1, −2 …");
  assert.equal(shareText(null), "none");
  assert.equal(shareText(0.5), "0.5000");
});

test("points come in the order of what is expected, at most as many as can be drawn", () => {
  const numbers = { ...FOUND, predictions: [[1], [5], [3]], residuals: [[1], [-4], [0]] };
  const points = pointsOf(numbers, [[2], [1], [3]], 0);
  assert.deepEqual(
    points.map((point) => point.row),
    [1, 0, 2],
  );
  assert.deepEqual(
    points.map((point) => point.isTest),
    [false, false, true],
  );
  assert.equal(
    pointText(/** @type {any} */ (points[2])),
    "row 3 (test): expected 3.0000, predicted 3.0000, residual 0.0000",
  );
  const many = Array.from({ length: 2 * MOST_POINTS + 1 }, (_, i) => [i]);
  assert.ok(pointsOf({ ...FOUND, predictions: many, residuals: many }, many, 0).length <= MOST_POINTS);
  assert.deepEqual(pointsOf(FOUND, many, 0), []);
});

test("the axis holds every point, even a single one", () => {
  const { low, high, ticks } = axisOf([
    { expected: 2, predicted: -1 },
    { expected: 0, predicted: 7 },
  ]);
  assert.ok(low < -1 && high > 7 && ticks.every((tick) => tick >= low && tick <= high));
  const single = axisOf([{ expected: 3, predicted: 3 }]);
  assert.ok(single.low < 3 && single.high > 3);
});

test("the nearest point", () => {
  assert.equal(
    nearest(
      [
        { x: 0, y: 0 },
        { x: 5, y: 5 },
      ],
      4,
      3,
    ),
    1,
  );
  assert.equal(nearest([], 1, 1), -1);
});
