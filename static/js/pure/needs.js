// What has changed since a run was started, and whether the run can take it on its way.

import { same } from "./address.js";

/** @typedef {import("../types").Spec} Spec */

const LIVE = ["epochs", "learning_rate", "changes"]; // of training: a run takes these while it is live

/** The parts of a spec that a running run cannot take over, in words. @param {Spec} wanted @param {Spec} running */
export function needsNewStart(wanted, running) {
  const parts = [];
  if (!same(wanted.table, running.table)) parts.push("table");
  if (!same(wanted.network.hidden, running.network.hidden)) parts.push("layers");
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

/** The learning rate in force at an epoch, by default at the end. @param {Spec} spec @param {number} [epoch] */
export function learningRate(spec, epoch = Infinity) {
  const past = spec.training.changes.filter((change) => change.epoch <= epoch);
  return past.reduce((rate, change) => change.learning_rate ?? rate, spec.training.learning_rate);
}

/** How many rows have every output on its target's side of the middle. @param {(number | null)[][]} predictions @param {number[][]} targets @param {number} middle */
export function countCorrect(predictions, targets, middle) {
  return targets.filter((row, i) => row.every((target, j) => isRight(predictions[i]?.[j] ?? null, target, middle))).length;
}

/** @param {number | null} prediction @param {number} target @param {number} middle */
export function isRight(prediction, target, middle) {
  return prediction !== null && prediction > middle === target > middle;
}
