// What a person calls a unit: its column's name, or its place; as the drawing says it.

import { sizeOf } from "./hidden.js";

/** How many units each layer has, the inputs first. @param {import("../types").Spec} spec */
export const layerSizes = ({ table, network }) => [table.input_names.length, ...network.hidden.map(sizeOf), table.target_names.length];

/** @param {import("../types").Spec} spec @param {number} layer the inputs are 0 @param {number} unit */
export function unitName({ table, network }, layer, unit) {
  const hidden = network.hidden.length;
  if (layer === 0) return table.input_names[unit] ?? "";
  if (layer > hidden) return table.target_names[unit] ?? "";
  return hidden === 1 ? `hidden ${unit + 1}` : `hidden ${layer}.${unit + 1}`;
}

/** @param {import("../types").Spec} spec @param {number} layer */
export function layerName({ network }, layer) {
  const hidden = network.hidden.length;
  if (layer === 0) return "inputs";
  if (layer > hidden) return "output";
  return hidden === 1 ? "hidden layer" : `hidden layer ${layer}`;
}
