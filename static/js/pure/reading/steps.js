// One iteration as a walk: its sub-steps in the order of computation, made when they are asked for.

import { layerName, layerSizes } from "../words/units.js";
import * as substeps from "./substeps.js";

/** @typedef {import("../../types").Trace} Trace */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("./substeps.js").Scene} Scene */
/** @typedef {(scene: Scene) => import("../../types").Substep} Maker */
/**
 * @typedef {{name: string, size: number, make: (i: number) => Maker}} Group sub-steps of one layer; size: of those that
 *   are walked
 */
/**
 * @typedef {{groups: Group[], count: number, isJumping: boolean}} Walk isJumping: of some layer, one unit stands for
 *   all
 */

export const MOST_WALKED = 50; // units of a layer; of a larger one, a single unit is walked

/**
 * @param {Trace} trace
 * @param {Spec} spec
 * @param {number} stands the unit that stands for all of a large layer
 * @returns {Walk}
 */
export function walkOf(trace, spec, stands) {
  const names = new Set(trace.steps.map((step) => step.name));
  const sizes = layerSizes(spec);
  const layers = sizes.slice(1).map((_, i) => i + 1);
  const units = sizes.map((size) => (size > MOST_WALKED ? [Math.min(stands, size - 1)] : [...Array(size).keys()]));
  const groups = [
    ...(names.has("columns") ? [inputs(units)] : []),
    ...layers.map((layer) => forward(layer, units, names, spec)),
    ...layers.toReversed().map((layer) => backward(layer, units, spec)),
    ...layers.toReversed().flatMap((layer) => updates(layer, units, names, spec)),
    ...layers.filter((layer) => names.has(`running_mean${layer}`)).map((layer) => statistics(layer, units, spec)),
  ];
  return {
    groups,
    count: groups.reduce((sum, { size }) => sum + size, 0),
    isJumping: sizes.some((size) => size > MOST_WALKED),
  };
}

/** Why the numbers of a pass are not those of the drawing, in words; "" where they are. @param {Trace} trace */
export function modeOf({ steps }) {
  const has = (/** @type {RegExp} */ name) => steps.some((step) => name.test(step.name));
  const what = [
    has(/^l\d+_mask$/) ? "leaves units out" : "",
    has(/^l\d+_normalised$/) ? "measures sums by their batch" : "",
  ].filter(Boolean);
  return what.length
    ? `Training ${what.join(" and ")}; the drawing and the table show the network as it predicts.`
    : "";
}

/**
 * @param {Walk} walk
 * @param {Trace} trace
 * @param {Spec} spec
 * @param {number} row of the table, in the batch
 * @param {number} at
 */
export function substepAt({ groups }, trace, spec, row, at) {
  const scene = {
    book: new Map(trace.steps.map((step) => [step.name, step])),
    spec,
    rows: trace.rows,
    row: trace.rows.indexOf(row),
  };
  let before = 0;
  for (const group of groups) {
    if (at < before + group.size) return group.make(at - before)(scene);
    before += group.size;
  }
  throw new RangeError(`no sub-step ${at}`);
}

/** Where each group begins. @param {Walk} walk @returns {{name: string, start: number}[]} */
export function startsOf({ groups }) {
  let start = 0;
  return groups.map(({ name, size }) => ({ name, start: (start += size) - size }));
}

/** The group of a sub-step. @param {Walk} walk @param {number} at */
export const groupAt = (walk, at) => startsOf(walk).findLastIndex(({ start }) => start <= at);

/** @param {number[][]} units */
const inputs = (units) =>
  groupOf(
    "inputs",
    pick(units, 0).map((unit) => (/** @type {Scene} */ scene) => substeps.input(scene, unit)),
  );

/** @param {number} layer @param {number[][]} units @param {Set<string>} names @param {Spec} spec @returns {Group} */
function forward(layer, units, names, spec) {
  const parts = [substeps.forwardSum];
  if (names.has(`l${layer}_sum`)) parts.push(substeps.forwardNorm);
  if (names.has(`l${layer}_mask`)) parts.push(substeps.forwardDropout);
  const makers = pick(units, layer).flatMap((unit) =>
    parts.map((part) => (/** @type {Scene} */ scene) => part(scene, layer, unit)),
  );
  return groupOf(`forward: ${layerName(spec, layer)}`, makers);
}

/** @param {number} layer @param {number[][]} units @param {Spec} spec */
function backward(layer, units, spec) {
  const isOutput = layer === units.length - 1;
  const part = isOutput ? substeps.outputError : substeps.hiddenError;
  const makers = pick(units, layer).map((unit) => (/** @type {Scene} */ scene) => part(scene, layer, unit));
  return groupOf(isOutput ? "error: output" : `backward: ${layerName(spec, layer)}`, makers);
}

/**
 * The weights that lead to a layer, source by source; then the layer's other parameters.
 * @param {number} layer
 * @param {number[][]} units
 * @param {Set<string>} names
 * @param {Spec} spec
 * @returns {Group[]}
 */
function updates(layer, units, names, spec) {
  const [sources, targets] = [pick(units, layer - 1), pick(units, layer)];
  const to = layerName(spec, layer);
  const weights = {
    name: `update: weights to ${to}`,
    size: sources.length * targets.length,
    make: (/** @type {number} */ i) => (/** @type {Scene} */ scene) =>
      substeps.update(scene, "weight", layer, [
        sources[Math.floor(i / targets.length)] ?? 0,
        targets[i % targets.length] ?? 0,
      ]),
  };
  const kinds = /** @type {const} */ ([
    ["bias", `b${layer}`, "biases"],
    ["gamma", `gamma${layer}`, "gammas"],
    ["beta", `beta${layer}`, "betas"],
  ]);
  const others = kinds
    .filter(([, name]) => names.has(name))
    .map(([kind, , many]) => {
      const makers = targets.map(
        (unit) => (/** @type {Scene} */ scene) => substeps.update(scene, kind, layer, [0, unit]),
      );
      return groupOf(`update: ${many} of ${to}`, makers);
    });
  return [weights, ...others];
}

/** @param {number} layer @param {number[][]} units @param {Spec} spec */
function statistics(layer, units, spec) {
  const makers = pick(units, layer).map(
    (unit) => (/** @type {Scene} */ scene) => substeps.statistics(scene, layer, unit),
  );
  return groupOf(`update: running statistics of ${layerName(spec, layer)}`, makers);
}

/** @param {number[][]} units @param {number} layer */
const pick = (units, layer) => units[layer] ?? [];

/** @param {string} name @param {Maker[]} makers @returns {Group} */
const groupOf = (name, makers) => ({ name, size: makers.length, make: (i) => /** @type {Maker} */ (makers[i]) });
