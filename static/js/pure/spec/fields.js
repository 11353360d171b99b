// The settings as fields: reading and writing them in a spec, and what one choice means for the others.

import { settledSplit } from "./features.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {{min?: number, max?: number, above?: number, below?: number}} Bounds */

/** What the spec has at a path, as in "training.momentum". @param {any} spec @param {string} path @returns {unknown} */
export const valueAt = (spec, path) => path.split(".").reduce((found, name) => found?.[name], spec) ?? null;

/**
 * The spec with another value there. An option without a value is left out.
 * @param {any} spec
 * @param {string} path
 * @param {unknown} value
 * @returns {any}
 */
export function withValue(spec, path, value) {
  const [name = "", ...rest] = path.split(".");
  if (rest.length > 0) return { ...spec, [name]: withValue(spec?.[name] ?? {}, rest.join("."), value) };
  const { [name]: _, ...others } = spec;
  return value === undefined ? others : { ...spec, [name]: value };
}

/**
 * What was typed into a field: its value, or what is wrong in words. An empty one is null where that is allowed.
 * @param {string} text @param {string} label @param {{kind: string, bounds: Bounds, optional: boolean}} field
 * @returns {{value: number | null, problem: string}}
 */
export function parseField(text, label, { kind, bounds, optional }) {
  const typed = text
    .trim()
    .replace(/(?<=\d),(?=\d{3}\b)/g, "")
    .replace(",", ".");
  if (typed === "" && optional) return { value: null, problem: "" };
  const value = Number(typed);
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = bounds;
  const isWhole = kind !== "whole" || Number.isInteger(value);
  if (
    typed !== "" &&
    Number.isFinite(value) &&
    isWhole &&
    value >= min &&
    value <= max &&
    value > above &&
    value < below
  )
    return { value, problem: "" };
  const words = [
    "min" in bounds && `at least ${plain(min)}`,
    "above" in bounds && `above ${plain(above)}`,
    "max" in bounds && `at most ${plain(max)}`,
    "below" in bounds && `below ${plain(below)}`,
  ];
  const range = words.filter(Boolean).join(" and ");
  return {
    value: null,
    problem: `${label} is a ${kind === "whole" ? "whole " : ""}number${range && `, ${range}`}${optional ? ", or empty" : ""}`,
  };
}

/** @param {number} value */
const plain = (value) =>
  Math.abs(value) >= 1e-4 || value === 0 ? value.toLocaleString("en", { maximumFractionDigits: 6 }) : String(value);

/**
 * Whether a field belongs to what is chosen: `only` is "path=name name".
 * @param {string | undefined} only
 * @param {Spec} spec
 */
export function belongs(only, spec) {
  if (!only) return true;
  const [path = "", names = ""] = only.split("=");
  return names.split(" ").includes(String(valueAt(spec, path)));
}

/**
 * The spec after a choice, with what follows from it: options and momentum go with what they refine, and a
 * cross-entropy brings the output activation that it needs, or leaves with it.
 * @param {Spec} spec
 * @param {string} path
 * @param {Record<string, string>} needs the losses' output activations
 * @returns {Spec}
 */
export function settled(spec, path, needs) {
  let { network, training } = spec;
  if (path === "network.initializer") network = { ...network, initializer_options: {} };
  if (path === "training.optimizer")
    training = {
      ...training,
      optimizer_options: {},
      momentum: null,
      changes: training.changes.filter((change) => (change.momentum ?? null) === null),
    };
  if (path === "training.loss") training = { ...training, loss_options: {} };
  const needed = needs[String(training.loss)];
  if (needed && network.output_activation !== needed) {
    if (path === "training.loss") network = { ...network, output_activation: needed };
    else training = { ...training, loss: "squared_error", loss_options: {} };
  }
  const stop = /** @type {{epochs?: number | null} | null} */ (training.stop ?? null);
  if (stop) training = { ...training, stop: stop.epochs ? { improvement: 0, ...stop } : null };
  return { ...spec, network, training, split: settledSplit(spec.split) };
}
