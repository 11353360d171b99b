// What a person calls a unit: its column's name, or its place; as the drawing says it.

import { inputNames } from "../spec/features.js";
import { sizeOf } from "../spec/hidden.js";

/** How many units each layer has, the inputs first. @param {import("../../types").Spec} spec */
export const layerSizes = (spec) => [
  inputNames(spec).length,
  ...spec.network.hidden.map(sizeOf),
  spec.table.target_names.length,
];

/** @param {import("../../types").Spec} spec @param {number} layer the inputs are 0 @param {number} unit */
export function unitName(spec, layer, unit) {
  const hidden = spec.network.hidden.length;
  if (layer === 0) return inputNames(spec)[unit] ?? "";
  if (layer > hidden) return spec.table.target_names[unit] ?? "";
  return hidden === 1 ? `hidden ${unit + 1}` : `hidden ${layer}.${unit + 1}`;
}

/** @param {import("../../types").Spec} spec @param {number} layer */
export function layerName({ network }, layer) {
  const hidden = network.hidden.length;
  if (layer === 0) return "inputs";
  if (layer > hidden) return "output";
  return hidden === 1 ? "hidden layer" : `hidden layer ${layer}`;
}

/** The names of the units of each layer. @param {import("../../types").Spec} spec */
export const namesOf = (spec) =>
  layerSizes(spec).map((size, layer) => Array.from({ length: size }, (_, unit) => unitName(spec, layer, unit)));
