// Questions over a socket, with a connection that the test answers, closes or leaves silent.

import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Socket } from "../../static/js/services/server/socket.js";

/** @type {Connection[]} */
let opened = [];

class Connection extends EventTarget {
  OPEN = 1;
  readyState = 0;
  /** @type {{id: number, get: string}[]} */
  asked = [];

  /** @param {string} address */
  constructor(address) {
    super();
    this.address = address;
    opened.push(this);
  }

  open() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  /** @param {string} text */
  send(text) {
    this.asked.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
    this.dispatchEvent(new Event("close"));
  }

  /** @param {number} id @param {unknown} body */
  answer(id, body) {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ id, status: 200, body }) }));
  }
}

/** @returns {{socket: Socket, connection: Connection}} */
function open() {
  const socket = new Socket("ws://here/socket");
  socket.open();
  const connection = /** @type {Connection} */ (opened.at(-1));
  connection.open();
  return { socket, connection };
}

beforeEach(() => {
  opened = [];
  Object.assign(globalThis, { WebSocket: Connection });
  mock.timers.reset();
});

test("each answer finds its question, whatever comes first", async () => {
  const { socket, connection } = open();
  const answers = Promise.all([socket.ask("/a"), socket.ask("/b")]);
  const [first, second] = connection.asked;
  assert.deepEqual([first?.get, second?.get], ["/a", "/b"]);
  connection.answer(second?.id ?? 0, "for b");
  connection.answer(first?.id ?? 0, "for a");
  assert.deepEqual(
    (await answers).map((one) => one?.body),
    ["for a", "for b"],
  );
});

test("before it is open, and after it has closed, nobody is asked", async () => {
  const socket = new Socket("ws://here/socket");
  assert.equal(await socket.ask("/a"), null);
  socket.open();
  assert.equal(await socket.ask("/a"), null);
  opened[0]?.open();
  const answer = socket.ask("/a");
  opened[0]?.close();
  assert.equal(await answer, null);
  assert.equal(await socket.ask("/b"), null);
});

test("one that breaks while somebody waits, or is refused, is not opened again at once", async () => {
  const { socket, connection } = open();
  socket.ask("/a");
  connection.close();
  socket.open();
  assert.equal(opened.length, 1);
  const refused = new Socket("ws://here/socket");
  refused.open();
  opened[1]?.close();
  refused.open();
  assert.equal(opened.length, 2);
});

test("one that closes while nobody waits is opened again", () => {
  const { socket, connection } = open();
  connection.close();
  socket.open();
  assert.equal(opened.length, 2);
});

test("one that is silent counts as broken", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { socket, connection } = open();
  const answer = socket.ask("/a");
  mock.timers.tick(15_000);
  assert.equal(await answer, null);
  assert.equal(connection.readyState, 3);
});

test("a question that is given up is forgotten", async () => {
  const { socket, connection } = open();
  const giving = new AbortController();
  const answer = socket.ask("/a", giving.signal);
  giving.abort();
  await assert.rejects(answer, { name: "AbortError" });
  connection.answer(1, "too late");
  await assert.rejects(async () => socket.ask("/b", giving.signal), { name: "AbortError" });
});

test("a browser that forbids sockets has none", async () => {
  Object.assign(globalThis, { WebSocket: undefined });
  const socket = new Socket("ws://here/socket");
  socket.open();
  assert.equal(await socket.ask("/a"), null);
});
