import assert from "node:assert/strict";
import { test } from "node:test";
import { groupAt, modeOf, startsOf, substepAt, walkOf } from "../../static/js/pure/reading/steps.js";
import { written } from "../../static/js/pure/reading/written.js";
import * as format from "../../static/js/pure/words/format.js";

/**
 * @param {string} name
 * @param {string} formula
 * @param {number | number[] | number[][]} value
 * @returns {import("../../static/js/types").TraceStep}
 */
function step(name, formula, value) {
  const shape = Array.isArray(value)
    ? Array.isArray(value[0])
      ? [value.length, value[0].length]
      : [value.length]
    : [];
  return { name, layer: null, formula, shape, value, meaning: `${name}.`, reads: [] };
}

/** @param {number} inputs @param {number[]} hidden @returns {import("../../static/js/types").Spec} */
const specOf = (inputs, hidden) =>
  /** @type {any} */ ({
    table: { input_names: Array.from({ length: inputs }, (_, i) => `x${i + 1}`), target_names: ["y"] },
    features: { formulas: null },
    network: { hidden },
    training: {},
  });

/** With plain spaces. @param {string | undefined} text */
const plain = (text) => text?.replaceAll("\u00a0", " ");

const LINEAR = {
  epoch: 7,
  batch: 0,
  batches: 1,
  rows: [2, 0],
  steps: [
    step("l0", "inputs[rows]", [
      [1, 2],
      [3, 4],
    ]),
    step("syn0", "given", [[0.5], [-1]]),
    step("b1", "given", [0.25]),
    step("l1_z", "np.dot(l0, syn0) + b1", [[-1.25], [-2.25]]),
    step("l1", "linear(l1_z)", [[-1.25], [-2.25]]),
    step("y", "targets[rows]", [[0], [1]]),
    step("l1_error", "y - l1", [[1.25], [3.25]]),
    step("l1_slope", "linear(l1_z, deriv=True)", [[1], [1]]),
    step("l1_delta", "l1_error * l1_slope", [[1.25], [3.25]]),
    step("syn0_descent", "np.dot(l0.T, l1_delta) / 2", [[5.5], [7.75]]),
    step("b1_descent", "np.sum(l1_delta, axis=0) / 2", [2.25]),
    step("alpha", "given", 0.1),
    step("syn0_update", "alpha * syn0_descent", [[0.55], [0.775]]),
    step("b1_update", "alpha * b1_descent", [0.225]),
    step("syn0_after", "syn0 + syn0_update", [[1.05], [-0.225]]),
    step("b1_after", "b1 + b1_update", [0.475]),
  ],
};

test("an iteration is walked in the order of computation", () => {
  const spec = specOf(2, []);
  const walk = walkOf(LINEAR, spec, 0);
  assert.deepEqual(startsOf(walk), [
    { name: "forward: output", start: 0 },
    { name: "error: output", start: 1 },
    { name: "update: weights to output", start: 2 },
    { name: "update: biases of output", start: 4 },
  ]);
  assert.equal(walk.count, 5);
  assert.equal(groupAt(walk, 3), 2);
  const places = [0, 1, 2, 3, 4]
    .map((at) => substepAt(walk, LINEAR, spec, 0, at))
    .map(({ stage, where }) => `${stage} ${where}`);
  assert.deepEqual(places, ["forward y", "error y", "update x1 → y", "update x2 → y", "update bias → y"]);
  assert.throws(() => substepAt(walk, LINEAR, spec, 0, 5), RangeError);
});

test("inputs that are made of columns are shown to be made", () => {
  const spec = { ...specOf(2, []), features: /** @type {any} */ ({ formulas: ["x2", "x1 * x2 - x1**2"] }) };
  const made = {
    ...LINEAR,
    steps: [
      step("columns", "inputs[rows]", [
        [1, 2],
        [-3, 4],
      ]),
      step("l0", "np.column_stack(...)", [
        [2, 1],
        [4, -21],
      ]),
      ...LINEAR.steps.slice(1),
    ],
  };
  const walk = walkOf(made, spec, 0);
  assert.deepEqual(startsOf(walk)[0], { name: "inputs", start: 0 });
  // row 0 of the table stands second in the batch
  const [column, formula] = [0, 1].map((at) => substepAt(walk, made, spec, 0, at));
  assert.deepEqual(
    column?.lines.map(({ name, label, text, value }) => [name, label, text, value]),
    [["l0", "column", "from the table", 4]],
  );
  assert.equal(formula?.sentence, "In this row x1 * x2 - x1**2 is −21.0000.");
  assert.equal(plain(formula?.lines[0]?.text), "(−3.0000) × 4.0000 − (−3.0000)^2");
  assert.deepEqual(formula?.light, { units: [{ layer: 0, unit: 1 }], edges: null });
});

test("standardised inputs are shown as they were, and what they are measured by", () => {
  const spec = specOf(2, []);
  const before = [
    step("columns", "inputs[rows]", [
      [1, 2],
      [3, 4],
    ]),
    step("l0_mean", "given", [2, 0]),
    step("l0_deviation", "given", [0.5, 1]),
  ];
  const l0 = step("l0", "(columns - l0_mean) / l0_deviation", [
    [-2, 2],
    [2, 4],
  ]);
  const made = { ...LINEAR, steps: [...before, l0, ...LINEAR.steps.slice(1)] };
  const { lines, sentence } = substepAt(walkOf(made, spec, 0), made, spec, 2, 0);
  assert.equal(
    sentence,
    "In this row x1 is 1.0000. Measured from its mean, 2.0000, in deviations of 0.5000, it enters as −2.0000.",
  );
  assert.deepEqual(
    lines.map(({ name, label, text, value }) => [name, label, plain(text), value]),
    [
      ["columns", "column", "from the table", 1],
      ["l0", "standardised", "(1.0000 − 2.0000) / 0.5000", -2],
    ],
  );
});

test("a sum is written out with the numbers of the row that is shown", () => {
  const spec = specOf(2, []);
  const sum = substepAt(walkOf(LINEAR, spec, 0), LINEAR, spec, 0, 0); // row 0 of the table stands second in the batch
  assert.deepEqual(
    sum.terms.map(({ name, factors, product }) => [name, ...factors, product]),
    [
      ["x1", 3, 0.5, 1.5],
      ["x2", 4, -1, -4],
      ["bias", 1, 0.25, 0.25],
    ],
  );
  assert.deepEqual(
    sum.lines.map(({ label, value }) => [label, value]),
    [
      ["z", -2.25],
      ["activation", -2.25],
    ],
  );
  assert.deepEqual(sum.light, { units: [{ layer: 1, unit: 0 }], edges: { layer: 0, to: 0 } });
});

test("an update adds up what each row brings, then goes on as the settings say", () => {
  const spec = specOf(2, []);
  const walk = walkOf(LINEAR, spec, 0);
  const weight = substepAt(walk, LINEAR, spec, 2, 3);
  assert.deepEqual(
    weight.terms.map(({ name, product, isShown }) => [name, product, isShown]),
    [
      ["row 3", 2.5, true],
      ["row 1", 13, false],
    ],
  );
  assert.deepEqual(
    weight.lines.map(({ label, text, value }) => [label, text.replaceAll("\u00a0", " "), value]),
    [
      ["descent", "sum of the above / 2", 7.75],
      ["update", "0.1000 × 7.7500", 0.775],
      ["new weight", "−1.0000 + 0.7750", -0.225],
    ],
  );
  assert.deepEqual(weight.light.edges, { layer: 0, from: 1, to: 0 });
  const bias = substepAt(walk, LINEAR, spec, 2, 4);
  assert.deepEqual(
    bias.terms.map(({ factors }) => factors),
    [[1.25], [3.25]],
  );
  assert.deepEqual(bias.light.edges, { layer: 0, from: null, to: 0 });
});

test("of a long sum twelve terms are written out, and the bias", () => {
  const spec = specOf(20, []);
  const ones = Array.from({ length: 20 }, () => 1);
  const long = {
    ...LINEAR,
    rows: [0],
    steps: [
      step("l0", "inputs[rows]", [ones]),
      step(
        "syn0",
        "given",
        ones.map((one) => [one / 4]),
      ),
      step("b1", "given", [9]),
      step("l1_z", "np.dot(l0, syn0) + b1", [[14]]),
      step("l1", "linear(l1_z)", [[14]]),
    ],
  };
  const { terms, rest } = substepAt(walkOf(long, spec, 0), long, spec, 0, 0);
  assert.deepEqual([terms.length, terms.at(-1)?.name, rest], [13, "bias", { count: 8, value: 2 }]);
});

test("of a layer that is too large to walk one unit stands for all", () => {
  const names = LINEAR.steps.slice(0, 2);
  const walk = walkOf({ ...LINEAR, steps: names }, specOf(3, [51]), 7);
  assert.equal(
    walk.count,
    1 + 1 + 1 + 1 + 1 + 3,
    "one unit of 51 forward and back, the weight from it, three weights to it",
  );
  assert.ok(walk.isJumping);
  assert.equal(walkOf({ ...LINEAR, steps: names }, specOf(3, [50]), 7).count, 50 + 1 + 1 + 50 + 50 + 150);
});

test("formulas are written with numbers, as a person reads them", () => {
  const book = new Map(
    ["l1", "l1_delta", "l1_x", "w", "w_square"].map((name, i) => [
      name,
      step(name, "given", [
        [0.25 - i, 0.5],
        [1, 2],
      ]),
    ]),
  );
  const says = (/** @type {string} */ formula) => written(book, formula, [0, 0]).replaceAll("\u00a0", " ");
  assert.equal(says("nonlin(l1, deriv=True)"), "0.2500 × (1 − 0.2500)");
  assert.equal(says("tanh(l1_delta, deriv=True)"), "tanh′(−0.7500)");
  assert.equal(says("0.9 * w + (1 - 0.9) * l1_delta**2"), "0.9 × (−2.7500) + (1 − 0.9) × (−0.7500)^2");
  assert.equal(says("l1 / (np.sqrt(l1) + 1e-08)"), "0.2500 / (√(0.2500) + 1e−8)");
  assert.equal(says("np.clip(l1_delta, -0.5, 0.5)"), "clip(−0.7500, −0.5, 0.5)");
  assert.equal(says("l1_delta - np.mean(l1_delta * l1, axis=0)"), "−0.7500 − 0.4063");
  assert.equal(says("l1 * (l1_delta - np.sum(l1_delta * l1, axis=1, keepdims=True))"), "0.2500 × (−0.7500 − 0.06250)");
});

test("a term has four decimals, and four digits that say something", () => {
  assert.deepEqual(
    [0, -0, 12.34567, 0.5, -0.0195312, 0.00171234, 0.0001, -6.227e-18, 12345678, Infinity].map((value) =>
      format.term(value),
    ),
    ["0.0000", "0.0000", "12.3457", "0.5000", "−0.01953", "0.001712", "1.000e−4", "−6.227e−18", "1.235e+7", "–"],
  );
});

test("softmax is written out with the sums of all outputs", () => {
  const sums = [1.5, -2, 0.25, 0, 1, 2, -1, 3];
  const shares = (/** @type {number} */ count) => {
    const z = step("l1_z", "np.dot(l0, syn0)", [sums.slice(0, count)]);
    return written(new Map([["l1_z", z]]), "softmax(l1_z)", [0, 1]).replaceAll("\u00a0", " ");
  };
  assert.equal(shares(2), "e^(−2.0000) / (e^1.5000 + e^(−2.0000))");
  assert.ok(shares(6).endsWith(" + e^1.0000 + e^2.0000)"));
  assert.equal(
    shares(8),
    `e^(−2.0000) / (e^1.5000 + e^(−2.0000) + e^0.2500 + e^0.0000 + e^1.0000 + e^2.0000 + … 2 more, together ${format.term(Math.exp(-1) + Math.exp(3))})`,
  );
  sums[7] = 1000;
  assert.ok(shares(8).endsWith(" + … 2 more)"), "what is too large for a number is not told as one");
  const spec = specOf(2, []);
  const soft = {
    ...LINEAR,
    steps: LINEAR.steps.map((one) => (one.name === "l1" ? { ...one, formula: "softmax(l1_z)" } : one)),
  };
  assert.match(substepAt(walkOf(soft, spec, 0), soft, spec, 0, 0).sentence, / softmax makes −2.2500 of it\.$/);
});

test("what a pass does and a prediction does not is said, where it is so", () => {
  const having = (/** @type {string[]} */ ...names) =>
    modeOf({ ...LINEAR, steps: [...LINEAR.steps, ...names.map((name) => step(name, "given", [[1]]))] });
  assert.equal(having("l0_mean", "l0_deviation"), "");
  assert.equal(
    having("l1_mask"),
    "Training leaves units out; the drawing and the table show the network as it predicts.",
  );
  assert.equal(
    having("l1_normalised"),
    "Training measures sums by their batch; the drawing and the table show the network as it predicts.",
  );
  assert.equal(
    having("l1_mask", "l1_normalised"),
    "Training leaves units out and measures sums by their batch; the drawing and the table show the network as it predicts.",
  );
});
