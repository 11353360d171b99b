// Questions over one connection that stays open: a request costs a browser some five milliseconds, a message one.

const REST = 30_000; // milliseconds after a connection was refused, or broke: until then questions go as requests
const PATIENCE = 15_000; // milliseconds that an answer may take: after that the connection counts as broken

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
    this.refused = performance.now(); // until it is open
    const connection = connect(this.address);
    if (!connection) return;
    this.connection = connection;
    connection.addEventListener("message", ({ data }) => this.hear(JSON.parse(data)));
    connection.addEventListener("open", () => (this.refused = -Infinity));
    connection.addEventListener("close", () => this.lose(connection));
  }

  /**
   * The answer to a question; null where there is no connection, or none any more.
   * @param {string} path
   * @param {AbortSignal} [signal]
   * @returns {Promise<Answer | null>}
   */
  ask(path, signal) {
    const { connection } = this;
    if (!connection || connection.readyState !== connection.OPEN) return Promise.resolve(null);
    signal?.throwIfAborted();
    const id = (this.asked += 1);
    connection.send(JSON.stringify({ id, get: path }));
    return new Promise((answer, leave) => {
      const silence = setTimeout(() => this.lose(connection), PATIENCE);
      this.waiting.set(id, (heard) => {
        clearTimeout(silence);
        answer(heard);
      });
      const forget = () => {
        clearTimeout(silence);
        if (this.waiting.delete(id)) leave(signal?.reason);
      };
      signal?.addEventListener("abort", forget, { once: true });
    });
  }

  /** @param {Answer & {id: number}} answer */
  hear({ id, status, body }) {
    const answer = this.waiting.get(id);
    this.waiting.delete(id);
    answer?.({ status, body });
  }

  /**
   * It is closed, or silent: what waits is asked otherwise, and so is the next for a while.
   * @param {WebSocket} connection
   */
  lose(connection) {
    if (this.connection !== connection) return;
    this.connection = null;
    connection.close();
    if (this.waiting.size > 0) this.refused = performance.now();
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const answer of waiting) answer(null);
  }
}

/** @param {string} address */
function connect(address) {
  try {
    return new WebSocket(address);
  } catch {
    return null; // a browser that forbids it
  }
}
