// The player shows other epochs than the newest: a frame that somebody asks for, or one after the other.

import { framed } from "../../pure/network/weights.js";
import { isLive, isRunShown } from "../../pure/run/showing.js";
import { later, within } from "../../pure/run/timeline.js";
import { otherTable } from "../../pure/spec/fork.js";
import { drawnPartsOf, partsOf } from "../../pure/spec/hidden.js";
import { whole } from "../../pure/words/format.js";
import { sentence } from "../../pure/words/sentence.js";
import * as api from "../server/api.js";

/** @typedef {import("../../types").Run} Run */
/** @typedef {import("../../types").State} State */
/**
 * @typedef {{run: Run, at: number, row: number, table: import("../../types").Table | null}} Place `table`: other rows
 *   than the run's
 */

const REST = 80; // milliseconds at one epoch until it is explained: while somebody drags, nothing stands in the way

export class Player {
  /** @param {import("../store.js").Store} store @param {() => Promise<void>} newest shows the newest frame again */
  constructor(store, newest) {
    this.store = store;
    this.newest = newest;
    this.isFetching = false;
    this.details = new AbortController();
    this.resting = 0;
    this.painting = 0;
    this.position = 0; // while it plays: the epoch, not whole
    this.clock = 0;
    store.subscribe((state, before) => {
      const isElsewhere = state.at !== null || state.playing !== 0 || state.edits.length > 0;
      if (isElsewhere && (state.run?.id !== before.run?.id || !isRunShown(state))) this.leave();
      else if (
        (state.row !== before.row || state.spec.table !== before.spec.table) &&
        state.at !== null &&
        state.edits.length === 0
      )
        this.follow();
    });
  }

  /** The first epoch of the run that is shown, and its newest; null where there is none. */
  span() {
    const { run } = this.store.state;
    if (!run || !isRunShown(this.store.state)) return null;
    return { first: run.parent?.epoch ?? 0, last: run.epoch };
  }

  /** Shows an epoch; null: the newest, from now on. @param {number | null} epoch */
  look(epoch) {
    const span = this.span();
    if (!span) return;
    const { run, at } = this.store.state;
    const isEnd = epoch !== null && epoch >= span.last && !isLive(run?.status);
    const wanted =
      epoch === null || epoch === Infinity || isEnd ? null : within(Math.round(epoch), span.first, span.last);
    if (wanted === at && this.store.state.edits.length === 0) return;
    const next = { at: wanted, edits: [] };
    if (wanted !== null) this.follow({ ...this.store.state, ...next }); // asked first: meanwhile the page shows where
    this.store.set(next);
    if (wanted === null) this.follow();
  }

  /** @param {number} epochs */
  move(epochs) {
    const { run, at } = this.store.state;
    this.stop();
    if (run) this.look((at ?? run.epoch) + epochs);
  }

  /**
   * Gets the frame that is looked at. One question at a time: what was wanted meanwhile comes next.
   * @param {State} [state] in which it is
   */
  async follow(state = this.store.state) {
    this.details.abort();
    clearTimeout(this.resting);
    if (this.isFetching) return;
    this.isFetching = true;
    try {
      for (let place = placeOf(state); place !== null; ) {
        await this.get(place, drawnPartsOf(place.run.spec)); // what is drawn comes first
        const next = placeOf(this.store.state);
        place = same(place, next) ? null : next;
      }
      if (this.store.state.at === null && this.store.state.run) await this.newest();
    } catch (error) {
      const { run, runFrame } = this.store.state;
      const at = runFrame?.error === undefined ? null : runFrame.epoch; // the newest frame comes without its error
      const stays = at ?? run?.epoch;
      this.store.set({
        notice: `${sentence(/** @type {Error} */ (error))}${stays === undefined ? "" : ` The page still shows epoch ${whole(stays)}.`}`,
        at,
        playing: 0,
      });
    } finally {
      this.isFetching = false;
      this.resting = window.setTimeout(() => this.explain(), REST);
    }
  }

  /** Gradients and the last update, for who stays at an epoch. */
  async explain() {
    const place = placeOf(this.store.state);
    if (!place || this.isFetching || this.store.state.edits.length > 0) return;
    this.details = new AbortController();
    await this.get(place, partsOf(place.run.spec), this.details.signal).catch((error) => {
      if (error.name !== "AbortError") this.store.set({ notice: sentence(error) });
    });
  }

  /**
   * Nothing of another epoch any more, and nothing set by hand: where the run is shown again, it is its newest frame.
   */
  leave() {
    this.details.abort();
    this.store.set({ at: null, playing: 0, edits: [] });
    if (this.store.state.run) this.newest().catch((error) => this.store.set({ notice: sentence(error) }));
  }

  /**
   * Gets a frame; it is shown when the browser paints next. Shown before, the page's work could make it miss that.
   * @param {Place} place @param {string} parts @param {AbortSignal} [signal]
   */
  async get({ run, at, row, table }, parts, signal) {
    const trained = await api.frame(run, at, Math.min(row, run.spec.table.inputs.length - 1), parts, signal);
    const frame = table ? framed(trained, {}, await api.predict(run, at, { table }, signal), row) : trained;
    cancelAnimationFrame(this.painting);
    this.painting = requestAnimationFrame(() => {
      const now = this.store.state;
      if (now.run?.id === run.id && now.at !== null && now.edits.length === 0) this.store.set({ runFrame: frame });
    });
  }

  /** Plays the recording forward or backward; the same again stops it. @param {1 | -1} direction */
  play(direction) {
    const span = this.span();
    if (!span) return;
    const { playing, at } = this.store.state;
    if (playing === direction) return this.stop();
    const here = at ?? span.last;
    const from = direction > 0 && here >= span.last ? span.first : here;
    this.position = from;
    this.clock = performance.now();
    this.store.set({ playing: direction });
    this.look(from);
    if (playing === 0) requestAnimationFrame(() => this.tick());
  }

  stop() {
    if (this.store.state.playing !== 0) this.store.set({ playing: 0 });
  }

  tick() {
    const { playing, playPace } = this.store.state;
    const span = this.span();
    if (playing === 0 || !span) return this.stop();
    const now = performance.now();
    this.position = later(this.position, (now - this.clock) / 1000, playPace, playing);
    this.clock = now;
    const isOver = playing > 0 ? this.position >= span.last : this.position <= span.first;
    this.look(Math.floor(within(this.position, span.first, span.last)));
    if (isOver) this.stop();
    else requestAnimationFrame(() => this.tick());
  }
}

/** What is looked at; null for the newest. @param {State} state @returns {Place | null} */
function placeOf(state) {
  const { run, at, row } = state;
  return run && at !== null ? { run, at, row, table: otherTable(state) } : null;
}

/** @param {Place} one @param {Place | null} other */
const same = (one, other) =>
  other !== null &&
  one.run.id === other.run.id &&
  one.at === other.at &&
  one.row === other.row &&
  one.table === other.table;
