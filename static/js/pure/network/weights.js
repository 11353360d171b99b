// Weights one by one: where each stands, and a frame with one of them changed.

/** @typedef {import("../../types").Place} Place */
/** @typedef {import("../../types").Parameters} Parameters */

/** @param {Parameters} given @param {Place} place */
export function weightAt({ weights, biases }, { layer, from, to }) {
  return (from === null ? biases?.[layer]?.[to] : weights[layer]?.[from]?.[to]) ?? 0;
}

/**
 * Others with one of them changed; what was given stays as it is.
 * @param {Parameters} given
 * @param {Place} place
 * @param {number} value
 * @returns {Parameters}
 */
export function withWeight({ weights, biases }, { layer, from, to }, value) {
  if (from === null) {
    const changed =
      biases?.map((row, l) => (l === layer ? row.map((old, t) => (t === to ? value : old)) : row)) ?? null;
    return { weights, biases: changed };
  }
  const changed = weights.map((matrix, l) =>
    l === layer ? matrix.map((row, f) => (f === from ? row.map((old, t) => (t === to ? value : old)) : row)) : matrix,
  );
  return { weights: changed, biases };
}

/**
 * Every weight that enters a unit, its bias last.
 * @param {Parameters} given
 * @param {number} layer of the unit, the inputs are 0
 * @param {number} unit
 * @returns {Place[]}
 */
export function entering({ weights, biases }, layer, unit) {
  const matrix = weights[layer - 1];
  if (!matrix) return [];
  const places = matrix.map((_, from) => ({ layer: layer - 1, from, to: unit }));
  return biases ? [...places, { layer: layer - 1, from: null, to: unit }] : places;
}

/**
 * A frame as it would be with these parameters, or over other rows; its gradients were those of the run's own.
 * @param {import("../../types").Frame} frame
 * @param {Partial<Parameters>} given
 * @param {import("../../types").Prediction} predicted
 * @param {number} row
 */
export function framed(frame, given, predicted, row) {
  const { predictions, layers, error, loss, test_error: testError } = predicted;
  return {
    ...frame,
    ...given,
    predictions,
    layers: layers.map((layer) => layer[row] ?? []),
    error,
    loss,
    test_error: testError,
    gradients: null,
  };
}
