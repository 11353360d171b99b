import assert from "node:assert/strict";
import { test } from "node:test";
import {
  countCorrect,
  explained,
  headlineOf,
  isRight,
  kindOf,
  largest,
  rightOutputs,
} from "../../static/js/pure/table/tasks.js";

test("a row is right when every output is on its target's side", () => {
  assert.equal(
    countCorrect(
      [
        [0.4, 0.6],
        [0.4, 0.4],
        [null, 0],
      ],
      [
        [0, 1],
        [1, 1],
        [0, 0],
      ],
      0.5,
    ),
    1,
  );
  assert.ok(isRight(-0.2, -1, 0));
  assert.ok(!isRight(0.5, 1, 0.5), "the middle itself is not above the middle");
});

test("an output is decided in the middle of its range, which need not be 0.5", () => {
  const [targets, given] = [
    [[1], [1], [-1], [1]],
    [[0.2], [0.6], [-0.3], [-0.1]],
  ];
  assert.equal(countCorrect(given, targets, 0), 3);
  assert.equal(countCorrect(given, targets, 0.5), 2);
  assert.equal(headlineOf(given, targets, 0, []).value, "3 of 4");
  assert.deepEqual(rightOutputs([0.2, -0.2], [1, 1], "labels", 0), [true, false]);
  assert.ok(isRight(0.2, 1, 0));
});

test("one of several classes is said by the largest output, wherever the middle lies", () => {
  const targets = [
    [0, 1],
    [1, 0],
    [1, 0],
  ];
  assert.equal(kindOf(targets), "classes");
  assert.equal(
    countCorrect(
      [
        [0.1, 0.2],
        [0.7, 0.9],
        [0.6, 0.6],
      ],
      targets,
      0.5,
    ),
    2,
    "of equal ones the first",
  );
  assert.deepEqual(rightOutputs([0.7, 0.9], [1, 0], "classes", 0.5), [false, false]);
  assert.deepEqual(rightOutputs([0.1, 0.2, 0.3], [0, 1, 0], "classes", 0.5), [true, false, false]);
  assert.deepEqual(rightOutputs([null, 0.2], [0, 1], "classes", 0.5), [false, false]);
  assert.equal(largest([0.3, null]), -1);
});

test("what is explained of numbers: all, none, and not defined", () => {
  assert.equal(explained([[1], [2.5]], [[1], [2.5]]), 1);
  assert.equal(explained([[1.75], [1.75]], [[1], [2.5]]), 0);
  assert.equal(explained([[1], [2]], [[0.3], [0.3]]), null);
  assert.equal(explained([[1], [null]], [[0.3], [0.4]]), null);
  assert.equal(
    explained(
      [
        [1, 5],
        [2.5, 6],
      ],
      [
        [1, 0.3],
        [2.5, 0.3],
      ],
    ),
    1,
    "a constant output has none and does not count",
  );
});

test("the foot of the table says one number", () => {
  assert.deepEqual(headlineOf([[0.1], [0.2]], [[0], [1]], 0.5, []), {
    value: "1 of 2",
    words: "correct",
    meaning: "Rows that are right",
  });
  assert.equal(headlineOf(null, [[0], [1]], 0.5, []).value, "– of 2");
  assert.equal(headlineOf([[1.1], [2.4]], [[1], [2.5]], 0.5, []).value, "R² 0.98");
  assert.equal(headlineOf(null, [[1], [2.5]], 0.5, []).value, "R² –");
  const apart = headlineOf([[0.1], [0.2], [0.9]], [[0], [1], [1]], 0.5, [1]);
  assert.deepEqual([apart.value, apart.words], ["2 of 2", "· 0 of 1 test"]);
});
