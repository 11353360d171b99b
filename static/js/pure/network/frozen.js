// Frozen weights: which of them training leaves as they are.

import { entering } from "./weights.js";

/** @typedef {import("../../types").Frozen} Frozen */
/** @typedef {import("../../types").Place} Place */
/** @typedef {import("../../types").Parameters} Parameters */

/** @param {Frozen} entry @param {Place} place */
const covers = (entry, { layer, from, to }) =>
  entry.layer === layer + 1 &&
  entry.parameter === (from === null ? "biases" : "weights") &&
  (entry.from ?? from) === from &&
  (entry.to ?? to) === to;

/** @param {Frozen[]} frozen @param {Place} place */
export const isFrozen = (frozen, place) => frozen.some((entry) => covers(entry, place));

/**
 * With one weight frozen or not; an entry that stood for many is written out for the others.
 * @param {Frozen[]} frozen
 * @param {Place} place
 * @param {boolean} isOn
 * @param {Parameters} given whose weights they are
 * @returns {Frozen[]}
 */
export function withFrozen(frozen, place, isOn, given) {
  if (isOn) return isFrozen(frozen, place) ? frozen : [...frozen, entryOf(place)];
  return frozen.flatMap((entry) =>
    covers(entry, place)
      ? placesOf(entry, given)
          .filter((one) => !isSame(one, place))
          .map(entryOf)
      : [entry],
  );
}

/** @param {Place} place @returns {Frozen} */
const entryOf = ({ layer, from, to }) => ({
  layer: layer + 1,
  parameter: from === null ? "biases" : "weights",
  from,
  to,
});

/** @param {Frozen} entry @param {Parameters} given @returns {Place[]} */
function placesOf(entry, given) {
  const units = given.weights[entry.layer - 1]?.[0]?.length ?? 0;
  return Array.from({ length: units }, (_, unit) => entering(given, entry.layer, unit))
    .flat()
    .filter((place) => covers(entry, place));
}

/** @param {Place} one @param {Place} other */
const isSame = (one, other) => one.layer === other.layer && one.from === other.from && one.to === other.to;
