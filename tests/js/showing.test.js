import assert from "node:assert/strict";
import { test } from "node:test";
import { isLive, pending, shown } from "../../static/js/pure/run/showing.js";
import * as format from "../../static/js/pure/words/format.js";

/** @typedef {import("../../static/js/types").State} State */

const table = { inputs: [[0], [1]], targets: [[0], [1]], input_names: ["a"], target_names: ["y"] };
const spec = {
  table,
  features: { formulas: null, standardise: false, statistics: null },
  split: null,
  network: { hidden: [4] },
  training: { epochs: 10, learning_rate: 1, changes: [] },
  seed: 1,
};
const preview = { spec, svg: "<preview>", frame: { epoch: 0 }, error: 0.5 };

/** @param {string} status @param {object} wanted @returns {State} */
function state(status, wanted) {
  const run = { id: "r", status, epoch: 7, epochs: 10, error: 0.1, spec };
  return /** @type {State} */ (
    /** @type {unknown} */ ({ spec: wanted, preview, run, runSvg: "<run>", runFrame: { epoch: 7 } })
  );
}

test("without a run the start is shown", () => {
  const alone = /** @type {State} */ ({ ...state("done", spec), run: null });
  assert.deepEqual(pending(alone), []);
  assert.equal(shown(alone).svg, "<preview>");
  assert.equal(shown(alone).epoch, 0);
});

test("a live run is shown whatever is edited; a resting one gives way to the new start", () => {
  const edited = { ...spec, seed: 2 };
  assert.equal(shown(state("running", edited)).svg, "<run>");
  assert.equal(shown(state("paused", edited)).svg, "<preview>");
  assert.equal(shown(state("paused", spec)).epoch, 7);
  assert.deepEqual(pending(state("paused", edited)), ["seed"]);
});

test("until the newest frame is there, the last one is shown whole", () => {
  const past = /** @type {State} */ (
    /** @type {unknown} */ ({ ...state("done", spec), at: null, runFrame: { epoch: 3, error: 0.4, test_error: null } })
  );
  assert.deepEqual([shown(past).epoch, shown(past).error], [3, 0.4]);
  assert.deepEqual([shown(state("done", spec)).epoch, shown(state("done", spec)).error], [7, 0.1]);
});

test("queued counts as live, paused does not", () => {
  assert.ok(isLive("queued") && isLive("running"));
  assert.ok(!isLive("paused") && !isLive("done") && !isLive(undefined));
});

test("how alpha changes, in words", () => {
  assert.equal(format.changesOf("learning_rate", 1, []), "");
  const mixed = [
    { epoch: 3, learning_rate: 0.5, l2: null },
    { epoch: 7, learning_rate: null, l2: 0.1 },
  ];
  assert.equal(format.changesOf("learning_rate", 1, mixed), "1 at first, 0.5 from epoch 3");
  assert.equal(format.changesOf("l2", 0, mixed), "0 at first, 0.1 from epoch 7");
  assert.equal(
    format.changesOf("learning_rate", 1, [{ epoch: 1200, learning_rate: 0.5 }]),
    "1 at first, 0.5 from epoch 1,200",
  );
  const two = [
    { epoch: 5, learning_rate: 2 },
    { epoch: 9, learning_rate: 0.1 },
  ];
  assert.equal(format.changesOf("learning_rate", 1, two), "1 at first, 2 changes, the last 0.1 from epoch 9");
});

test("small errors keep five decimals as long as they say something", () => {
  assert.equal(format.error(0.00063), "0.00063");
  assert.equal(format.error(0.000012), "1.2e-5");
  assert.equal(format.error(0), "0.00000");
  assert.equal(format.error(null), "–");
  assert.equal(format.counted(1, "row"), "1 row");
  assert.equal(format.counted(1200, "row"), "1,200 rows");
});
