// Undo and redo of any value: what was, what is, what was taken back.

const MOST = 200; // steps kept

/** @template T */
export class Undo {
  /** @param {T} present */
  constructor(present) {
    /** @type {T[]} */
    this.past = [];
    this.present = present;
    /** @type {T[]} */
    this.future = [];
  }

  /** A new present; what was taken back is gone. @param {T} present */
  push(present) {
    this.past = [...this.past, this.present].slice(-MOST);
    this.present = present;
    this.future = [];
  }

  /** @returns {T} the present after one step back */
  undo() {
    const before = this.past.pop();
    if (before !== undefined) {
      this.future.push(this.present);
      this.present = before;
    }
    return this.present;
  }

  /** @returns {T} the present after one step forward again */
  redo() {
    const after = this.future.pop();
    if (after !== undefined) {
      this.past.push(this.present);
      this.present = after;
    }
    return this.present;
  }
}
