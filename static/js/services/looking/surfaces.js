// Asks the server for surfaces: each that is looked at has one question open, the newest counts, and nothing is asked
// that nobody looks at. While a run trains, its surfaces are followed instead (following.js).

import { axisFor, columnsOf, queryOf, rangeOf, tableOf } from "../../pure/plane/plane.js";
import { isLive, rowOf, shown } from "../../pure/run/showing.js";
import { same } from "../../pure/spec/address.js";
import { otherTable } from "../../pure/spec/fork.js";
import { sentence } from "../../pure/words/sentence.js";
import * as api from "../server/api.js";
import { Following } from "./following.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").PlaneAnswer} Answer */
/**
 * @typedef {{units: string, size: number} | {bent: number}} Wish surfaces of units, so many points a side; or the view
 *   of a hidden layer
 */
/**
 * @typedef {{wish: (state: State) => Wish | null, take: (found: Answer) => void, refuse: (why: string) => void}} Asker
 *   `wish`: what of the plane it needs; null: nothing
 */
/**
 * @typedef {{key: unknown[], isLive: boolean, epoch: number, stream: import("./following.js").Stream | null, ask:
 *   (since: number | null, signal: AbortSignal) => Promise<Answer | null>}} Question `stream`: where it can be followed
 */
/**
 * @typedef {{asker: Asker, key: unknown[], epoch: number, open: {question: Question, abort: AbortController} | null}}
 *   Place what an asker has got, of which epoch; what is asked for it now
 */

const AGAIN = 2000; // milliseconds until what went wrong is asked again

export class Surfaces {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.store = store;
    /** @type {Place[]} */
    this.places = [];
    /** The axes so far, by column. @type {Map<string, import("../../pure/plane/plane.js").Range>} */
    this.axes = new Map();
    this.following = new Following(
      (place, found) => this.accept(place, found),
      (place, error) => this.fail(error, place),
    );
    store.subscribe(() => this.wake());
    document.addEventListener("visibilitychange", () => this.wake());
  }

  /** @param {Asker} asker */
  add(asker) {
    this.places.push({ asker, key: [], epoch: -1, open: null });
    this.wake();
  }

  /** Which plane is looked at: its columns and axes. @param {State} state */
  planeOf(state) {
    const table = tableOf(state);
    const columns = columnsOf(state.plane, table.input_names.length);
    const across = this.axisOf(table, columns.x);
    return { table, columns, across, upward: columns.y === null ? null : this.axisOf(table, columns.y) };
  }

  /** @param {import("../../types").Table} table @param {number} column */
  axisOf(table, column) {
    const key = `${column} ${table.input_names[column]} ${table.input_names.length}`;
    const axis = axisFor(rangeOf(table, column), this.axes.get(key) ?? null);
    this.axes.set(key, axis);
    return axis;
  }

  /** @param {State} state @param {Wish} wish @returns {Question} */
  questionOf(state, wish) {
    const { table, columns, across, upward } = this.planeOf(state);
    const view = shown(state);
    const row = Math.min(rowOf(state), table.inputs.length - 1);
    const plane = queryOf(columns, across, upward, state.plane.fixed, row, table.input_names.length);
    const path = `${"bent" in wish ? `bend?layer=${wish.bent}` : `surfaces?units=${wish.units}&size=${wish.size}`}&${plane}`;
    const { run, at, edits } = state;
    const once = { isLive: false, stream: null };
    if (!view.isRun || run === null)
      return {
        ...once,
        key: ["start", view.spec, path],
        epoch: 0,
        ask: (_, signal) => api.firstPlane(view.spec, path, signal),
      };
    const other = otherTable(state);
    const given = edits.at(-1);
    const epoch = at ?? run.epoch;
    if (given || other) {
      const body = { epoch, ...given, ...(other && { table: other }) };
      return {
        ...once,
        key: [run.id, epoch, given, other, path],
        epoch,
        ask: (_, signal) => api.otherPlane(run.id, body, path, signal),
      };
    }
    if (at !== null)
      return {
        ...once,
        key: [run.id, at, path],
        epoch,
        ask: (_, signal) => api.plane(run.id, path, { epoch: at }, signal),
      };
    const goesOn = isLive(run.status);
    const stream = goesOn && "units" in wish ? { run: run.id, plane, look: `${wish.units}:${wish.size}` } : null;
    return {
      key: [run.id, path],
      isLive: true,
      epoch,
      stream,
      ask: (since, signal) => api.plane(run.id, path, since === null ? {} : { since, wait: goesOn ? 1 : 0 }, signal),
    };
  }

  wake() {
    this.following.follow(this.places.flatMap((place) => this.streamOf(place) ?? []));
    for (const place of this.places) {
      if (!place.open) this.askAll(place);
      // another one is waited for by now
      else if (place.open.question.isLive && !this.isWanted(place, place.open.question)) place.open.abort.abort();
    }
  }

  /**
   * Where it can follow what it looks at.
   * @param {Place} place
   * @returns {{place: Place, stream: import("./following.js").Stream} | null}
   */
  streamOf(place) {
    const question = this.wanted(place);
    const isRefused = place.epoch === Infinity && question !== null && sameKey(question.key, place.key);
    return question?.stream && !isRefused ? { place, stream: question.stream } : null;
  }

  /** What it looks at. @param {Place} place @returns {Question | null} */
  wanted({ asker }) {
    const wish = document.hidden ? null : asker.wish(this.store.state);
    return wish === null ? null : this.questionOf(this.store.state, wish);
  }

  /** @param {Place} place @param {Question} question */
  isWanted(place, question) {
    const wanted = this.wanted(place);
    return wanted !== null && !wanted.stream && sameKey(wanted.key, question.key);
  }

  /**
   * What is to be asked for it; null where all is known, comes by itself, or was refused.
   * @param {Place} place
   * @returns {Question | null}
   */
  next(place) {
    const question = this.wanted(place);
    if (question === null || question.stream) return null;
    if (!sameKey(question.key, place.key)) return question;
    const goesOn = isLive(this.store.state.run?.status) || place.epoch < question.epoch;
    return question.isLive && goesOn && place.epoch !== Infinity ? question : null;
  }

  /** @param {Place} place */
  async askAll(place) {
    for (let question = this.next(place); question !== null; question = this.next(place))
      await this.askOne(place, question);
  }

  /** @param {Place} place @param {Question} question */
  async askOne(place, question) {
    const abort = new AbortController();
    place.open = { question, abort };
    const isKnown = sameKey(question.key, place.key);
    try {
      const found = await question.ask(isKnown ? place.epoch : null, abort.signal);
      if (found) [place.key, place.epoch] = [question.key, found.epoch];
      if (found) place.asker.take(found);
      // it rests: nothing newer comes
      else if (isKnown && !isLive(this.store.state.run?.status)) place.epoch = Math.max(place.epoch, question.epoch);
    } catch (error) {
      this.fail(/** @type {Error} */ (error), place, question.key);
    }
    place.open = null;
  }

  /** What was followed has come. @param {Place} place @param {Answer} found */
  accept(place, found) {
    const question = this.wanted(place);
    if (question === null) return;
    [place.key, place.epoch] = [question.key, found.epoch];
    place.asker.take(found);
  }

  /** @param {Error} error @param {Place} place @param {unknown[]} [key] of what was asked */
  fail(error, place, key = this.wanted(place)?.key ?? []) {
    if (error.name === "AbortError" || (error instanceof api.ApiError && error.status === api.LATER)) return;
    [place.key, place.epoch] = [key, Infinity]; // until it is another question, or time has passed
    place.asker.refuse(error instanceof TypeError ? "The server does not answer." : sentence(error));
    setTimeout(() => {
      if (place.epoch !== Infinity) return;
      place.key = [];
      this.wake();
    }, AGAIN);
  }
}

/** @param {unknown[]} one @param {unknown[]} other */
const sameKey = (one, other) =>
  one.length === other.length &&
  one.every((part, i) => part === other[i] || (typeof part === "object" && same(part, other[i])));
