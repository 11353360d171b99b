// Which rows stand behind a score, and where a residual plot puts them. All numbers come from the server.

import { fixed, whole } from "../words/format.js";
import { ticksBetween } from "./figures.js";

/** @typedef {import("../../types").Scores} Scores */
/** @typedef {import("../../types").Question} Question */
/** @typedef {"training" | "test"} Part */

export const MOST_CLASSES = 16; // drawn in one confusion matrix
export const MOST_POINTS = 1_000; // drawn in one plot

/** The parts of the table that there are scores of. @param {Scores} found @returns {Part[]} */
export const partsOf = (found) => (found.test ? ["training", "test"] : ["training"]);

/**
 * The rows of a class that were predicted as a class; null where the server does not list them.
 * @param {Scores} found
 * @param {Question} question
 * @param {Part} part
 * @param {number} expected
 * @param {number} predicted
 * @returns {number[] | null}
 */
export function rowsBehind(found, question, part, expected, predicted) {
  const { expected: wanted, predicted: said } = question;
  if (!wanted || !said) return null;
  const test = new Set(found.test_rows);
  return [...wanted.keys()].filter(
    (row) => wanted[row] === expected && said[row] === predicted && test.has(row) === (part === "test"),
  );
}

/** A share as a person reads it; in words where it is not defined. @param {number | null} share */
export const shareText = (share) => (share === null ? "none" : fixed(share, 4));

/**
 * What a row says, in few words: its class, or its numbers.
 * @param {Scores} found
 * @param {number[]} values
 * @param {number} row
 * @param {"expected" | "predicted"} which
 */
export function saidBy(found, values, row, which) {
  const [question] = found.questions;
  const number = found.task === "classes" ? question?.[which]?.[row] : undefined;
  if (number !== undefined) return question?.classes[number] ?? "";
  const texts = values.slice(0, 3).map((value) => fixed(value, 4).replace(/\.?0+$/, ""));
  return texts.join(", ") + (values.length > texts.length ? " …" : "");
}

/**
 * The rows of a residual plot: all of them, or as many as can be drawn, evenly chosen; in the order of what is
 * expected.
 * @param {Scores} found @param {number[][]} targets @param {number} output
 * @returns {{row: number, expected: number, predicted: number, residual: number, isTest: boolean}[]}
 */
export function pointsOf(found, targets, output) {
  const { predictions, residuals } = found;
  if (!predictions || !residuals) return [];
  const test = new Set(found.test_rows);
  const stride = Math.ceil(targets.length / MOST_POINTS);
  return [...targets.keys()]
    .filter((row) => row % stride === 0)
    .map((row) => ({
      row,
      expected: targets[row]?.[output] ?? 0,
      predicted: predictions[row]?.[output] ?? 0,
      residual: residuals[row]?.[output] ?? 0,
      isTest: test.has(row),
    }))
    .sort((a, b) => a.expected - b.expected || a.row - b.row);
}

/** An axis for both, what is expected and what is predicted. @param {{expected: number, predicted: number}[]} points */
export function axisOf(points) {
  const all = points.flatMap((point) => [point.expected, point.predicted]);
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const margin = (high - low) * 0.04 || 1;
  const ends = { low: low - margin, high: high + margin };
  return { ...ends, ticks: ticksBetween(ends.low, ends.high, 5) };
}

/**
 * The point next to a place, both in the plot's units; -1 where there is none.
 * @param {{x: number, y: number}[]} places
 * @param {number} x
 * @param {number} y
 */
export function nearest(places, x, y) {
  let [best, least] = [-1, Infinity];
  places.forEach((place, i) => {
    const distance = (place.x - x) ** 2 + (place.y - y) ** 2;
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

/** @param {{row: number, expected: number, predicted: number, residual: number, isTest: boolean}} point */
export const pointText = ({ row, expected, predicted, residual, isTest }) =>
  `row ${whole(row + 1)}${isTest ? " (test)" : ""}: expected ${fixed(expected, 4)}, predicted ${fixed(predicted, 4)}, residual ${fixed(residual, 4)}`;
