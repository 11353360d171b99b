import assert from "node:assert/strict";
import { test } from "node:test";
import { between, fillLevel, flatten, lineOf, scaleFor } from "../../static/js/pure/network/lines.js";
import { epochAxis, errorAxis, LEFT_EDGE, trace } from "../../static/js/pure/run/curves.js";
import { Undo } from "../../static/js/pure/table/undo.js";
import * as format from "../../static/js/pure/words/format.js";

test("the scale steps 1, 2, 5, 10 and only grows", () => {
  assert.equal(scaleFor(0.3, 1), 1);
  assert.equal(scaleFor(1.2, 1), 2);
  assert.equal(scaleFor(4, 2), 5);
  assert.equal(scaleFor(7, 5), 10);
  assert.equal(scaleFor(12, 10), 20);
  assert.equal(scaleFor(3, 20), 20);
  assert.equal(scaleFor(Infinity, 20), 20);
});

test("a line's width and opacity grow with the weight, its dash is the sign", () => {
  const stroke = { thinnest: 1, thickest: 10, faintest: 0.3, strongest: 0.9 };
  const line = lineOf(-5, 10, stroke);
  assert.deepEqual([line.width, line.opacity.toFixed(6), line.negative], [5.5, "0.600000", true]);
  assert.equal(lineOf(99, 10, stroke).width, 10);
  assert.equal(lineOf(0, 10, stroke).width, 1);
});

test("weights stand in the order of the drawing's lines", () => {
  assert.deepEqual(
    flatten(
      [
        [
          [1, 2],
          [3, 4],
        ],
        [[5], [6]],
      ],
      [[7, 8], [9]],
    ),
    [1, 2, 3, 4, 7, 8, 5, 6, 9],
  );
  assert.deepEqual(between([0, 10], [10, 0], 0.25), [2.5, 7.5]);
  assert.deepEqual(between([0], [1, 2], 0.5), [1, 2], "another network appears at once");
});

test("a unit's fill is its place in its range", () => {
  assert.equal(fillLevel(0.25, 0, 1), 0.25);
  assert.equal(fillLevel(0, -1, 1), 0.5);
  assert.equal(fillLevel(-3, null, null), 0.75);
  assert.equal(fillLevel(null, 0, 1), 1);
});

test("numbers as they are read", () => {
  assert.equal(format.whole(60000), "60,000");
  assert.equal(format.fixed(-0.00001, 4), "0.0000");
  assert.equal(format.fixed(-1.5, 2), "−1.50");
  assert.equal(format.fixed(null, 2), "–");
  assert.equal(format.error(0.00318350238587), "0.00318");
  assert.equal(format.unit(0.5), "0.50");
  assert.equal(format.unit(-12.34), "−12.3");
  assert.equal(format.unit(123456), "1e5");
  assert.equal(format.parseWhole("60,000"), 60000);
  assert.equal(format.parseWhole("1.5"), null);
});

test("epoch 0 lies at the left edge of a logarithmic axis and is still called 0", () => {
  const line = trace(
    { id: "a", name: "a", epoch: [0, 1, 10], error: [0.5, 0.4, 0.3], loss: [], test_error: [] },
    true,
    true,
    { ink: "", faint: "" },
  );
  assert.deepEqual(line.x, [LEFT_EDGE, 1, 10]);
  assert.deepEqual(line.customdata, [0, 1, 10]);
  const axis = epochAxis(1000, true);
  assert.ok(Math.abs(/** @type {number} */ (axis.range[0]) - Math.log10(LEFT_EDGE)) < 1e-12);
  assert.equal(axis.ticktext?.[0], "0");
});

test("the error axis holds all that is drawn", () => {
  const curves = [{ id: "a", name: "", epoch: [0, 1], error: [0.5, 0.003], loss: [], test_error: [] }];
  const [low = 0, high = 0] = errorAxis(curves, true).range;
  assert.ok(10 ** low <= 0.003 && 10 ** high >= 0.5);
  const [zero, top = 0] = errorAxis(curves, false).range;
  assert.ok(zero === 0 && top >= 0.5);
});

test("undo and redo, and a new edit forgets what was taken back", () => {
  const undo = new Undo(0);
  undo.push(1);
  undo.push(2);
  assert.equal(undo.undo(), 1);
  assert.equal(undo.undo(), 0);
  assert.equal(undo.undo(), 0);
  assert.equal(undo.redo(), 1);
  undo.push(9);
  assert.equal(undo.redo(), 9);
  assert.equal(undo.undo(), 1);
});
