// The page's whole state: one object, replaced piece by piece; whoever shows some of it subscribes.

/** @typedef {import("../types").State} State */
/** @typedef {(state: State, before: State) => void} Subscriber */

export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {{tell: Subscriber, since: number}[]} */
    this.subscribers = []; // each with the number of changes that were made before it came
    /** @type {{state: State, before: State, number: number}[]} */
    this.untold = [];
    this.changes = 0;
    this.isTelling = false;
  }

  /**
   * What is set stands at once; subscribers are told in order, also of what one of them sets while it is told.
   * @param {Partial<State>} patch
   */
  set(patch) {
    const before = this.state;
    this.state = { ...before, ...patch };
    this.changes += 1;
    this.untold.push({ state: this.state, before, number: this.changes });
    this.tell(() => {});
  }

  /** Called at once, and after every change. @param {Subscriber} tell */
  subscribe(tell) {
    this.subscribers.push({ tell, since: this.changes });
    const { state } = this;
    this.tell(() => tell(state, state));
  }

  /**
   * Does something, then tells what has not been told; where that is under way already, it goes on there.
   * @param {() => void} first
   */
  tell(first) {
    if (this.isTelling) return first();
    this.isTelling = true;
    const failures = /** @type {unknown[]} */ ([]);
    attempt(first, failures);
    for (let next = this.untold.shift(); next; next = this.untold.shift()) {
      const { state, before, number } = next;
      for (const { tell, since } of this.subscribers) if (number > since) attempt(() => tell(state, before), failures);
    }
    this.isTelling = false;
    if (failures.length > 0) throw failures[0]; // now that everybody knows
  }
}

/** @param {() => void} action @param {unknown[]} failures */
function attempt(action, failures) {
  try {
    action();
  } catch (error) {
    failures.push(error);
  }
}
