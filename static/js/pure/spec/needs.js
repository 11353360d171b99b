// What has changed since a run was started, and whether the run can take it on its way.

import { layerSizes } from "../words/units.js";
import { same, sameOnce } from "./address.js";
import { ownOf } from "./hidden.js";

/** @typedef {import("../../types").Spec} Spec */

export const SETTINGS = ["learning_rate", "momentum", "l1", "l2"]; // of training: a run takes these on its way
const LIVE = ["epochs", "changes", ...SETTINGS];

/**
 * The last comparison: most changes of the page's state leave both specs as they are.
 * @type {{wanted: Spec | null, running: Spec | null, parts: string[]}}
 */
let compared = { wanted: null, running: null, parts: [] };

/** The parts of a spec that a running run cannot take over, in words. @param {Spec} wanted @param {Spec} running */
export function needsNewStart(wanted, running) {
  if (wanted !== compared.wanted || running !== compared.running)
    compared = { wanted, running, parts: partsBetween(wanted, running) };
  return compared.parts;
}

/** @param {Spec} wanted @param {Spec} running */
function partsBetween(wanted, running) {
  const parts = [];
  if (!sameOnce(wanted.table, running.table)) parts.push("table");
  if (!same(wanted.network.hidden, running.network.hidden)) parts.push("layers");
  if (!same(wanted.features, running.features)) parts.push("inputs");
  const isDrawnAnew = (running.split?.share ?? 0) > 0 && wanted.table.inputs.length !== running.table.inputs.length;
  if (!same(wanted.split, running.split) || isDrawnAnew) parts.push("test rows");
  const { hidden: _, ...network } = wanted.network;
  const { hidden: __, ...before } = running.network;
  if (!same(network, before)) parts.push("network settings");
  if (wanted.seed !== running.seed) parts.push("seed");
  if (!same(without(wanted.training), without(running.training))) parts.push("training settings");
  if (wanted.training.epochs < running.training.epochs) parts.push("epochs"); // more of them a run can take
  return parts;
}

/** @param {Record<string, unknown>} training */
function without(training) {
  return Object.fromEntries(Object.entries(training).filter(([name]) => !LIVE.includes(name)));
}

/**
 * A setting's value in force at an epoch, by default at the end.
 * @param {Spec} spec
 * @param {string} name
 * @param {number} [epoch]
 * @returns {number | null}
 */
export function settingAt(spec, name, epoch = Infinity) {
  const past = spec.training.changes.filter((change) => change.epoch <= epoch);
  return past.reduce(
    (value, change) => change[name] ?? value,
    /** @type {number | null} */ (spec.training[name] ?? null),
  );
}

/** The learning rate in force at an epoch, by default at the end. @param {Spec} spec @param {number} [epoch] */
export const learningRate = (spec, epoch = Infinity) => /** @type {number} */ (settingAt(spec, "learning_rate", epoch));

/**
 * The settings that a run would have to take over.
 * @param {Spec} wanted
 * @param {Spec} running
 * @returns {Record<string, number>}
 */
export function settingsBetween(wanted, running) {
  const differing = SETTINGS.map((name) => [name, settingAt(wanted, name), settingAt(running, name)]);
  return Object.fromEntries(
    differing.filter(([, value, now]) => value !== null && value !== now).map(([name, value]) => [name, value]),
  );
}

/**
 * The spec with what was changed on the way as its own settings, from the start on.
 * @param {Spec} spec
 * @returns {Spec}
 */
export function asOwn(spec) {
  if (spec.training.changes.length === 0) return spec;
  const now = Object.fromEntries(SETTINGS.map((one) => [one, settingAt(spec, one)]));
  return { ...spec, training: { ...spec.training, ...now, changes: [] } };
}

/**
 * The spec with a setting at another value, and nothing changed on the way.
 * @param {Spec} spec
 * @param {string} name
 * @param {number} value
 * @returns {Spec}
 */
export function withSetting(spec, name, value) {
  const { training, ...rest } = asOwn(spec);
  return { ...rest, training: { ...training, [name]: value } };
}

/**
 * The spec without what was given for the one before it and does not fit its own network or table: first weights, frozen
 * ones whose layers have changed, and batches of more rows than it trains on.
 * @param {Spec} spec
 * @param {Spec} before
 * @returns {Spec}
 */
export function fitting(spec, before) {
  const { training, network, split, table } = spec;
  const rows = Math.max(1, Math.floor(table.inputs.length * (1 - (split?.share ?? 0))) - (split?.test.length ?? 0));
  const size = /** @type {number | null} */ (training.batch_size ?? null);
  const frozen = stillFrozen(spec, before);
  const lost = {
    ...(frozen.length < (training.frozen?.length ?? 0) && { frozen }),
    ...(size !== null && size > rows && { batch_size: rows }),
  };
  return {
    ...spec,
    network: { ...network, initial: null },
    training: Object.keys(lost).length > 0 ? { ...training, ...lost } : training,
  };
}

/**
 * The frozen parameters of a spec that are those of the one before it: of layers with as many units before and behind.
 * Where a layer has come or gone, none is.
 * @param {Spec} spec
 * @param {Spec} before
 */
function stillFrozen(spec, before) {
  const [sizes, old] = [layerSizes(spec), layerSizes(before)];
  const { bias, batch_norm: isNormed, hidden } = spec.network;
  return (spec.training.frozen ?? []).filter(({ layer, parameter }) => {
    const isSame = sizes.length === old.length && sizes[layer] === old[layer] && sizes[layer - 1] === old[layer - 1];
    if (parameter === "weights") return isSame;
    if (parameter === "biases") return isSame && bias;
    const own = hidden[layer - 1];
    return isSame && own !== undefined && (ownOf(own).batch_norm ?? isNormed);
  });
}
