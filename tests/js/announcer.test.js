// What a screen reader hears of a minute's training, told by a clock that the test moves.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { Store } from "../../static/js/services/store.js";
import { Announcer } from "../../static/js/view/run/announcer.js";

/** @typedef {import("../../static/js/types").State} State */

const POLL = 200; // milliseconds from one state to the next, as the page has them
const SECONDS = 60;

/** @type {string[]} */
let said = [];
let now = 0;

beforeEach(() => {
  [said, now] = [[], 0];
  const place = {
    text: "",
    get textContent() {
      return this.text;
    },
    set textContent(text) {
      this.text = text;
      said.push(text);
    },
  };
  Object.assign(globalThis, { document: { getElementById: () => place }, Text: class {} });
  mock.method(performance, "now", () => now);
});

/** @param {string} id @param {string} status @param {number} epoch */
const at = (id, status, epoch) =>
  /** @type {Partial<State>} */ ({ run: { id, status, epoch, error: 1 / (1 + epoch) } });

/** A minute of one run, from its start to its end. @returns {Store} */
function minute() {
  const store = new Store(/** @type {State} */ (/** @type {unknown} */ ({ run: null })));
  new Announcer(store);
  for (; now <= SECONDS * 1000; now += POLL) store.set(at("a", "running", now / POLL));
  store.set(at("a", "done", 301));
  return store;
}

test("a training is heard at its start, at its end, and every eight seconds", () => {
  minute();
  assert.equal(said[0], "Training: epoch 0, error 1.00000");
  assert.equal(said.at(-1), "done: epoch 301, error 0.00331");
  assert.equal(said.length, 2 + Math.floor(SECONDS / 8), said.join("; "));
});

test("what is not news is not said", () => {
  const store = minute();
  const { length } = said;
  now += 60_000;
  store.set({ notice: "something else" });
  store.set(at("a", "done", 301));
  assert.equal(said.length, length);
  store.set(at("b", "running", 0));
  assert.equal(said.length, length + 1, "another run is news at once");
});
