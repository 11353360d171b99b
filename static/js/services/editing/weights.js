// Weights set by hand: of a run at the epoch that is shown, without training; of a spec that has no run yet, at its
// start.

import { isFrozen, withFrozen } from "../../pure/network/frozen.js";
import { framed, weightAt, withWeight } from "../../pure/network/weights.js";
import { shown } from "../../pure/run/showing.js";
import { otherTable } from "../../pure/spec/fork.js";
import { sentence } from "../../pure/words/sentence.js";
import * as api from "../server/api.js";

/** @typedef {import("../../types").Place} Place */
/** @typedef {import("../../types").Parameters} Parameters */
/** @typedef {import("../../types").Frame} Frame */

export class Weights {
  /**
   * @param {import("../store.js").Store} store
   * @param {(spec: import("../../types").Spec, address: "push" | "replace") => void} ask
   */
  constructor(store, ask) {
    this.store = store;
    this.ask = ask;
    this.asking = new AbortController();
    this.base = /** @type {Frame | null} */ (null); // the frame as it was trained
    this.asked = /** @type {import("../../types").Spec | null} */ (null); // the spec with the start that was set last
    this.starts = /** @type {unknown[]} */ ([]); // what the spec's start was before each change
    // what was set at an epoch that is not looked at any more
    this.left = /** @type {{run: import("../../types").Run, at: number, edits: Parameters[]} | null} */ (null);
    store.subscribe((state, before) => {
      const isLeft = before.edits.length > 0 && state.edits.length === 0 && state.at !== before.at;
      if (state.run?.id !== before.run?.id || state.edits.length > 0 || !shown(state).isRun) this.left = null;
      else if (isLeft && before.run && before.at !== null)
        this.left = { run: before.run, at: before.at, edits: before.edits };
      if (state.edits.length > 0 && (state.row !== before.row || state.spec.table !== before.spec.table))
        this.refresh();
      if (state.edits.length === 0) this.base = null;
      // another start than that which was set here
      if (state.spec.network.initial !== before.spec.network.initial && state.spec !== this.asked) this.starts = [];
    });
  }

  /** The parameters that are shown; null where they are too many to be. @returns {Parameters | null} */
  now() {
    const { isRun, frame } = shown(this.store.state);
    const { weights, biases } = frame;
    return (isRun && this.store.state.edits.at(-1)) || (weights && { weights, biases });
  }

  /** @param {Place} place */
  valueOf(place) {
    const now = this.now();
    return now ? weightAt(now, place) : 0;
  }

  get canUndo() {
    return shown(this.store.state).isRun
      ? this.store.state.edits.length > 0 || this.left !== null
      : this.starts.length > 0;
  }

  /**
   * Sets one weight: predictions, error and drawing follow at once.
   * @param {Place} place
   * @param {number} value
   * @param {boolean} isMore of a movement that began before: it is undone with it
   */
  set(place, value, isMore) {
    const now = this.now();
    if (!now) return;
    const next = withWeight(now, place, value);
    const { state } = this.store;
    if (!shown(state).isRun) {
      if (!isMore) this.starts.push(state.spec.network.initial);
      const address = this.starts.length === 1 && !isMore ? "push" : "replace";
      this.begin(next, address);
      return;
    }
    this.base ??= trainedOf(state);
    const edits = isMore ? [...state.edits.slice(0, -1), next] : [...state.edits, next];
    this.store.set({ edits, at: shown(state).epoch, playing: 0 });
    this.refresh();
  }

  /** Whether training leaves a weight as it is. @param {Place} place */
  isFrozen(place) {
    return isFrozen(this.store.state.spec.training.frozen, place);
  }

  /**
   * Freezes a weight, or lets it go: of a run in a fork that goes on from the epoch that is shown.
   * @param {Place} place
   */
  toggleFrozen(place) {
    const now = this.now();
    if (!now) return;
    const { state } = this.store;
    const { spec } = state;
    const frozen = withFrozen(spec.training.frozen, place, !this.isFrozen(place), now);
    if (shown(state).isRun) this.store.set({ at: shown(state).epoch, playing: 0 });
    this.ask({ ...spec, training: { ...spec.training, frozen } }, "push");
  }

  /** Asks for a spec with that start. @param {unknown} initial @param {"push" | "replace"} address */
  begin(initial, address) {
    const { spec } = this.store.state;
    this.asked = { ...spec, network: { ...spec.network, initial } };
    this.ask(this.asked, address);
  }

  undo() {
    const { state } = this.store;
    if (!shown(state).isRun) {
      if (this.starts.length > 0) this.begin(this.starts.pop(), "replace");
      return;
    }
    const edits = state.edits.slice(0, -1);
    if (state.edits.length === 0) this.comeBack();
    else if (edits.length === 0) this.putBack();
    else {
      this.store.set({ edits });
      this.refresh();
    }
  }

  /** To the epoch where weights were set by hand, and to those. */
  async comeBack() {
    const { left } = this;
    if (!left) return;
    try {
      const trained = await api.frame(
        left.run,
        left.at,
        Math.min(this.store.state.row, left.run.spec.table.inputs.length - 1),
      );
      if (this.left !== left) return; // somebody went on meanwhile
      this.base = trained;
      this.store.set({ at: left.at, edits: left.edits, playing: 0, runFrame: trained });
      this.refresh();
    } catch (error) {
      this.store.set({ notice: sentence(/** @type {Error} */ (error)) });
    }
  }

  /** The weights as they were trained, or drawn. */
  putBack() {
    const { state } = this.store;
    if (!shown(state).isRun) {
      const [first] = this.starts;
      this.starts = [];
      this.begin(first ?? null, "replace");
      return;
    }
    this.asking.abort();
    this.left = null;
    this.store.set({ edits: [], ...(this.base && { runFrame: this.base }) });
  }

  /** The newest question is the one that counts. */
  async refresh() {
    this.asking.abort();
    const asking = new AbortController();
    this.asking = asking;
    const { run, at, edits } = this.store.state;
    const given = edits.at(-1);
    if (!run || !given || at === null) return;
    try {
      const table = otherTable(this.store.state);
      const predicted = await api.predict(run, at, { ...given, ...(table && { table }) }, asking.signal);
      const { row, runFrame, edits: now } = this.store.state;
      if (now.at(-1) === given && runFrame)
        this.store.set({ runFrame: framed(this.base ?? runFrame, given, predicted, row) });
    } catch (error) {
      if (/** @type {Error} */ (error).name !== "AbortError")
        this.store.set({ notice: sentence(/** @type {Error} */ (error)) });
    }
  }
}

/**
 * The frame that is shown, as one that is looked at: the newest comes without its error, and a live run soon has
 * another.
 * @param {import("../../types").State} state
 */
function trainedOf(state) {
  const { frame, epoch, error, testError } = shown(state);
  return frame.epoch === epoch && error !== null ? { ...frame, error, test_error: testError } : frame;
}
