import assert from "node:assert/strict";
import { test } from "node:test";
import { rowsOf } from "../../static/js/pure/reading/gradients.js";
import { belongs, parseField, settled, valueAt, withValue } from "../../static/js/pure/spec/fields.js";
import { hasDropout, ownOf, withOwn } from "../../static/js/pure/spec/hidden.js";
import { settingAt, settingsBetween, withSetting } from "../../static/js/pure/spec/needs.js";

/** @param {object} training @param {object} [network] */
const spec = (training, network = {}) =>
  /** @type {any} */ ({
    split: null,
    network: { hidden: [4], output_activation: "sigmoid", ...network },
    training: { loss: "squared_error", dropout: 0, changes: [], ...training },
  });

test("a path is read and written without touching the rest", () => {
  const before = spec({ stop: null, l2: 0.5 });
  assert.equal(valueAt(before, "training.l2"), 0.5);
  assert.equal(valueAt(before, "training.stop.epochs"), null);
  const after = withValue(before, "training.stop.epochs", 7);
  assert.deepEqual(after.training.stop, { epochs: 7 });
  assert.equal(before.training.stop, null);
  assert.deepEqual(withValue({ a: { b: 1, c: 2 } }, "a.b", undefined), { a: { c: 2 } });
});

test("a field says what it takes", () => {
  const field = { kind: "number", bounds: { min: 0, below: 1 }, optional: false };
  assert.deepEqual(parseField("0,5", "momentum", field), { value: 0.5, problem: "" });
  assert.equal(parseField("1", "momentum", field).problem, "momentum is a number, at least 0 and below 1");
  assert.equal(parseField("", "momentum", field).value, null);
  assert.notEqual(parseField("", "momentum", field).problem, "");
  const whole = { kind: "whole", bounds: { min: 1, max: 10_000 }, optional: true };
  assert.deepEqual(parseField("1,000", "batch size", whole), { value: 1000, problem: "" });
  assert.deepEqual(parseField(" ", "batch size", whole), { value: null, problem: "" });
  assert.equal(
    parseField("2.5", "batch size", whole).problem,
    "batch size is a whole number, at least 1 and at most 10,000, or empty",
  );
});

test("what refines a choice goes with it", () => {
  const adam = spec({
    optimizer: "adam",
    optimizer_options: { beta1: 0.5 },
    momentum: 0.3,
    changes: [
      { epoch: 3, momentum: 0.1 },
      { epoch: 4, l2: 1, momentum: null },
    ],
  });
  const { training } = settled(adam, "training.optimizer", {});
  assert.deepEqual(
    [training.optimizer_options, training.momentum, training.changes],
    [{}, null, [{ epoch: 4, l2: 1, momentum: null }]],
  );
  const needs = { binary_cross_entropy: "sigmoid", categorical_cross_entropy: "softmax" };
  const classes = settled(spec({ loss: "categorical_cross_entropy" }), "training.loss", needs);
  assert.equal(classes.network.output_activation, "softmax");
  const back = settled(
    spec({ loss: "categorical_cross_entropy" }, { output_activation: "tanh" }),
    "network.output_activation",
    needs,
  );
  assert.equal(back.training.loss, "squared_error");
  assert.equal(
    settled(spec({ stop: { epochs: null, improvement: 1 } }), "training.stop.epochs", {}).training.stop,
    null,
  );
  assert.equal(belongs("training.loss=huber other", spec({ loss: "huber" })), true);
  assert.equal(belongs("training.loss=huber", spec({})), false);
  assert.equal(belongs(undefined, spec({})), true);
});

test("settings that a run takes on its way", () => {
  const running = spec({ learning_rate: 1, l2: 0, momentum: null, changes: [{ epoch: 10, l2: 0.5 }] });
  assert.equal(settingAt(running, "l2", 9), 0);
  assert.equal(settingAt(running, "l2"), 0.5);
  const wanted = withSetting(running, "learning_rate", 0.1);
  assert.deepEqual([wanted.training.l2, wanted.training.learning_rate, wanted.training.changes], [0.5, 0.1, []]);
  assert.deepEqual(settingsBetween(wanted, running), { learning_rate: 0.1 });
});

test("a layer has something of its own, or is a plain size again", () => {
  const one = withOwn([4, 3], 1, "dropout", 0.2);
  assert.deepEqual(one, [4, { size: 3, activation: null, dropout: 0.2, batch_norm: null }]);
  assert.deepEqual(withOwn(one, 1, "dropout", null), [4, 3]);
  assert.deepEqual(ownOf(4), { activation: null, dropout: null, batch_norm: null });
  assert.equal(hasDropout(spec({}, { hidden: one })), true);
  assert.equal(hasDropout(spec({ dropout: 0.1 }, { hidden: [{ size: 3, dropout: 0 }] })), false);
});

test("a gradient check is listed by difference, kinks last", () => {
  const rows = rowsOf({
    epoch: 3,
    max_relative_difference: 0.2,
    gradients: [
      {
        layer: 0,
        parameter: "weights",
        analytic: [[1, 2]],
        numeric: [[1, 2.5]],
        relative_difference: [[0, 0.2]],
        kinks: [[false, false]],
        lost: [[false, false]],
      },
      {
        layer: 1,
        parameter: "biases",
        analytic: [3],
        numeric: [9],
        relative_difference: [2],
        kinks: [true],
        lost: [false],
      },
    ],
  });
  assert.deepEqual(
    rows.map((row) => row.name),
    ["weight 1 → 2 of layer 1", "weight 1 → 1 of layer 1", "bias 1 of layer 2"],
  );
  assert.deepEqual([rows[0]?.analytic, rows[0]?.numeric, rows[2]?.mark], [2, 2.5, "kink"]);
});
