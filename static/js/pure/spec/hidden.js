// The hidden layers as a list: layers come and go, and change their size.

import { inputNames } from "./features.js";

/** @typedef {import("../../types").HiddenLayer} HiddenLayer */

export const MOST_WATCHED = 200_000; // weights that the page asks for ten times a second
export const MOST_EXPLAINED = 50_000; // multiply-adds of a pass up to which each frame comes with its gradients
const NEW_SIZE = 3; // of a layer added where there is none to copy

/** @param {HiddenLayer} layer */
export const sizeOf = (layer) => (typeof layer === "number" ? layer : layer.size);

/** The layer with another size. @param {HiddenLayer} layer @param {number} size @returns {HiddenLayer} */
const resized = (layer, size) => (typeof layer === "number" ? size : { ...layer, size });

/**
 * A layer before the one at that place, as large as it.
 * @param {HiddenLayer[]} hidden
 * @param {number} at
 * @returns {HiddenLayer[]}
 */
export function addLayer(hidden, at) {
  const next = hidden[at];
  return [...hidden.slice(0, at), next === undefined ? NEW_SIZE : sizeOf(next), ...hidden.slice(at)];
}

/**
 * A layer with another number of units; without any it goes.
 * @param {HiddenLayer[]} hidden
 * @param {number} at
 * @param {number} size
 * @returns {HiddenLayer[]}
 */
export function resizeLayer(hidden, at, size) {
  return hidden.flatMap((layer, i) => (i !== at ? [layer] : size > 0 ? [resized(layer, size)] : []));
}

/** What a layer has of its own; null where it is as the others. @param {HiddenLayer} layer */
export function ownOf(layer) {
  if (typeof layer === "number") return { activation: null, dropout: null, batch_norm: null };
  return { activation: layer.activation ?? null, dropout: layer.dropout ?? null, batch_norm: layer.batch_norm ?? null };
}

/**
 * A layer with something of its own; one that has nothing left is a plain size.
 * @param {HiddenLayer[]} hidden
 * @param {number} at
 * @param {string} name
 * @param {unknown} value
 * @returns {HiddenLayer[]}
 */
export function withOwn(hidden, at, name, value) {
  return hidden.map((layer, i) => {
    if (i !== at) return layer;
    const own = { ...ownOf(layer), [name]: value };
    return Object.values(own).every((one) => one === null) ? sizeOf(layer) : { size: sizeOf(layer), ...own };
  });
}

/** Whether any pass leaves units out. @param {import("../../types").Spec} spec */
export const hasDropout = ({ network, training }) =>
  network.hidden.some((layer) => (ownOf(layer).dropout ?? training.dropout) !== 0);

/** How many weights a network has. @param {import("../../types").Spec} spec */
export function countWeights(spec) {
  const sizes = [inputNames(spec).length, ...spec.network.hidden.map(sizeOf), spec.table.target_names.length];
  return sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] ?? 0), 0);
}

/**
 * What the page needs of each frame to draw it: the lines' weights only where they are not millions.
 * @param {import("../../types").Spec} spec
 */
export const drawnPartsOf = (spec) =>
  ["layers", countWeights(spec) > MOST_WATCHED ? "" : "weights", hasDropout(spec) ? "masks" : ""]
    .filter(Boolean)
    .join();

/** Multiply-adds of a pass. @param {import("../../types").Spec} spec */
export const costOf = (spec) => countWeights(spec) * spec.table.inputs.length;

/**
 * The same with the gradients and the last update, where they cost next to nothing.
 * @param {import("../../types").Spec} spec
 */
export const partsOf = (spec) => drawnPartsOf(spec) + (costOf(spec) <= MOST_EXPLAINED ? ",gradients,update" : "");
