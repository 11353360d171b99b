import assert from "node:assert/strict";
import { test } from "node:test";
import {
  kindOf,
  limitsSentence,
  questionOf,
  sizeProblem,
  suiting,
  summaryOf,
  typeOf,
  withRoles,
} from "../../static/js/pure/table/opening.js";

const column = (/** @type {object} */ more = {}) =>
  /** @type {any} */ ({
    name: "x",
    role: "input",
    kind: "number",
    values: [],
    distinct: 3,
    missing: 0,
    hint: null,
    ...more,
  });
const COLUMNS = [column(), column({ role: "target" }), column({ role: "left_out" })];
const LIMITS = { rows: 10_000, inputs: 256, targets: 256 };

test("roles are told only once somebody has chosen one", () => {
  const none = questionOf({ header: "auto" }, new Map(), COLUMNS);
  assert.deepEqual(
    [none.get("header"), none.get("preview"), none.getAll("target"), none.getAll("skip")],
    ["auto", "true", [], []],
  );
  const one = questionOf({}, new Map([[0, /** @type {const} */ ("target")]]), COLUMNS);
  assert.deepEqual(
    [one.getAll("target"), one.getAll("skip")],
    [["0", "1"], []],
    "what the file leaves out itself is not skipped by name",
  );
  const out = questionOf({}, new Map([[0, /** @type {const} */ ("left_out")]]), COLUMNS);
  assert.deepEqual([out.getAll("target"), out.getAll("skip")], [["1"], ["0"]]);
});

test("roles stay as they were chosen where none can be told", () => {
  const found = (/** @type {string[]} */ ...roles) =>
    /** @type {any} */ ({ columns: roles.map((role) => column({ role })) });
  const chosen = new Map([[1, /** @type {const} */ ("target")]]);
  const rolesOf = (/** @type {any} */ one) => one.columns.map((/** @type {any} */ { role }) => role);
  assert.deepEqual(rolesOf(withRoles(found("left_out", "left_out"), chosen, found("target", "input").columns)), [
    "target",
    "target",
  ]);
  assert.deepEqual(rolesOf(withRoles(found("input", "left_out"), chosen, [])), ["input", "left_out"]);
});

test("what is in a file is told by its name, of a text by how it begins", () => {
  assert.equal(typeOf("a.JSON", ""), "application/json");
  assert.equal(typeOf("a.tsv", ""), "text/tab-separated-values");
  assert.equal(typeOf("a.txt", "{}"), "text/csv");
  assert.equal(typeOf("", ' \n{"table": 1}'), "application/json");
  assert.equal(typeOf("", "a,b\n1,2"), "text/csv");
});

test("limits are said before they are hit", () => {
  assert.equal(
    limitsSentence(LIMITS, 16_000_000),
    "CSV, TSV or JSON, with up to 10,000 rows, 256 inputs and 256 targets, and 16 MB.",
  );
  assert.equal(sizeProblem({ name: "a.csv", size: 16_000_000 }, 16_000_000), "");
  assert.match(
    sizeProblem({ name: "a.csv", size: 20_400_000 }, 16_000_000),
    /a\.csv has 20\.4 MB, and at most 16 MB can be read/,
  );
  assert.equal(sizeProblem({ name: "a.csv", size: 0 }, 16_000_000), "a.csv is empty.");
});

test("what was found, in words", () => {
  const found = /** @type {any} */ ({
    rows: 1_200,
    columns: [column({ missing: 2 }), column({ role: "left_out", missing: 5 })],
    dropped: [3],
    split: null,
  });
  assert.equal(summaryOf(found, "a.csv"), "a.csv: 1,200 rows, 2 columns; 2 missing in x; 1 line left out.");
  assert.equal(
    summaryOf({ ...found, dropped: [], split: { test: [1] }, columns: [column()] }, ""),
    "1,200 rows, 1 column; test rows as the file says.",
  );
});

test("texts become columns or numbers", () => {
  const text = { kind: "text", values: ["green", "red"], distinct: 2 };
  assert.equal(kindOf(column({ missing: 4 }), "one_hot"), "numbers; 4 missing");
  assert.equal(kindOf(column(text), "one_hot"), "2 texts: green, red → 2 columns of 0 and 1");
  assert.equal(kindOf(column({ ...text, role: "target" }), "one_hot"), "2 texts: green, red → 0 and 1");
  assert.equal(kindOf(column({ ...text, distinct: 30 }), "classes"), "30 texts: green, red, … → 0 to 29");
  assert.equal(kindOf(column({ ...text, role: "left_out" }), "classes"), "2 texts: green, red");
});

const table = (/** @type {number[][]} */ targets) => ({
  inputs: targets.map(() => [0]),
  targets,
  input_names: ["a"],
  target_names: targets[0]?.map((_, i) => `y${i}`) ?? [],
});
const spec = (/** @type {string} */ output) => /** @type {any} */ ({ network: { output_activation: output } });

test("output and loss that suit the targets are offered where the network has others", () => {
  const classes = table([
    [1, 0, 0],
    [0, 0, 1],
  ]);
  assert.deepEqual(suiting(classes, spec("sigmoid"))?.network, { output_activation: "softmax", bias: true });
  assert.match(suiting(classes, spec("sigmoid"))?.words ?? "", /these 3 classes/);
  assert.equal(suiting(classes, spec("softmax")), null);
  assert.equal(
    suiting(
      table([
        [1, 1],
        [0, 1],
      ]),
      spec("sigmoid"),
    ),
    null,
    "two outputs at once are no classes",
  );
  assert.equal(suiting(table([[1], [0]]), spec("sigmoid")), null);
  assert.deepEqual(suiting(table([[1], [7.5]]), spec("sigmoid"))?.network, { output_activation: "linear", bias: true });
  assert.match(suiting(table([[1], [750]]), spec("sigmoid"))?.words ?? "", /larger units/);
  assert.deepEqual(suiting(table([[1], [0]]), spec("softmax"))?.network, { output_activation: "sigmoid" });
  assert.equal(suiting(table([[1], [7.5]]), spec("linear")), null);
});
