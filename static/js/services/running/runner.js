// The runner tells runs what to do: it starts, pauses, changes and forks them, and keeps the preview of what is asked
// for.

import { isLive, isRunShown, pending } from "../../pure/run/showing.js";
import { canFork, forkOf } from "../../pure/spec/fork.js";
import { SETTINGS, settingsBetween, withSetting } from "../../pure/spec/needs.js";
import { whole } from "../../pure/words/format.js";
import { sentence } from "../../pure/words/sentence.js";
import { layerSizes } from "../../pure/words/units.js";
import * as api from "../server/api.js";

/** @typedef {import("../../types").Run} Run */
/** @typedef {import("../../types").Spec} Spec */

const PATIENCE = 200; // milliseconds between two changes of alpha that are sent

export class Runner {
  /**
   * @param {import("../store.js").Store} store
   * @param {import("./watcher.js").Watcher} watcher
   * @param {number} mostEpochs
   */
  constructor(store, watcher, mostEpochs) {
    this.store = store;
    this.watcher = watcher;
    this.mostEpochs = mostEpochs;
    this.busy = Promise.resolve();
    this.previewing = new AbortController();
    this.previewed = Promise.resolve();
    this.alphaTimer = 0;
    this.started = 0; // runs of this visit
    this.refused = ""; // why the last preview was
    this.portion = 0; // epochs that Train adds after the end
    this.isSelecting = false;
  }

  /** Commands are carried out one after the other; what goes wrong is said. @param {() => Promise<void>} action */
  enqueue(action) {
    this.busy = this.busy.then(action).catch((error) => {
      if (error.name !== "AbortError") this.store.set({ notice: sentence(error) });
    });
    return this.busy;
  }

  /** Shows epoch 0 of another spec; the run, if there is one, stays. @param {Spec} spec */
  async respecify(spec) {
    const row = Math.min(this.store.state.row, spec.table.inputs.length - 1);
    this.store.set({ spec, row });
    await this.refreshPreview();
  }

  refreshPreview() {
    this.previewed = this.fetchPreview();
    return this.previewed;
  }

  async fetchPreview() {
    this.previewing.abort();
    this.previewing = new AbortController();
    const { spec, row, narrow } = this.store.state;
    try {
      const preview = await api.preview(spec, row, narrow, this.previewing.signal);
      const isMended = this.refused !== "" && this.store.state.notice === this.refused;
      this.refused = "";
      this.store.set({ preview, ...(isMended && { notice: "" }) });
    } catch (error) {
      const failure = /** @type {Error} */ (error);
      if (failure.name === "AbortError") return;
      this.refused = sentence(failure);
      this.store.set({ notice: this.refused });
    }
  }

  trainOrPause() {
    return this.enqueue(async () => {
      const { run, edits } = this.store.state;
      // what was set by hand is in no run yet
      if (edits.length > 0 && run && !isLive(run.status)) return this.forkHere();
      if (run && isLive(run.status)) {
        this.watcher.accept(await api.command(run.id, "pause")); // what is looked at stays
        return;
      }
      this.followNewest();
      if (run && pending(this.store.state).length === 0 && (run.status === "paused" || run.status === "done"))
        await this.goOn(run);
      else await this.begin(false);
    });
  }

  /** What trains is looked at. */
  followNewest() {
    if (this.store.state.at !== null) this.store.set({ at: null, playing: 0, edits: [] });
  }

  /** Starts anew with what is asked for now. */
  restart() {
    return this.enqueue(() => this.begin(false));
  }

  step() {
    return this.enqueue(async () => {
      if (this.store.state.edits.length > 0) {
        this.store.set({ notice: "Weights set by hand are in no run yet: go on from here, or put them back." });
        return;
      }
      this.followNewest();
      const { run } = this.store.state;
      if (run && isLive(run.status)) this.watcher.accept(await api.command(run.id, "pause"));
      const now = this.store.state.run;
      const goesOn =
        now && pending(this.store.state).length === 0 && (now.status === "paused" || now.status === "done");
      if (goesOn && now.status === "done") await this.change(now, { epochs: now.epoch + 1 });
      if (!goesOn) await this.begin(true);
      const paused = /** @type {Run} */ (this.store.state.run);
      if (paused.status !== "paused") return;
      this.watcher.accept(await api.command(paused.id, "step"));
      await this.watcher.poll();
    });
  }

  /** Back to the same start: the run ends, and its line stays in the plot. */
  reset() {
    return this.enqueue(async () => {
      await this.stopRun();
      this.watcher.leave();
      await this.refreshPreview();
    });
  }

  /**
   * Takes a run's line out of the plot. One that is watched is left: it rests as it is, and the start is shown.
   * @param {string} id
   */
  forget(id) {
    return this.enqueue(async () => {
      const isWatched = this.store.state.run?.id === id;
      if (isWatched) this.watcher.leave();
      this.store.set({ curves: this.store.state.curves.filter((curve) => curve.id !== id) });
      if (isWatched) await this.refreshPreview();
    });
  }

  /** @param {import("../../types").Pace} pace */
  setPace(pace) {
    this.store.set({ pace });
    return this.enqueue(async () => {
      const { run } = this.store.state;
      if (run && canChange(run)) this.watcher.accept(await api.patch(run.id, { pace }));
    });
  }

  /**
   * Alpha, momentum, L1 and L2 go to the run on its way; to the spec where there is none that could take them.
   * @param {string} name
   * @param {number} value
   */
  setSetting(name, value) {
    const { spec, run } = this.store.state;
    const next = withSetting(spec, name, value);
    if (!run || pending(this.store.state).length > 0) return this.respecify(next);
    this.store.set({ spec: next });
    if (!canChange(run) || this.store.state.at !== null) return Promise.resolve(); // at another epoch it is for a fork
    clearTimeout(this.alphaTimer);
    this.alphaTimer = window.setTimeout(() => this.sendSettings(), PATIENCE);
    return Promise.resolve();
  }

  sendSettings() {
    return this.enqueue(async () => {
      const { run, spec } = this.store.state;
      if (run && canChange(run)) await this.takeOver(run, spec);
    });
  }

  /** The run takes over the settings of a spec. @param {Run} run @param {Spec} spec */
  async takeOver(run, spec) {
    const fields = settingsBetween(spec, run.spec);
    if (Object.keys(fields).length > 0) await this.change(run, fields);
  }

  /**
   * Both gradients of the network that is shown; a run is begun where there is none.
   * @returns {Promise<import("../../types").GradientCheck | null>}
   */
  async checkGradients() {
    /** @type {import("../../types").GradientCheck | null} */
    let found = null;
    await this.enqueue(async () => {
      if (!isRunShown(this.store.state)) await this.beginWaiting();
      const { run, at } = this.store.state;
      found = await api.gradientCheck(/** @type {Run} */ (run).id, at);
    });
    return found;
  }

  /** A run of what is asked for, that waits at epoch 0, where there is none. */
  waitAtStart() {
    return this.enqueue(() => this.beginWaiting());
  }

  async beginWaiting() {
    if (!this.store.state.run || pending(this.store.state).length > 0) await this.begin(true);
  }

  /** @param {number} epochs */
  setEpochs(epochs) {
    const { spec, run } = this.store.state;
    this.store.set({ spec: { ...spec, training: { ...spec.training, epochs } } });
    return this.enqueue(async () => {
      if (run && canChange(run) && epochs > run.epochs && pending(this.store.state).length === 0)
        await this.change(run, { epochs });
    });
  }

  /**
   * Another row in the units. One question at a time: a large table takes a while, and who walks its rows asks often.
   * @param {number} row
   */
  async selectRow(row) {
    this.store.set({ row });
    if (this.isSelecting) return;
    this.isSelecting = true;
    try {
      for (let at = -1; at !== this.store.state.row; ) {
        at = this.store.state.row;
        await this.showRow(at);
      }
    } finally {
      this.isSelecting = false;
    }
  }

  /** @param {number} row */
  async showRow(row) {
    const { run, runFrame, at } = this.store.state;
    if (run && runFrame && at === null && row < run.spec.table.inputs.length) {
      const frame = await api.frame(run, runFrame.epoch, row).catch(() => null);
      const now = this.store.state;
      if (frame?.predictions && now.row === row && now.runFrame?.epoch === frame.epoch)
        this.store.set({ runFrame: frame });
    }
    await this.refreshPreview();
  }

  /**
   * A run that was there before this page: watched from now on.
   * @param {Run} run
   * @param {{id: string, name: string}[]} parents that it comes from
   */
  async attach(run, parents) {
    this.started += 1;
    this.store.set({ pace: run.pace });
    await this.watcher.watch(run, this.store.state.preview.svg);
    if (parents.length > 0) await this.watcher.showParents(parents).catch(() => {}); // deleted in this very moment
  }

  /** Both drawings anew, for a narrow page or a wide one. @param {boolean} narrow */
  async redraw(narrow) {
    this.store.set({ narrow });
    await this.refreshPreview();
    const { run, row } = this.store.state;
    if (run)
      this.store.set({
        runSvg: (await api.preview(run.spec, Math.min(row, run.spec.table.inputs.length - 1), narrow)).svg,
      });
  }

  /**
   * From now on this run is watched.
   * @param {Run} run
   * @param {string} svg
   * @param {Partial<import("../../types").State>} [besides]
   */
  watch(run, svg, besides) {
    this.portion = run.epochs;
    return this.watcher.watch(run, svg, besides);
  }

  /** @param {boolean} paused */
  async begin(paused) {
    await this.stopRun();
    await this.previewed; // its drawing becomes the run's
    const { spec, pace, preview } = this.store.state;
    this.started += 1;
    const run = await api.start(spec, nameOf(this.started, spec), pace, paused);
    await this.watch(run, preview.svg);
  }

  /** Goes on from the epoch that is shown, with what was changed, in a run of its own; the other one stays. */
  goOnFromHere() {
    return this.enqueue(() => this.forkHere());
  }

  async forkHere() {
    const { state } = this.store;
    if (!state.run || !canFork(state)) return;
    const wanted = forkOf(state);
    this.started += 1;
    const name = `${nameOf(this.started, state.spec)} from ${whole(wanted.epoch)}`.slice(0, 60);
    this.store.set({ at: wanted.epoch }); // until the fork is there the page stays where it leaves, not at a new start
    const forked = await this.leaveAt(state.run, { ...wanted, name, pace: state.pace }).catch(async (error) => {
      this.store.set({ at: state.at });
      if (state.at === null) await this.watcher.showNewest();
      throw error;
    });
    const isChanged = this.store.state.spec !== state.spec; // meanwhile: then that is what is asked for now
    const { runFrame } = this.store.state;
    await this.watch(forked, state.runSvg, {
      at: null,
      playing: 0,
      edits: [],
      runFrame,
      ...(!isChanged && { spec: forked.spec }),
    });
  }

  /** A run that goes on where another one is left; that one rests. @param {Run} run @param {object} wanted */
  async leaveAt(run, wanted) {
    if (isLive(run.status)) this.watcher.accept(await api.command(run.id, "pause"));
    return api.fork(run.id, wanted);
  }

  /** @param {Run} run */
  async goOn(run) {
    const { spec } = this.store.state;
    const again = Math.min(run.epochs + this.portion, this.mostEpochs);
    const wanted = spec.training.epochs > run.epochs || run.status !== "done" ? spec.training.epochs : again;
    if (wanted > run.epochs) await this.change(run, { epochs: wanted });
    await this.takeOver(run, spec);
    if (this.store.state.pace !== run.pace) await this.change(run, { pace: this.store.state.pace });
    this.watcher.accept(await api.command(run.id, "resume"));
    this.watcher.keepPolling();
  }

  /**
   * Changes a run on its way; its spec, with the change in it, is what is asked for from now on.
   * @param {Run} run
   * @param {object} fields
   */
  async change(run, fields) {
    const changed = await api.patch(run.id, fields);
    this.watcher.accept(changed);
    const horizon = SETTINGS.some((name) => name in fields)
      ? (changed.spec.training.changes.at(-1)?.epoch ?? 0)
      : this.store.state.horizon;
    this.store.set({ spec: changed.spec, horizon });
  }

  async stopRun() {
    const { run } = this.store.state;
    if (run && canChange(run)) this.watcher.accept(await api.command(run.id, "stop").catch(() => run));
  }
}

/** @param {Run} run */
const canChange = (run) => isLive(run.status) || run.status === "paused";

/** @param {number} number @param {Spec} spec */
function nameOf(number, spec) {
  return `${number} · ${spec.table.target_names.join(" ").slice(0, 20)} ${layerSizes(spec).join("-")}`.slice(0, 60);
}
