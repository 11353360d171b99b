import assert from "node:assert/strict";
import { test } from "node:test";
import { equationOf, notesOf } from "../../static/js/pure/reading/equation.js";

/** @typedef {import("../../static/js/types").Spec} Spec */
/** @typedef {import("../../static/js/types").Frame} Frame */

const AS_THEY_ARE = { names: [], mean: null, deviation: null };
const FORMULAS = { tanh: "tanh(z)", sigmoid: "1 / (1 + e^-z)", relu: "max(0, z)", linear: "z", softmax: "e^z / Σ e^z" };

/**
 * @param {string[]} inputs
 * @param {(number | object)[]} hidden
 * @param {string[]} targets
 * @param {string} output
 * @param {string[] | null} formulas
 * @returns {Spec}
 */
const specOf = (inputs, hidden, targets, output, formulas = null) =>
  /** @type {any} */ ({
    table: { input_names: inputs, target_names: targets },
    features: { formulas },
    network: { hidden, activation: "tanh", output_activation: output },
    training: {},
  });

/** @param {Partial<Frame>} more @returns {Frame} */
const frameOf = (more) => ({ epoch: 0, weights: null, biases: null, predictions: [], ...more });

/**
 * What the lines of an equation come to.
 * @param {string} text
 * @param {Record<string, number>} given
 * @returns {Record<string, any>}
 */
function computed(text, given) {
  /** @type {Record<string, any>} */
  const values = { ...given, tanh: Math.tanh, linear: (/** @type {number} */ z) => z, root: Math.sqrt, e: Math.E };
  const program = text
    .replaceAll("−", "-")
    .replaceAll("·", "*")
    .replaceAll("√", "root")
    .replaceAll("^", "**")
    .replaceAll("(a*b)'", "product")
    .replaceAll("'", "_measured")
    .replaceAll("hidden ", "hidden_");
  for (const line of program.split("\n")) {
    const [name = "", formula] = line.split(" = ");
    values[name] = Function(...Object.keys(values), `return ${formula}`)(...Object.values(values));
  }
  return values;
}

/** @param {number} value @param {number} wanted */
const isNear = (value, wanted) => assert.ok(Math.abs(value - wanted) < 1e-9, `${value} is not ${wanted}`);

test("batch norm is written out with the numbers of each unit", () => {
  const spec = specOf(["a", "b"], [{ size: 2, batch_norm: true }], ["y"], "linear");
  const norm = { gamma: [1.5, -0.5], beta: [-0.25, 0.75], mean: [0.125, -2], variance: [0.0625, 3] };
  const frame = frameOf({
    weights: [
      [
        [0.5, -1],
        [0.25, 2],
      ],
      [[3], [-4]],
    ],
    biases: [[0.1, 0.2], [-0.3]],
    batch_norm: [norm],
  });
  const text = equationOf(spec, frame, AS_THEY_ARE, 4);
  assert.equal(
    text.split("\n")[0],
    "hidden 1 = tanh(1.5000 · ((0.5000 · a + 0.2500 · b + 0.1000) − 0.1250) / √(0.06250 + 0.00001) − 0.2500)",
  );
  assert.match(text.split("\n")[1] ?? "", /^hidden 2 = tanh\(−0.5000 · \(\(.+\) \+ 2.0000\)/);
  const values = computed(equationOf(spec, frame, AS_THEY_ARE, 12), { a: 2, b: -1 });
  const [first, second] = [
    Math.tanh((1.5 * (0.85 - 0.125)) / Math.sqrt(0.0625 + 1e-5) - 0.25),
    Math.tanh((-0.5 * (-3.8 + 2)) / Math.sqrt(3 + 1e-5) + 0.75),
  ];
  isNear(values.hidden_1, first);
  isNear(values.hidden_2, second);
  isNear(values.y, 3 * first - 4 * second - 0.3);
  assert.match(notesOf(spec, frame, AS_THEY_ARE, FORMULAS), /running mean and variance/);
});

test("standardised inputs have a line each, with formulas as they are", () => {
  const spec = specOf(["a", "b"], [], ["y"], "tanh", ["a", "a*b"]);
  const frame = frameOf({ weights: [[[0.5], [-0.25]]] });
  const inputs = { names: ["a", "a*b"], mean: [0.5, -3], deviation: [2, 0.00001234567] };
  const [first, second, output] = equationOf(spec, frame, inputs, 4).split("\n");
  assert.equal(first, "a' = (a − 0.5000) / 2.0000");
  assert.equal(second, "(a*b)' = ((a*b) + 3.0000) / 1.235e−5", "no deviation is a false zero");
  assert.equal(output, "y = tanh(0.5000 · a' − 0.2500 · (a*b)')");
  const values = computed(equationOf(spec, frame, inputs, 12), { a: 1.5, b: -2 });
  isNear(values.y, Math.tanh(0.25));
  assert.match(notesOf(spec, frame, inputs, FORMULAS), /standardised/);
  assert.equal(
    equationOf(spec, frame, AS_THEY_ARE, 4),
    "y = tanh(0.5000 · a − 0.2500 · (a*b))",
    "a formula is one factor",
  );
});

test("softmax says what it makes shares of", () => {
  const spec = specOf(["a"], [], ["p", "q", "r"], "softmax");
  const frame = frameOf({ weights: [[[1, -2, 0.5]]], biases: [[0, 0.25, -1]] });
  const text = equationOf(spec, frame, AS_THEY_ARE, 4);
  assert.deepEqual(text.split("\n").slice(2, 4), ["z3 = 0.5000 · a − 1.0000", "p = e^z1 / (e^z1 + e^z2 + e^z3)"]);
  const powers = [1.5, -2.75, -0.25].map(Math.exp);
  const values = computed(text, { a: 1.5 });
  ["p", "q", "r"].forEach((name, i) =>
    isNear(values[name], /** @type {number} */ (powers[i]) / powers.reduce((sum, one) => sum + one)),
  );
  const many = Array.from({ length: 20 }, (_, i) => `t${i}`);
  assert.match(
    equationOf(specOf(["a"], [], many, "softmax"), frameOf({ weights: [[many.map(() => 1)]] }), AS_THEY_ARE, 2),
    /t19 = e\^z20 \/ \(e\^z1 \+ e\^z2 \+ … \+ e\^z20\)$/,
  );
});

test("a network of nothing but weights needs no words, and one whose weights are not asked for has no equation", () => {
  const spec = specOf(["a"], [], ["y"], "tanh");
  assert.equal(notesOf(spec, frameOf({ weights: [[[1]]] }), AS_THEY_ARE, FORMULAS), "");
  assert.deepEqual(
    [
      equationOf(spec, frameOf({}), AS_THEY_ARE, 4),
      notesOf(spec, frameOf({}), { ...AS_THEY_ARE, mean: [0] }, FORMULAS),
    ],
    ["", ""],
  );
});

test("each activation's formula is told once, where its name does not say it already", () => {
  const spec = specOf(["a"], [{ size: 1, activation: "relu" }, { size: 1, activation: "relu" }, 1], ["y"], "sigmoid");
  const frame = frameOf({ weights: [[[1]], [[2]], [[3]], [[4]]] });
  assert.equal(notesOf(spec, frame, AS_THEY_ARE, FORMULAS), "relu(z) is max(0, z); sigmoid(z) is 1 / (1 + e^-z).");
  assert.equal(
    notesOf(specOf(["a"], [], ["p", "q"], "softmax"), frameOf({ weights: [[[1, 2]]] }), AS_THEY_ARE, FORMULAS),
    "",
    "softmax is written out",
  );
});
