import assert from "node:assert/strict";
import { test } from "node:test";
import {
  arraysOf,
  cutOf,
  firstLine,
  fromFrame,
  fromTrace,
  listed,
  partOf,
  shapeText,
  writerFor,
} from "../../static/js/pure/reading/program.js";

/** @typedef {import("../../static/js/types").ProgramLine} ProgramLine */

const table = {
  inputs: [
    [0, 1],
    [1, 1],
  ],
  targets: [[0], [1]],
  input_names: ["a", "b"],
  target_names: ["y"],
};

/** @param {string[]} writes @param {string[]} reads @param {Partial<ProgramLine>} more @returns {ProgramLine} */
const line = (writes, reads, more = {}) => ({
  number: 1,
  text: "x",
  html: "x",
  meaning: "",
  is_row: false,
  traced: {},
  writes,
  reads,
  ...more,
});
const step = (/** @type {string} */ name, /** @type {any} */ value, /** @type {number[]} */ shape) => ({
  name,
  value,
  shape,
  layer: 1,
  formula: "",
  meaning: `of ${name}`,
  reads: [],
});

test("names stand for lines, biases and units of the drawing, or for nothing", () => {
  assert.deepEqual(["syn1", "syn0_update", "b2", "l0", "l2_delta", "X", "y"].map(partOf), [
    { edges: 1 },
    { edges: 0 },
    { biases: 1 },
    { units: 0 },
    { units: 2 },
    { units: 0 },
    { units: -1 },
  ]);
  assert.deepEqual(["alpha", "random", "beta1", "best", "rows", "Xs"].map(partOf), [
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});

test("an update shows the weights, what is added to them, and what that comes from", () => {
  const known = fromTrace(
    [step("syn0", [[1], [2]], [2, 1]), step("l1_delta", [[3], [4]], [2, 1]), step("syn0_update", [[5], [6]], [2, 1])],
    table,
  );
  const shown = arraysOf(line(["syn0"], ["syn0", "X", "l1_delta", "alpha"]), known);
  assert.deepEqual(
    shown.map(({ name }) => name),
    ["syn0", "syn0_update", "X", "l1_delta"],
  );
  assert.deepEqual(
    shown.map(({ rows }) => rows),
    [[[1], [2]], [[5], [6]], table.inputs, [[3], [4]]],
  );
});

test("what a variable holds later is another array than the table's", () => {
  const steps = [step("l0_mean", [2, 3], [2]), step("l0", [[-1, 0]], [1, 2]), step("y", [[1]], [1, 1])];
  const shown = (/** @type {Record<string, string>} */ traced) =>
    arraysOf(line(["X"], ["X", "mean", "y"], { traced }), fromTrace(steps, table)).map(({ name, rows }) => [
      name,
      rows,
    ]);
  assert.deepEqual(shown({}), [
    ["X", table.inputs],
    ["y", table.targets],
  ]);
  assert.deepEqual(shown({ X: "l0", mean: "l0_mean", y: "y" }), [
    ["X", [[-1, 0]]],
    ["mean", [[2, 3]]],
    ["y", [[1]]],
  ]);
  assert.deepEqual(shown({ X: "", y: "" }), []);
});

test("before there is a run, a frame tells parameters and predictions", () => {
  const known = fromFrame(
    { epoch: 0, weights: [[[1], [2]], [[3]]], biases: [[7], [8]], predictions: [[0.5], [0.25]] },
    table,
  );
  assert.deepEqual(
    [...known].map(([name, { shape }]) => [name, shape]),
    [
      ["X", [2, 2]],
      ["y", [2, 1]],
      ["syn0", [2, 1]],
      ["syn1", [1, 1]],
      ["b1", [1]],
      ["b2", [1]],
      ["l2", [2, 1]],
    ],
  );
  assert.deepEqual(known.get("b2")?.rows, [[8]]);
  assert.deepEqual(
    [...fromFrame({ epoch: 0, weights: null, biases: null, predictions: [[1]] }, table).keys()],
    ["X", "y"],
  );
});

test("shapes are Python's, and large matrices say that they are cut", () => {
  assert.deepEqual([[], [3], [3, 4]].map(shapeText), ["a number", "(3,)", "(3, 4)"]);
  const large = {
    name: "syn0",
    shape: [200, 30],
    rows: Array.from({ length: 200 }, () => Array(30).fill(0)),
    meaning: "",
  };
  assert.equal(cutOf(large), "… of 200 × 30");
  assert.equal(cutOf({ ...large, shape: [12, 8], rows: Array.from({ length: 12 }, () => Array(8).fill(0)) }), "");
});

test("of a long table the first rows are listed", () => {
  const rows = Array.from({ length: 20 }, () => line(["X"], [], { is_row: true }));
  const found = listed([line(["X"], []), ...rows, line(["X"], []), line(["y"], [])]);
  assert.deepEqual(
    found.map(({ folded }) => folded),
    [0, 0, 0, 0, 0, 0, 0, 0, 12, 0, 0],
  );
});

test("it begins with the line that changes the first weights", () => {
  const update = line(["syn0"], ["syn0", "X"]);
  assert.equal(firstLine([line(["syn0"], ["random"]), update, line(["l1"], ["syn0"])]), update);
  assert.equal(firstLine([]), null);
});

test("numbers are written so that small ones are not zeros", () => {
  assert.equal(writerFor([[0, 1]])(1), "1");
  assert.equal(writerFor([[0.5, -1]])(-1), "−1.0000");
  assert.equal(writerFor([[0.00005, -0.0000123]])(-0.0000123), "−1.23e−5");
  const mixed = [0.0104, -0.000412, 0.00099996, -0.0009, 0.0000001, 0, -0];
  assert.deepEqual(mixed.map(writerFor([mixed])), [
    "0.0104",
    "−4.12e−4",
    "1.00e−3",
    "−9.00e−4",
    "1.00e−7",
    "0.0000",
    "0.0000",
  ]);
  assert.equal(writerFor([[0.5, null]])(null), "–");
});
