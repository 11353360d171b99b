// What subscribers of the page's state are told, and in which order.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../../static/js/services/store.js";

/** @typedef {import("../../static/js/types").State} State */

/** A store of which the row alone matters. @returns {Store} */
const storeOf = () => new Store(/** @type {State} */ ({ row: 0 }));

/** Writes down what a subscriber is told, as "before > now". @param {Store} store */
function listener(store) {
  const heard = /** @type {string[]} */ ([]);
  store.subscribe((state, before) => heard.push(`${before.row} > ${state.row}`));
  return heard;
}

test("a subscriber is told at once, and of every change", () => {
  const store = storeOf();
  const heard = listener(store);
  assert.deepEqual(heard, ["0 > 0"]);
  store.set({ row: 1 });
  store.set({ row: 2 });
  assert.deepEqual(heard, ["0 > 0", "0 > 1", "1 > 2"]);
});

test("what a subscriber sets is told after what it was told, to everyone in order and once", () => {
  const store = storeOf();
  const early = listener(store);
  store.subscribe(({ row }) => {
    if (row === 1) store.set({ row: 2 });
    if (row === 2) store.set({ row: 3 });
  });
  const late = listener(store);
  store.set({ row: 1 });
  const inOrder = ["0 > 0", "0 > 1", "1 > 2", "2 > 3"];
  assert.deepEqual(early, inOrder);
  assert.deepEqual(late, inOrder);
});

test("what is set stands at once, even for whoever set it while being told", () => {
  const store = storeOf();
  const found = /** @type {number[]} */ ([]);
  store.subscribe(({ row }) => {
    if (row !== 1) return;
    store.set({ row: 2 });
    found.push(store.state.row);
  });
  store.set({ row: 1 });
  assert.deepEqual(found, [2]);
});

test("one that sets something as it subscribes is told of it when it is done", () => {
  const store = storeOf();
  const early = listener(store);
  const heard = /** @type {string[]} */ ([]);
  store.subscribe((state, before) => {
    if (state.row === 0) store.set({ row: 1 });
    heard.push(`${before.row} > ${state.row}`);
  });
  assert.deepEqual(heard, ["0 > 0", "0 > 1"]);
  assert.deepEqual(early, ["0 > 0", "0 > 1"]);
});

test("one that subscribes while others are told begins with what stands then", () => {
  const store = storeOf();
  let late = /** @type {string[]} */ ([]);
  store.subscribe(({ row }) => {
    if (row !== 1) return;
    store.set({ row: 2 });
    late = listener(store);
  });
  store.set({ row: 1 });
  store.set({ row: 3 });
  assert.deepEqual(late, ["2 > 2", "2 > 3"]);
});

test("one that fails keeps no change from being told", () => {
  const store = storeOf();
  store.subscribe(({ row }) => {
    if (row === 1) store.set({ row: 2 });
  });
  store.subscribe((state, before) => {
    if (state.row === 1 && before.row === 0) throw new Error("broken");
  });
  const heard = listener(store);
  assert.throws(() => store.set({ row: 1 }), /broken/);
  store.set({ row: 3 });
  assert.deepEqual(heard.slice(-2), ["1 > 2", "2 > 3"]);
});
