// The hidden layers as a list: layers come and go, and change their size.

/** @typedef {import("../types").HiddenLayer} HiddenLayer */

const MOST_WATCHED = 200_000; // weights that the page asks for ten times a second
const NEW_SIZE = 3; // of a layer added where there is none to copy

/** @param {HiddenLayer} layer */
export const sizeOf = (layer) => (typeof layer === "number" ? layer : layer.size);

/** The layer with another size. @param {HiddenLayer} layer @param {number} size @returns {HiddenLayer} */
const resized = (layer, size) => (typeof layer === "number" ? size : { ...layer, size });

/** A layer before the one at that place, as large as it. @param {HiddenLayer[]} hidden @param {number} at @returns {HiddenLayer[]} */
export function addLayer(hidden, at) {
  const next = hidden[at];
  return [...hidden.slice(0, at), next === undefined ? NEW_SIZE : sizeOf(next), ...hidden.slice(at)];
}

/** A layer with another number of units; without any it goes. @param {HiddenLayer[]} hidden @param {number} at @param {number} size @returns {HiddenLayer[]} */
export function resizeLayer(hidden, at, size) {
  return hidden.flatMap((layer, i) => (i !== at ? [layer] : size > 0 ? [resized(layer, size)] : []));
}

/** How many weights a network has. @param {import("../types").Spec} spec */
export function countWeights({ table, network }) {
  const sizes = [table.input_names.length, ...network.hidden.map(sizeOf), table.target_names.length];
  return sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] ?? 0), 0);
}

/** What the page asks for in each frame: the lines' weights only where they are not millions. @param {import("../types").Spec} spec */
export const partsOf = (spec) => (countWeights(spec) > MOST_WATCHED ? "layers" : "layers,weights");
