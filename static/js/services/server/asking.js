// Questions that follow what is shown: one at a time, the newest counts, and the drawing comes first.

// milliseconds from an answer to the next question: while somebody drags, panels follow some eight times a second
const APART = 80;

export class Asking {
  /** @param {() => (() => Promise<void>) | null} next asks what is to be known now; null: nothing */
  constructor(next) {
    this.next = next;
    this.isBusy = false;
    this.answered = -APART;
  }

  /** Asks until nothing is left to be known. What is wanted meanwhile comes next, what was wanted before that never. */
  async follow() {
    if (this.isBusy || !this.next()) return;
    this.isBusy = true;
    try {
      await this.turn();
      for (let ask = this.next(); ask; ask = this.next()) {
        await ask();
        this.answered = performance.now();
        await this.turn();
      }
    } finally {
      this.isBusy = false;
    }
  }

  /** When what was answered last is on the screen, and some time has passed. */
  async turn() {
    const rest = this.answered + APART - performance.now();
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  }
}
