import assert from "node:assert/strict";
import { test } from "node:test";
import { columnWidths } from "../../static/js/pure/table/rows.js";
import { firstWrong, isLarge, setCell, toTable } from "../../static/js/pure/table/sheet.js";

const sheet = (/** @type {number} */ rows, /** @type {number} */ columns) => ({
  inputs: columns - 1,
  names: [...Array(columns).keys()].map((i) => `n${i}`),
  rows: [...Array(rows)].map(() => Array(columns).fill("0.5")),
});

test("a table is large by its rows or by its cells", () => {
  assert.equal(isLarge(sheet(200, 4)), false);
  assert.equal(isLarge(sheet(201, 4)), true);
  assert.equal(isLarge(sheet(20, 201)), true);
});

test("the first cell that is wrong is found wherever it is, and after an edit too", () => {
  const large = sheet(3_000, 4);
  assert.equal(firstWrong(large), null);
  const wrong = setCell(large, 2_500, 2, "two");
  assert.deepEqual(firstWrong(wrong), { row: 2_500, column: 2 });
  assert.equal(toTable(wrong), null);
  assert.equal(toTable(setCell(wrong, 2_500, 2, "2"))?.inputs[2_500]?.[2], 2);
  assert.deepEqual(firstWrong({ ...wrong, names: ["a", " ", "c", "d"] }), { row: -1, column: 1 });
  assert.deepEqual(firstWrong(setCell(large, 7, 0, "5"), 4), { row: 7, column: 0 }, "beyond the limit");
});

test("columns are as wide as their texts, and share what is left of the room", () => {
  const wide = { inputs: 1, names: ["a", "y"], rows: [["123456.789", "0"]] };
  const [first = 0, second = 0] = columnWidths(wide, 0);
  assert.ok(first > second);
  assert.deepEqual(columnWidths(wide, 400).reduce((sum, width) => sum + width, 0) > 398, true);
  assert.equal(Math.max(...columnWidths({ ...wide, names: ["x".repeat(60), "y"] }, 0)), 120);
  const long = { inputs: 2, names: ["a", "b", "y"], rows: [["0.11821624700256717", "4.504636963259353", "1"]] };
  assert.deepEqual(columnWidths(long, 140), [48, 48, 44], "cut short where all of it then fits");
  assert.deepEqual(columnWidths(long, 139), [120, 120, 44], "whole where it would not");
});
