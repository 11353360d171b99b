// What the editor hands on: every edit, each step back and forward, and nothing where there is no such step.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setCell } from "../../static/js/pure/table/sheet.js";
import { Editor } from "../../static/js/services/editing/editor.js";
import { Store } from "../../static/js/services/store.js";

/** @typedef {import("../../static/js/types").State} State */

/** An editor of one row, and the first input of each table that it hands on. */
function editorOf() {
  const sheet = { inputs: 1, names: ["a", "y"], rows: [["0", "1"]] };
  const spec = { split: null };
  const store = new Store(/** @type {State} */ (/** @type {unknown} */ ({ sheet, spec })));
  const handed = /** @type {(number | undefined)[]} */ ([]);
  return { editor: new Editor(store, (table) => handed.push(table.inputs[0]?.[0])), handed };
}

test("what was never edited cannot be taken back, and nothing is asked for", () => {
  const { editor, handed } = editorOf();
  editor.undo();
  editor.redo();
  assert.deepEqual(handed, []);
});

test("an edit goes back and forward, and no further", () => {
  const { editor, handed } = editorOf();
  editor.edit((sheet) => setCell(sheet, 0, 0, "5"));
  editor.undo();
  editor.undo();
  editor.redo();
  editor.redo();
  assert.deepEqual(handed, [5, 0, 5]);
});
