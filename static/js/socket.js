// Questions over one connection that stays open: a request costs a browser some five milliseconds, a message one.

const REST = 30_000; // milliseconds after a connection was refused: until then questions go as requests

/** @typedef {{status: number, body: any}} Answer */

export class Socket {
  /** @param {string} address of the server's socket */
  constructor(address) {
    this.address = address;
    this.connection = /** @type {WebSocket | null} */ (null);
    this.refused = -Infinity;
    this.asked = 0;
    /** @type {Map<number, (answer: Answer | null) => void>} */
    this.waiting = new Map();
  }

  /** Opens it, unless it is open or has been refused lately. */
  open() {
    if (this.connection || performance.now() - this.refused < REST) return;
    const connection = new WebSocket(this.address);
    this.connection = connection;
    connection.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    connection.addEventListener("open", () => (this.refused = -Infinity));
    connection.addEventListener("close", () => this.lose());
    this.refused = performance.now(); // until it is open
  }

  /** The answer to a question; null where there is no connection, or none any more. @param {string} path @param {AbortSignal} [signal] @returns {Promise<Answer | null>} */
  ask(path, signal) {
    const { connection } = this;
    if (connection?.readyState !== WebSocket.OPEN) return Promise.resolve(null);
    signal?.throwIfAborted();
    const id = (this.asked += 1);
    connection.send(JSON.stringify({ id, get: path }));
    return new Promise((answer, leave) => {
      this.waiting.set(id, answer);
      signal?.addEventListener("abort", () => this.waiting.delete(id) && leave(signal.reason));
    });
  }

  /** @param {Answer & {id: number}} answer */
  hear({ id, status, body }) {
    const answer = this.waiting.get(id);
    this.waiting.delete(id);
    answer?.({ status, body });
  }

  lose() {
    this.connection = null;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const answer of waiting) answer(null);
  }
}
