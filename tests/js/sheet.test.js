import assert from "node:assert/strict";
import { test } from "node:test";
import { parseBlock, pasteBlock } from "../../static/js/pure/table/paste.js";
import * as sheets from "../../static/js/pure/table/sheet.js";

const XOR = sheets.fromTable({
  inputs: [
    [0, 0, 1],
    [0, 1, 1],
    [1, 0, 1],
    [1, 1, 1],
  ],
  targets: [[0], [1], [1], [0]],
  input_names: ["a", "b", "one"],
  target_names: ["xor"],
});

test("a table survives being edited as text", () => {
  assert.deepEqual(XOR.rows[1], ["0", "1", "1", "1"]);
  assert.deepEqual(sheets.fromTable(/** @type {any} */ (sheets.toTable(XOR))), XOR);
});

test("numbers as people type them", () => {
  for (const [text, value] of /** @type {[string, number][]} */ ([
    ["1", 1],
    [" -2.5 ", -2.5],
    ["−3", -3],
    [".5", 0.5],
    ["1e3", 1000],
    ["5.", 5],
  ])) {
    assert.equal(sheets.cellValue(text), value);
  }
  for (const text of ["", "two", "1,5", "0x10", "1e400", "NaN", "Infinity", "--1", "2000000"])
    assert.equal(sheets.cellValue(text), null);
});

test("what is no number says so and keeps the rest", () => {
  const edited = sheets.setCell(XOR, 1, 1, "two");
  assert.equal(sheets.toTable(edited), null);
  assert.match(sheets.cellProblem("two"), /no number/);
  assert.match(sheets.cellProblem(""), /empty/);
  assert.match(sheets.cellProblem("9e9"), /lie between/);
  assert.equal(sheets.cellProblem("1"), "");
  assert.deepEqual(edited.rows[1], ["0", "two", "1", "1"]);
  assert.deepEqual(XOR.rows[1], ["0", "1", "1", "1"], "the old sheet is untouched");
});

test("toggling knows 0 and 1 only", () => {
  assert.equal(sheets.toggle(XOR, 0, 0).rows[0]?.[0], "1");
  const half = sheets.setCell(XOR, 0, 0, "0.5");
  assert.equal(sheets.toggle(half, 0, 0), half);
});

test("columns come between inputs and targets, and the last of a kind stays", () => {
  const wider = sheets.addColumn(XOR, "input");
  assert.deepEqual(wider.names, ["a", "b", "one", "c", "xor"]);
  assert.equal(wider.inputs, 4);
  assert.deepEqual(sheets.removeColumn(wider, 3), XOR);
  assert.equal(sheets.removeColumn(XOR, 3), XOR);
  assert.equal(sheets.addColumn(XOR, "target").names.at(-1), "y");
});

test("all combinations count up in binary and keep known outputs", () => {
  const all = sheets.allCombinations({ ...XOR, rows: [...XOR.rows].reverse() }).rows;
  assert.equal(all.length, 8);
  assert.deepEqual(
    all.filter((row) => row[2] === "1"),
    XOR.rows,
  );
  const two = sheets.fromTable({ inputs: [[1, 1]], targets: [[1]], input_names: ["a", "b"], target_names: ["and"] });
  assert.deepEqual(
    sheets.allCombinations(two).rows.map((row) => row.join("")),
    ["000", "010", "100", "111"],
  );
});

test("blocks from spreadsheets", () => {
  assert.equal(parseBlock("7"), null);
  assert.deepEqual(parseBlock("1\t2\r\n3\t4\r\n"), [
    ["1", "2"],
    ["3", "4"],
  ]);
  assert.deepEqual(parseBlock("1,5;2"), [["1.5", "2"]]);
  assert.deepEqual(parseBlock('"1","2"'), [["1", "2"]]);
  assert.deepEqual(parseBlock("1\n2"), [["1"], ["2"]]);
});

test("a pasted block adds rows, never columns, and names what did not fit", () => {
  const { sheet, left } = pasteBlock(
    XOR,
    [
      ["1", "1", "1", "1", "9"],
      ["0", "0", "0", "0", "9"],
    ],
    3,
    0,
  );
  assert.equal(left, 1);
  assert.equal(sheet.rows.length, 5);
  assert.deepEqual(sheet.rows[4], ["0", "0", "0", "0"]);
  const named = pasteBlock(
    XOR,
    [
      ["p", "q"],
      ["1", "0"],
    ],
    0,
    0,
  ).sheet;
  assert.deepEqual(named.names, ["p", "q", "one", "xor"]);
  assert.deepEqual(named.rows[0], ["1", "0", "1", "0"]);
});
