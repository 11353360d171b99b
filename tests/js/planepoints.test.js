// What a click in the plane does to the table, on a page that has but the fields it asks for.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Store } from "../../static/js/services/store.js";
import { PlanePoints } from "../../static/js/view/plane/points.js";

/** @typedef {import("../../static/js/types").State} State */
/** @typedef {import("../../static/js/types").Sheet} Sheet */

const BOX = { left: 0, top: 0, width: 100, height: 100, x: { low: 0, high: 1 }, y: { low: 0, high: 1 } };
const PLACES = /** @type {[number, number][]} */ ([
  [0.1, 0.1],
  [0.5, 0.5],
  [0.9, 0.9],
  [0.9, 0.1],
]);
const COLUMNS = { x: 0, y: 1 };
const TARGETS = [[0], [1], [1], [0]];
const ROWS = PLACES.map((place, i) => [...place, TARGETS[i]?.[0] ?? 0].map(String));

/** @type {Sheet} */
let sheet;
/** @type {PlanePoints} */
let points;
/** @type {Store} */
let store;
let value = "";

beforeEach(() => {
  const field = {
    addEventListener() {},
    get value() {
      return value;
    },
  };
  Object.assign(globalThis, { document: { getElementById: () => field } });
  sheet = { inputs: 2, names: ["a", "b", "y"], rows: ROWS };
  const table = { inputs: PLACES, targets: TARGETS, input_names: ["a", "b"], target_names: ["y"] };
  store = new Store(
    /** @type {State} */ (/** @type {unknown} */ ({ sheet, spec: { table }, plane: { edit: null, layer: 0 } })),
  );
  const editor = { edit: (/** @type {(one: Sheet) => Sheet} */ change) => (sheet = change(sheet)) };
  points = new PlanePoints(store, /** @type {any} */ (editor), 5, 1000);
});

/** @param {import("../../static/js/types").PlaneChoice["edit"]} edit @param {number} px @param {number} py */
function click(edit, px, py) {
  store.set({ plane: { ...store.state.plane, edit } });
  points.click(BOX, PLACES, px, py, COLUMNS);
}

for (const row of PLACES.keys()) {
  test(`a click on point ${row} takes away its own row and no other`, () => {
    const [x, y] = /** @type {[number, number]} */ (PLACES[row]);
    click("erase", 100 * x + 3, 100 - 100 * y - 3);
    assert.deepEqual(
      sheet.rows,
      ROWS.filter((_, i) => i !== row),
    );
  });
}

test("a click where no point is takes none away", () => {
  click("erase", 30, 30);
  assert.deepEqual(sheet.rows, ROWS);
});

test("a click adds a point of the chosen kind, or of the value that stands in the field", () => {
  click(1, 25, 25);
  assert.deepEqual(sheet.rows, [...ROWS, ["0.25", "0.75", "1"]]);
  value = "0.3";
  click("value", 75, 25);
  assert.deepEqual(sheet.rows.at(-1), ["0.75", "0.75", "0.3"]);
  value = "1001";
  click("value", 75, 25);
  assert.equal(sheet.rows.length, ROWS.length + 2);
  assert.match(store.state.notice ?? "", /^A point's value is a number/);
});

test("a dragged point is moved once it is let go, and only where it went elsewhere", () => {
  assert.ok(points.press(BOX, PLACES, 50, 50));
  points.drop(COLUMNS);
  assert.deepEqual(sheet.rows, ROWS);
  points.press(BOX, PLACES, 50, 50);
  points.drag(BOX, 20, 60);
  assert.deepEqual(sheet.rows, ROWS);
  points.drop({ x: 1, y: 0 });
  assert.deepEqual(
    sheet.rows,
    ROWS.with(1, ["0.4", "0.2", "1"]),
    "the first column's value stands first, whichever axis it is on",
  );
});
