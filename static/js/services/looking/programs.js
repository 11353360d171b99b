// What the Program tab shows: the program of the spec that is shown, and the arrays at the epoch that is shown.

import { fromFrame, fromTrace } from "../../pure/reading/program.js";
import { shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import * as api from "../server/api.js";
import { Asking } from "../server/asking.js";

/** @typedef {import("../../types").Program} Program */
/** @typedef {import("../../types").Shown} Shown */
/** @typedef {import("../../types").State} State */

/**
 * What the program is of: the run that is shown, or what Train would start; the number of epochs asks for no other
 * preview.
 * @param {State} state
 */
function wanted(state) {
  const { spec, isRun } = shown(state);
  return { spec: isRun ? spec : state.spec, isRun };
}

const ENDED_EARLY = ["stopped", "diverged", "failed"]; // such a run's program ends where it did

export class Programs {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Program | null} */
    this.program = null;
    /** @type {Map<string, Shown>} */
    this.arrays = new Map();
    this.epoch = 0; // of the arrays
    this.problem = "";
    /** @type {() => void} */
    this.onChange = () => {};
    this.spec = /** @type {object | null} */ (null); // whose program it is
    this.source = "";
    this.frame = /** @type {object | null} */ (null); // whose arrays they are
    this.reading = new Asking(() =>
      this.store.state.tab === "program" && shown(this.store.state).frame !== this.frame ? () => this.read() : null,
    );
    this.hasTrace = true;
    store.subscribe((state) => state.tab === "program" && this.follow(state));
  }

  /** @param {State} state */
  follow(state) {
    const { spec, isRun } = wanted(state);
    const source = isRun ? `${state.run?.id} ${ENDED_EARLY.includes(state.run?.status ?? "")}` : "";
    if (spec !== this.spec || source !== this.source) {
      [this.spec, this.source] = [spec, source];
      this.hasTrace = true;
      this.write(state);
    }
    this.reading.follow();
  }

  /** @param {State} state */
  async write(state) {
    const { spec, isRun } = wanted(state);
    try {
      const found = await (isRun && state.run ? api.runProgram(state.run.id) : api.program(spec));
      if (this.spec !== spec) return; // another one is asked for already
      if (found.text !== this.program?.text) this.program = found;
      this.problem = "";
    } catch (error) {
      if (this.spec !== spec) return;
      this.problem = /** @type {Error} */ (error).message;
    }
    this.onChange();
  }

  /** Reads the arrays of the frame that is shown. */
  async read() {
    const view = shown(this.store.state);
    this.frame = view.frame;
    const trace = await this.trace(view).catch(() => null); // too large, or overflowing: the frame's own arrays then
    this.arrays = trace ? fromTrace(trace.steps, view.spec.table) : fromFrame(view.frame, view.spec.table);
    this.epoch = trace?.epoch ?? view.frame.epoch;
    this.onChange();
  }

  /** @param {ReturnType<typeof shown>} view @returns {Promise<import("../../types").Trace | null>} */
  async trace({ isRun, frame }) {
    const { run } = this.store.state;
    // weights set by hand, and other rows, are in no run
    if (!isRun || !run || !isAsTrained(this.store.state) || !this.hasTrace) return null;
    try {
      return await api.trace(run.id, frame.epoch);
    } catch (error) {
      if (error instanceof api.ApiError && error.status === 422) this.hasTrace = false;
      throw error;
    }
  }
}
