// The page's whole state: one object, replaced piece by piece; whoever shows some of it subscribes.

/** @typedef {import("./types").State} State */

export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {((state: State, before: State) => void)[]} */
    this.subscribers = [];
  }

  /** @param {Partial<State>} patch */
  set(patch) {
    const before = this.state;
    this.state = { ...before, ...patch };
    for (const subscriber of this.subscribers) subscriber(this.state, before);
  }

  /** Called at once, and after every change. @param {(state: State, before: State) => void} subscriber */
  subscribe(subscriber) {
    this.subscribers.push(subscriber);
    subscriber(this.state, this.state);
  }
}
