import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, queryOf, same } from "../../static/js/pure/spec/address.js";
import { fitting, learningRate, needsNewStart } from "../../static/js/pure/spec/needs.js";

/** @type {any} */
const SPEC = {
  version: 1,
  table: { inputs: [[0, 1]], targets: [[1]], input_names: ["a", "b"], target_names: ["y"] },
  features: { formulas: null, standardise: false, statistics: null },
  split: null,
  network: {
    hidden: [4],
    activation: "sigmoid",
    output_activation: "sigmoid",
    bias: false,
    initializer: "uniform",
    initial: null,
  },
  training: { epochs: 100, learning_rate: 1, l2: 0, changes: [] },
  seed: 1,
};
const { table: _, ...DEFAULTS } = SPEC;

test("equality does not ask for the order of keys", () => {
  assert.ok(same({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }));
  assert.ok(!same({ a: 1 }, { a: 1, b: 2 }));
  assert.ok(!same([1, 2], [1]));
});

test("an address says only what is not default", () => {
  const changed = { ...SPEC, seed: 7, training: { ...SPEC.training, learning_rate: 0.5 } };
  const { table: __, ...rest } = changed;
  assert.deepEqual(differences(rest, DEFAULTS), { seed: 7, training: { learning_rate: 0.5 } });
  const query = /** @type {string} */ (queryOf(changed, {}, DEFAULTS, 8000));
  assert.deepEqual(JSON.parse(/** @type {string} */ (new URLSearchParams(query).get("spec"))), {
    table: SPEC.table,
    seed: 7,
    training: { learning_rate: 0.5 },
  });
});

test("a preset is named, and a spec that is too long has no address", () => {
  assert.equal(queryOf(SPEC, { one: SPEC }, DEFAULTS, 8000), "?preset=one");
  assert.equal(queryOf(SPEC, {}, DEFAULTS, 20), null);
});

test("a made table is told by how it was made, with the settings beside it", () => {
  const recipe = { name: "above", points: 500, noise: 0.1, seed: 3, formula: "x + 2*x" };
  const changed = { ...SPEC, seed: 7 };
  const query = new URLSearchParams(/** @type {string} */ (queryOf(changed, {}, DEFAULTS, 8000, recipe)));
  assert.deepEqual(Object.fromEntries(query), {
    made: "above",
    points: "500",
    noise: "0.1",
    data_seed: "3",
    formula: "x + 2*x",
    spec: '{"seed":7}',
  });
  assert.ok(!queryOf(SPEC, {}, DEFAULTS, 8000, { ...recipe, formula: null })?.includes("formula"));
  assert.equal(queryOf(SPEC, { one: SPEC }, DEFAULTS, 8000, recipe), "?preset=one");
});

test("what does not fit another table gives way", () => {
  const spec = {
    ...SPEC,
    split: null,
    network: { ...SPEC.network, initial: {} },
    training: { ...SPEC.training, batch_size: 4 },
  };
  const fits = fitting(spec, spec);
  assert.deepEqual([fits.network.initial, fits.training.batch_size], [null, 1]);
  assert.equal(fitting(SPEC, SPEC).training, SPEC.training);
});

test("frozen parameters stay where their layers are as they were", () => {
  const weight = { layer: 1, parameter: "weights", from: 0, to: 2 };
  const entries = [weight, { ...weight, layer: 3 }, { ...weight, layer: 2, parameter: "biases", from: null, to: 0 }];
  const before = {
    ...SPEC,
    split: null,
    network: { ...SPEC.network, hidden: [4, 3], bias: true },
    training: { ...SPEC.training, frozen: entries },
  };
  /** @param {object} network */
  const left = (network) => {
    const after = { ...before, network: { ...before.network, ...network } };
    return fitting(after, before).training.frozen.map((/** @type {{layer: number}} */ one) => one.layer);
  };
  assert.deepEqual(left({}), [1, 3, 2]);
  assert.deepEqual(left({ activation: "tanh" }), [1, 3, 2]);
  assert.deepEqual(left({ hidden: [4, 2] }), [1]);
  assert.deepEqual(left({ hidden: [2, 3] }), [3]);
  assert.deepEqual(left({ hidden: [4] }), []);
  assert.deepEqual(left({ hidden: [4, 4, 3] }), []);
  assert.deepEqual(left({ bias: false }), [1, 3]);
});

test("names with any characters come back", () => {
  const named = { ...SPEC, table: { ...SPEC.table, input_names: ["ä&b=", "%+#😀"] } };
  const query = /** @type {string} */ (queryOf(named, {}, DEFAULTS, 8000));
  assert.deepEqual(JSON.parse(/** @type {string} */ (new URLSearchParams(query).get("spec"))).table.input_names, [
    "ä&b=",
    "%+#😀",
  ]);
});

test("what a run takes on its way needs no new start", () => {
  const alpha = { ...SPEC, training: { ...SPEC.training, learning_rate: 0.1, epochs: 200 } };
  assert.deepEqual(needsNewStart(alpha, SPEC), []);
  assert.deepEqual(needsNewStart({ ...SPEC, seed: 2 }, SPEC), ["seed"]);
  assert.deepEqual(needsNewStart({ ...SPEC, network: { ...SPEC.network, hidden: [5] } }, SPEC), ["layers"]);
  assert.deepEqual(needsNewStart({ ...SPEC, network: { ...SPEC.network, bias: true } }, SPEC), ["network settings"]);
  assert.deepEqual(needsNewStart({ ...SPEC, table: { ...SPEC.table, targets: [[0]] } }, SPEC), ["table"]);
});

test("alpha is the last one that came into force", () => {
  const changes = [
    { epoch: 3, learning_rate: 0.5 },
    { epoch: 9, l2: 1 },
    { epoch: 10, learning_rate: 0.2 },
  ];
  assert.equal(learningRate({ ...SPEC, training: { ...SPEC.training, changes } }), 0.2);
});
