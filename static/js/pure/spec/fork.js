// What of a run can be changed where another run leaves it.

import { same, sameOnce } from "./address.js";
import { needsNewStart, SETTINGS, settingsBetween } from "./needs.js";

/** @typedef {import("../../types").State} State */

const FORKED = ["table", "training settings", "epochs"]; // parts of a spec that a fork takes over

/** Whether a fork could go on as asked. @param {State} state */
export function canFork({ run, spec }) {
  if (run === null) return false;
  const { table } = run.spec;
  const fits =
    spec.table.inputs[0]?.length === table.inputs[0]?.length &&
    spec.table.targets[0]?.length === table.targets[0]?.length;
  return fits && needsNewStart(spec, run.spec).every((part) => FORKED.includes(part));
}

/**
 * The rows of a fork that is thought of at an epoch that is looked at: shown there instead of the run's own.
 * @param {State} state
 * @returns {import("../../types").Table | null}
 */
export function otherTable(state) {
  const { run, spec, at } = state;
  return run !== null && at !== null && canFork(state) && !sameOnce(spec.table, run.spec.table) ? spec.table : null;
}

/**
 * Whether the network and the rows that are shown are the run's own: only of those does it know what its next pass
 * does.
 * @param {State} state
 */
export const isAsTrained = (state) => state.edits.length === 0 && otherTable(state) === null;

/** What is sent for it: only what differs. @param {State} state @returns {{epoch: number, [field: string]: unknown}} */
export function forkOf({ run, spec, at, edits }) {
  if (run === null) throw new Error("there is no run to leave");
  const given = edits.at(-1);
  const { training } = run.spec;
  const settings = settingsBetween(spec, run.spec);
  const others = Object.entries(spec.training).filter(
    ([name, value]) => ![...SETTINGS, "changes", "epochs"].includes(name) && !same(value, training[name]),
  );
  const changed = {
    ...Object.fromEntries(others),
    ...settings,
    ...(Object.keys(settings).length > 0 && { changes: [] }),
  };
  return {
    epoch: at ?? run.epoch,
    ...(given && { weights: given.weights, biases: given.biases }),
    ...(!sameOnce(spec.table, run.spec.table) && { table: spec.table }),
    ...(Object.keys(changed).length > 0 && { training: changed }),
    ...(spec.training.epochs !== training.epochs &&
      spec.training.epochs > (at ?? run.epoch) && { epochs: spec.training.epochs }),
  };
}
