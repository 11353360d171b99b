import assert from "node:assert/strict";
import { test } from "node:test";
import { Asking } from "../../static/js/services/server/asking.js";

Object.assign(globalThis, { requestAnimationFrame: setImmediate }); // there is no screen here
const tick = () => new Promise((done) => setImmediate(done));

test("one question at a time, and of those that came meanwhile the newest", async () => {
  let wanted = 1;
  const asked = /** @type {number[]} */ ([]);
  let answer = () => {};
  const asking = new Asking(() => {
    if (asked.at(-1) === wanted) return null;
    return () => {
      asked.push(wanted);
      return new Promise((done) => (answer = () => done(undefined)));
    };
  });
  const whole = asking.follow();
  while (asked.length < 1) await tick();
  for (wanted of [2, 3]) await asking.follow(); // at once: somebody asks already
  assert.deepEqual(asked, [1]);
  answer();
  while (asked.length < 2) await tick();
  answer();
  await whole;
  assert.deepEqual(asked, [1, 3]);
});

test("what is wanted before it is asked for replaces what was", async () => {
  let wanted = "old";
  const asked = /** @type {string[]} */ ([]);
  const asking = new Asking(() => (asked.includes(wanted) ? null : async () => void asked.push(wanted)));
  const whole = asking.follow();
  wanted = "new"; // the drawing of the old one is not on the screen yet
  await whole;
  assert.deepEqual(asked, ["new"]);
});
