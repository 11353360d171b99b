import assert from "node:assert/strict";
import { test } from "node:test";
import {
  choicesOf,
  inputNames,
  settledSplit,
  withInput,
  withTable,
  withTestRow,
} from "../../static/js/pure/spec/features.js";

/** @param {string[]} names @param {string[] | null} formulas @returns {any} */
const specOf = (names, formulas = null) => ({
  table: {
    inputs: [names.map(() => 0), names.map(() => 1), names.map(() => 2)],
    targets: [[0], [1], [0]],
    input_names: names,
    target_names: ["t"],
  },
  features: { formulas, standardise: true, statistics: { mean: [0, 0], deviation: [1, 1] } },
  split: null,
});
const on = (/** @type {any} */ spec) =>
  choicesOf(spec)
    .filter((one) => one.isOn)
    .map((one) => one.formula);

test("columns are the inputs, and squares, products and sines are offered", () => {
  const spec = specOf(["x", "y"]);
  assert.deepEqual(on(spec), ["x", "y"]);
  assert.deepEqual(
    choicesOf(spec).map((one) => one.formula),
    ["x", "y", "x**2", "y**2", "x*y", "sin(x)", "sin(y)"],
  );
  assert.deepEqual(choicesOf(specOf(["a", "b", "c", "d"])).length, 4, "of many columns nothing is offered");
});

test("inputs come and go; the columns as they are need no formulas", () => {
  const spec = withInput(specOf(["x", "y"]), "x*y", true);
  assert.deepEqual(spec.features, { formulas: ["x", "y", "x*y"], standardise: true, statistics: null });
  assert.deepEqual(inputNames(spec), ["x", "y", "x*y"]);
  assert.deepEqual(inputNames(withInput(spec, "y", false)), ["x", "x*y"]);
  assert.equal(withInput(spec, "x*y", false).features.formulas, null);
  assert.deepEqual(inputNames(withInput(spec, "tanh(x)", true)), ["x", "y", "x*y", "tanh(x)"]);
});

test("a name that is no plain word stands in backticks, and reads without them", () => {
  const spec = withInput(specOf(["petal length", "y"]), "y", false);
  assert.deepEqual(spec.features.formulas, ["`petal length`"]);
  assert.deepEqual(inputNames(spec), ["petal length"]);
});

test("formulas follow a renamed column, and leave with one that goes", () => {
  const spec = specOf(["x", "y"], ["x", "sin(x)*y", "`y`+xy"]);
  const renamed = withTable(spec, { ...spec.table, input_names: ["a b", "y"] });
  assert.deepEqual(renamed.features.formulas, ["`a b`", "sin(`a b`)*y", "y+xy"]);
  const sine = specOf(["sin", "y"], ["sin(sin)", "y"]);
  assert.deepEqual(withTable(sine, { ...sine.table, input_names: ["s", "y"] }).features.formulas, ["sin(s)", "y"]);
  assert.deepEqual(
    withTable(spec, { ...spec.table, targets: [[1], [1], [1]] }).features.statistics,
    spec.features.statistics,
    "cells alone change no statistics that were given",
  );
  assert.equal(renamed.features.statistics, null);
  assert.equal(withTable(spec, { ...spec.table, input_names: ["x"] }).features.formulas, null);
  assert.deepEqual(
    withTable(spec, { ...spec.table, targets: [[1], [1], [1]] }).features.formulas,
    spec.features.formulas,
  );
});

test("rows are set aside by hand, and taken back", () => {
  const spec = withTestRow(specOf(["x"]), 2, true);
  assert.deepEqual(spec.split, { share: 0, seed: 1, test: [2], train: [] });
  assert.equal(withTestRow({ ...spec, split: { share: 0, seed: 1, test: [2], train: [] } }, 2, false).split, null);
  const drawn = withTestRow({ ...spec, split: { share: 0.5, seed: 3, test: [], train: [1] } }, 1, true);
  assert.deepEqual(drawn.split, { share: 0.5, seed: 3, test: [1], train: [] });
  assert.deepEqual(settledSplit({ share: 0.2 }), { share: 0.2, seed: 1, test: [], train: [] });
});

test("rows set aside by hand move with the others; a share stays", () => {
  const spec = { ...specOf(["x"]), split: { share: 0.5, seed: 3, test: [2], train: [0] } };
  const without = (/** @type {number} */ row) => ({
    ...spec.table,
    inputs: spec.table.inputs.toSpliced(row, 1),
    targets: spec.table.targets.toSpliced(row, 1),
  });
  assert.deepEqual(
    withTable(spec, without(2)).split,
    { share: 0.5, seed: 3, test: [], train: [0] },
    "the row itself goes",
  );
  assert.deepEqual(withTable(spec, without(1)).split, { share: 0.5, seed: 3, test: [1], train: [0] });
  assert.deepEqual(withTable(spec, without(0)).split, { share: 0.5, seed: 3, test: [1], train: [] });
  const longer = { ...spec.table, inputs: [...spec.table.inputs, [3]], targets: [...spec.table.targets, [1]] };
  assert.deepEqual(withTable(spec, longer).split, spec.split);
});

test("a row that comes back is set aside as it was, and what was set meanwhile stays", () => {
  const spec = { ...specOf(["x"]), split: { share: 0, seed: 3, test: [0, 2], train: [] } };
  const kept = (/** @type {number[][]} */ all, /** @type {number[]} */ rows) => all.filter((_, i) => !rows.includes(i));
  const without = (/** @type {number[]} */ ...rows) => ({
    ...spec.table,
    inputs: kept(spec.table.inputs, rows),
    targets: kept(spec.table.targets, rows),
  });
  const shorter = withTable(spec, without(0));
  assert.deepEqual(shorter.split?.test, [1]);
  assert.deepEqual(withTable(shorter, spec.table, spec.split).split, spec.split);
  const single = { ...spec, split: { share: 0, seed: 3, test: [0], train: [] } };
  const none = withTable(single, without(0));
  assert.equal(none.split, null);
  assert.deepEqual(withTable(none, spec.table, single.split).split, single.split, "the only one too");
  const meanwhile = { ...shorter, split: { share: 0.5, seed: 3, test: [], train: [1] } };
  assert.deepEqual(withTable(meanwhile, spec.table, spec.split).split, { share: 0.5, seed: 3, test: [0], train: [2] });
  assert.equal(withTable({ ...spec, split: null }, without(0)).split, null);
});
