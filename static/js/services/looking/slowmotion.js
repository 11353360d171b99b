// Slow motion: the pass that begins at the epoch that is shown, sub-step by sub-step, and on into the next pass.

import { walkOf } from "../../pure/reading/steps.js";
import { rowOf, shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import * as api from "../server/api.js";
import { Asking } from "../server/asking.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Stepping} Stepping */
/**
 * @typedef {{id: string, epoch: number, key: string, row: number, batch: number | null}} Wanted batch null: the one
 *   with the row
 */

const PATIENCE = 2000; // milliseconds until an epoch that takes long is asked for again
const REFUSED = 422;

export class SlowMotion {
  /**
   * @param {import("../store.js").Store} store
   * @param {import("../running/player.js").Player} player
   * @param {import("../running/runner.js").Runner} runner
   */
  constructor(store, player, runner) {
    this.store = store;
    this.player = player;
    this.runner = runner;
    this.key = ""; // what the trace is of
    this.failed = ""; // what there is none of
    this.asking = new Asking(() => this.question());
    this.batch = /** @type {number | null} */ (null); // that somebody asked for
    this.landing = /** @type {number | null} */ (null); // the sub-step at which the next trace begins
    this.timer = 0;
    store.subscribe((state, before) => {
      if (state.run?.id !== before.run?.id) this.set({ trace: null, problem: "", pace: 0 });
      if (state.tab !== "steps" && state.stepping.pace > 0) this.set({ pace: 0 });
      this.asking.follow();
    });
  }

  /** @param {Partial<Stepping>} patch */
  set(patch) {
    this.store.set({ stepping: { ...this.store.state.stepping, ...patch } });
  }

  /** The trace that is missing; null if what is there is right, or nobody looks. @returns {Wanted | null} */
  missing() {
    const { state } = this.store;
    const { run, stepping } = state;
    const { trace } = stepping;
    const view = shown(state);
    if (state.tab !== "steps" || !run || !view.isRun || !isAsTrained(state)) return null;
    const row = rowOf(state);
    const key = `${run.id} ${view.epoch} ${JSON.stringify(run.spec.training.changes)}`;
    const isThere =
      trace !== null &&
      key === this.key &&
      (this.batch === null ? trace.rows.includes(row) : trace.batch === this.batch);
    return isThere || [run.id, key, `${key} ${row}`].includes(this.failed)
      ? null
      : { id: run.id, epoch: view.epoch, key, row, batch: this.batch };
  }

  /** What gets the trace that is missing. */
  question() {
    const wanted = this.missing();
    return wanted && (() => this.get(wanted));
  }

  /** @param {Wanted} wanted */
  async get(wanted) {
    const { batch, key, row } = wanted;
    if (batch === null && shown(this.store.state).testRows.includes(row)) {
      this.failed = `${key} ${row}`;
      this.set({
        trace: null,
        problem: `Row ${row + 1} is a test row: no pass trains with it. Choose another row.`,
        pace: 0,
      });
      return;
    }
    try {
      this.take(wanted, await this.ask(wanted));
    } catch (error) {
      this.fail(wanted, /** @type {Error} */ (error));
    }
  }

  /** @param {Wanted} wanted */
  async ask({ id, epoch, row, batch }) {
    const { table, training } = /** @type {import("../../types").Run} */ (this.store.state.run).spec;
    const isBatched = Number(training.batch_size ?? Infinity) < table.inputs.length;
    const number = batch ?? (isBatched ? (await api.trace(id, epoch, { row })).batch : 0);
    return api.trace(id, epoch, { batch: number });
  }

  /** @param {Wanted} wanted @param {import("../../types").Trace} trace */
  take({ id, key, batch }, trace) {
    const { run, stepping } = this.store.state;
    if (run?.id !== id || batch !== this.batch) return;
    const { count } = walkOf(trace, run.spec, stepping.stands);
    const at = Math.min(this.landing ?? stepping.at, count - 1);
    Object.assign(this, { key, batch: null, landing: null, failed: "" });
    this.set({ trace, problem: "", at });
    if (!trace.rows.includes(rowOf(this.store.state))) this.runner.selectRow(trace.rows[0] ?? 0);
  }

  /** @param {Wanted} wanted @param {Error} error */
  fail({ id, key }, error) {
    const status = error instanceof api.ApiError ? error.status : 0;
    this.failed = status === REFUSED ? id : key; // a network that is too large is so at every epoch
    Object.assign(this, { batch: null, landing: null });
    this.set({ trace: null, problem: `${words(error)}.`, pace: 0 });
    if (status === api.LATER) setTimeout(() => this.again(key), PATIENCE);
  }

  /** @param {string} key */
  again(key) {
    if (this.failed === key) this.failed = "";
    this.asking.follow();
  }

  /** How many sub-steps there are, and whether there is one before and after the one that is shown. */
  ends() {
    const { state } = this.store;
    const { trace, at, stands } = state.stepping;
    const span = this.player.span();
    if (!trace || !state.run || !span) return { count: 0, isFirst: true, isLast: true, isEnd: true };
    const { count } = walkOf(trace, state.run.spec, stands);
    const goesOn = trace.epoch < span.last || state.run.status === "paused";
    const isEnd = at + 1 >= count;
    const isFirst = at === 0 && trace.batch === 0 && trace.epoch <= span.first;
    return { count, isFirst, isLast: isEnd && trace.batch + 1 >= trace.batches && !goesOn, isEnd };
  }

  /** @param {number} at a sub-step, from 0 */
  go(at) {
    const { count } = this.ends();
    if (count > 0) this.set({ at: Math.max(0, Math.min(at, count - 1)) });
  }

  /** The next sub-step; after the last one, the next batch's first, then the next epoch's. */
  next() {
    const { at, trace } = this.store.state.stepping;
    const { isEnd, isLast } = this.ends();
    if (!trace || isLast || this.landing !== null) return;
    if (!isEnd) this.go(at + 1);
    else if (trace.batch + 1 < trace.batches) this.land(0, trace.batch + 1);
    else this.nextEpoch(trace);
  }

  /** @param {import("../../types").Trace} trace */
  nextEpoch({ epoch, batches }) {
    const isRecorded = epoch < (this.player.span()?.last ?? 0);
    this.landing = 0;
    if (batches > 1) this.batch = 0;
    if (isRecorded) this.player.move(1);
    else
      this.runner
        .step()
        .then(() => this.store.state.run?.epoch === epoch && Object.assign(this, { landing: null, batch: null }));
  }

  back() {
    const { at, trace } = this.store.state.stepping;
    if (!trace || this.ends().isFirst || this.landing !== null) return;
    if (at > 0) return this.go(at - 1);
    if (trace.batch > 0) return this.land(Infinity, trace.batch - 1);
    this.landing = Infinity;
    if (trace.batches > 1) this.batch = trace.batches - 1;
    this.player.move(-1);
  }

  /**
   * Another batch of the pass, from a sub-step on; the row that is shown becomes one of it.
   * @param {number | null} landing
   * @param {number} batch
   */
  land(landing, batch) {
    Object.assign(this, { landing, batch });
    this.asking.follow();
  }

  /** @param {number} by */
  moveRow(by) {
    const { state } = this.store;
    const { spec, testRows } = shown(state);
    let row = rowOf(state) + by;
    while (testRows.includes(row)) row += by; // no pass trains with it
    if (row >= 0 && row < spec.table.inputs.length) this.runner.selectRow(row);
  }

  /** The unit that stands for all of a large layer. @param {number} stands */
  standFor(stands) {
    this.set({ stands });
  }

  /** Plays sub-steps by themselves; 0 stops. @param {number} pace */
  play(pace) {
    clearTimeout(this.timer);
    this.set({ pace });
    if (pace > 0) this.timer = window.setTimeout(() => this.tick(), 1000 / pace);
  }

  tick() {
    const { pace } = this.store.state.stepping;
    if (pace === 0) return;
    this.next();
    this.play(this.ends().isLast && this.landing === null ? 0 : pace);
  }
}

/** @param {Error} error */
const words = ({ message }) => `${message[0]?.toUpperCase()}${message.slice(1)}`;
