// Where an epoch lies on the plot's axis, and how a recording is played.

import { LEFT_EDGE } from "./curves.js";

/** @typedef {import("../../types").Axis} Axis */

/** The place of an epoch on the axis: 0 at its left end, 1 at its right. @param {number} epoch @param {Axis} axis */
export function shareOf(epoch, { low, high, isLog }) {
  const value = isLog ? Math.log10(epoch || LEFT_EDGE) : epoch;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}

/** The epoch at a place of the axis, whole. @param {number} share @param {Axis} axis */
export function epochAt(share, { low, high, isLog }) {
  const value = low + share * (high - low);
  if (!isLog) return Math.round(value);
  return value < Math.log10((LEFT_EDGE + 1) / 2) ? 0 : Math.round(10 ** value);
}

/**
 * Where the recording is, some time later. Unhurried is as a run trains then: half the epochs done a second, and at
 * least 5.
 * @param {number} epoch not whole
 * @param {number} seconds
 * @param {import("../../types").Pace} pace
 * @param {1 | -1} direction
 */
export function later(epoch, seconds, pace, direction) {
  const speed = pace === "unhurried" || pace === null ? Math.max(5, epoch / 2) : pace;
  return epoch + direction * speed * seconds;
}

/** An epoch that the run has. @param {number} epoch @param {number} first @param {number} last */
export const within = (epoch, first, last) => Math.min(last, Math.max(first, epoch));
