// The hidden layers as a list: layers come and go, and change their size.

/** @typedef {import("../types").HiddenLayer} HiddenLayer */

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
