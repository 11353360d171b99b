// What the page shows: the run, or the new start that has been asked for since.

import { canFork, otherTable } from "../spec/fork.js";
import { needsNewStart } from "../spec/needs.js";

/** @typedef {import("../../types").State} State */

/** @type {number[]} */
const NONE = [];

/** @type {WeakMap<State, ReturnType<typeof viewOf>>} */
const SHOWN = new WeakMap(); // a state never changes, and every view asks for this

/** @param {import("../../types").Status | undefined} status */
export const isLive = (status) => status === "queued" || status === "running";

/** What a new start is needed for, in words; empty if the run can go on as asked. @param {State} state */
export function pending(state) {
  return state.run === null ? [] : needsNewStart(state.spec, state.run.spec);
}

/**
 * Whether the run is shown, not the new start: while it is live, as asked for, or looked at where a fork may leave it.
 * @param {State} state
 */
export function isRunShown(state) {
  return (
    state.run !== null &&
    (isLive(state.run.status) || pending(state).length === 0 || (state.at !== null && canFork(state)))
  );
}

/**
 * A live run is shown whatever is edited meanwhile; one that rests gives way to the new start.
 * @param {State} state
 */
export function shown(state) {
  const known = SHOWN.get(state);
  if (known) return known;
  const view = viewOf(state);
  SHOWN.set(state, view);
  return view;
}

/** @param {State} state */
function viewOf(state) {
  const { run, runFrame, preview } = state;
  if (run !== null && runFrame !== null && isRunShown(state)) {
    // the newest frame comes without its error; until it is there, the last is shown whole
    const isPast = runFrame.error !== undefined;
    const [epoch, error, testError] = isPast
      ? [runFrame.epoch, runFrame.error ?? null, runFrame.test_error ?? null]
      : [run.epoch, run.error, run.test_error];
    const spec = otherTable(state) ? { ...run.spec, table: state.spec.table } : run.spec;
    return {
      isRun: true,
      spec,
      svg: state.runSvg,
      frame: runFrame,
      epoch,
      error,
      testError,
      testRows: run.test_rows,
      inputs: run.inputs,
    };
  }
  return {
    isRun: false,
    spec: preview.spec,
    svg: preview.svg,
    frame: preview.frame,
    epoch: 0,
    error: preview.error,
    testError: preview.test_error,
    testRows: preview.test_rows,
    inputs: preview.inputs,
  };
}

/**
 * The test rows of the table that is edited: known once its preview is there.
 * @param {State} state
 * @returns {number[]}
 */
export function testRowsOf(state) {
  const { testRows, spec } = shown(state);
  return spec.table.inputs.length === state.spec.table.inputs.length ? testRows : NONE;
}

/** The row that is shown, of the table that belongs to what is shown. @param {State} state */
export const rowOf = (state) => Math.min(state.row, shown(state).spec.table.inputs.length - 1);
