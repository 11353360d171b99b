// The watcher follows a run: it polls what is new, and keeps its newest frame and its curve in the page's state.

import { isLive } from "../../pure/run/showing.js";
import * as api from "../server/api.js";

/** @typedef {import("../../types").Run} Run */

const POLL = 100; // milliseconds between two polls
const SILENT = "The server does not answer; trying again.";

export class Watcher {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    this.watching = "";
    this.since = /** @type {number | null} */ (null);
    this.polling = 0;
    this.rest = POLL;
  }

  /**
   * @param {Run} run
   * @param {string} svg
   * @param {Partial<import("../../types").State>} [besides] what changes with it
   */
  async watch(run, svg, besides = {}) {
    this.watching = run.id;
    this.since = null;
    const curves = [...this.store.state.curves.filter((one) => one.id !== run.id), emptyCurve(run)];
    this.store.set({ run, runSvg: svg, runFrame: null, curves, horizon: 0, notice: "", ...besides });
    await this.poll();
    this.keepPolling();
  }

  keepPolling() {
    const { run } = this.store.state;
    if (!run || !isLive(run.status) || this.polling) return;
    this.polling = window.setTimeout(async () => {
      const begun = performance.now();
      await this.poll().catch((error) => this.lose(error));
      // thousands of rows take a while: half the time is left to everything else
      this.rest = Math.max(POLL, performance.now() - begun);
      this.polling = 0;
      this.keepPolling();
    }, this.rest);
  }

  /** A poll without an answer: the run is gone, or the server is silent for now. @param {Error} error */
  lose(error) {
    const isGone = error instanceof api.ApiError && error.status === 404;
    if (isGone) this.leave();
    this.store.set({ notice: isGone ? "This run has been deleted." : SILENT });
  }

  /** Gets what is new of the run that is watched. */
  async poll() {
    const id = this.watching;
    const { row, run } = this.store.state;
    if (!id || !run) return;
    const found = await api.state(run, Math.min(row, run.spec.table.inputs.length - 1), this.since);
    const asksMore = found.frame?.update === null && this.store.state.isReading && this.store.state.at === null;
    const frame = found.frame && asksMore ? await this.withUpdate(run, found.frame) : found.frame;
    if (id !== this.watching) return;
    this.since = found.next;
    const now = /** @type {Run} */ (this.store.state.run);
    const { status, epoch, epochs, error, test_error, revision, message } = found;
    const head = revision >= now.revision ? { status, epoch, epochs, error, test_error, revision, message } : {};
    const curves = this.store.state.curves.map((curve) => (curve.id === id ? extended(curve, found.history) : curve));
    const answers = this.store.state.notice === SILENT && { notice: "" };
    this.store.set({
      run: { ...now, ...head },
      curves,
      ...(frame && this.store.state.at === null && { runFrame: frame }),
      ...answers,
    });
  }

  /**
   * The frame with what the pass before it changed: for that it is computed again.
   * @param {Run} run
   * @param {import("../../types").Frame} frame
   */
  withUpdate(run, frame) {
    const { row } = this.store.state;
    return api.frame(run, frame.epoch, Math.min(row, run.spec.table.inputs.length - 1)).catch(() => frame);
  }

  /**
   * The curves of the runs that a fork comes from: its own begins where it left them.
   * @param {{id: string, name: string}[]} parents
   */
  async showParents(parents) {
    const found = await Promise.all(parents.map(async (run) => extended(emptyCurve(run), await api.history(run.id))));
    const { curves } = this.store.state;
    this.store.set({ curves: [...found.filter((one) => curves.every(({ id }) => id !== one.id)), ...curves] });
  }

  /** Watches no run any more. */
  leave() {
    this.watching = "";
    this.store.set({ run: null, runFrame: null, runSvg: "", horizon: 0 });
  }

  /** The newest frame again, after another one was looked at. */
  async showNewest() {
    const { run, row } = this.store.state;
    if (!run) return;
    const frame = await api.frame(run, run.epoch, Math.min(row, run.spec.table.inputs.length - 1));
    const { at, run: now } = this.store.state;
    if (at === null && now?.id === run.id && now.epoch === run.epoch) this.store.set({ runFrame: frame });
  }

  /** Takes over what the server answered to a command. @param {Run} run */
  accept(run) {
    if (run.id === this.store.state.run?.id) this.store.set({ run });
  }
}

/** @param {{id: string, name: string}} run @returns {import("../../types").Curve} */
const emptyCurve = ({ id, name }) => ({ id, name, epoch: [], error: [], loss: [], test_error: [] });

/** @param {import("../../types").Curve} curve @param {import("../../types").History} history */
function extended(curve, history) {
  const last = curve.epoch.at(-1) ?? -1;
  const fresh = history.epoch.findIndex((epoch) => epoch > last);
  if (fresh < 0) return curve;
  const { epoch, error, loss, test_error: tested } = history;
  return {
    ...curve,
    epoch: [...curve.epoch, ...epoch.slice(fresh)],
    error: [...curve.error, ...error.slice(fresh)],
    loss: [...curve.loss, ...loss.slice(fresh)],
    test_error: [...curve.test_error, ...(tested ?? []).slice(fresh)],
  };
}
