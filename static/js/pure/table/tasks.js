// What a table asks for, and in one number how well it is answered; by the rules of core/looking/tasks.py.

import { fixed, whole } from "../words/format.js";

/** @typedef {"two_classes" | "classes" | "labels" | "regression"} Kind */

/** @type {WeakMap<number[][], Kind>} */
const KNOWN = new WeakMap(); // a table never changes, and every frame asks for this

/** The kind of task that targets stand for. @param {number[][]} targets @returns {Kind} */
export function kindOf(targets) {
  const known = KNOWN.get(targets);
  if (known) return known;
  const kind = findKind(targets);
  KNOWN.set(targets, kind);
  return kind;
}

/** @param {number[][]} targets @returns {Kind} */
function findKind(targets) {
  const width = targets[0]?.length ?? 0;
  const isOneHot = (/** @type {number[]} */ row) =>
    row.every((value) => value === 0 || value === 1) &&
    row.reduce((/** @type {number} */ sum, value) => sum + value, 0) === 1;
  if (width > 1 && targets.every(isOneHot)) return "classes";
  const isTwofold = (/** @type {number} */ column) =>
    [0, -1].some((low) => targets.every((row) => row[column] === low || row[column] === 1));
  if (![...Array(width).keys()].every(isTwofold)) return "regression";
  return width === 1 ? "two_classes" : "labels";
}

/**
 * The number of the largest value, the first of equal ones; -1 where one is missing.
 * @param {(number | null)[]} values
 */
export function largest(values) {
  if (values.some((value) => value === null)) return -1;
  return values.reduce(
    (/** @type {number} */ best, value, i) =>
      /** @type {number} */ (value) > /** @type {number} */ (values[best]) ? i : best,
    0,
  );
}

/**
 * Whether each output of a row says what is expected: of classes the largest says which, of others the side of the
 * middle; a number is never wrong.
 * @param {(number | null)[]} predictions
 * @param {number[]} targets
 * @param {Kind} kind
 * @param {number} middle
 */
export function rightOutputs(predictions, targets, kind, middle) {
  if (kind === "regression") return targets.map(() => true);
  if (kind !== "classes") return targets.map((target, i) => isRight(predictions[i] ?? null, target, middle));
  const said = largest(targets.map((_, i) => predictions[i] ?? null));
  return targets.map((target, i) => said >= 0 && (target === 1) === (i === said));
}

/**
 * How many rows have every output right.
 * @param {(number | null)[][]} predictions
 * @param {number[][]} targets
 * @param {number} middle
 */
export const countCorrect = (predictions, targets, middle) => countRight(predictions, targets, kindOf(targets), middle);

/**
 * The same of some rows of a table, whose kind is known.
 * @param {(number | null)[][]} predictions
 * @param {number[][]} targets
 * @param {Kind} kind
 * @param {number} middle
 */
function countRight(predictions, targets, kind, middle) {
  return targets.filter((row, i) => rightOutputs(predictions[i] ?? [], row, kind, middle).every(Boolean)).length;
}

/** @param {number | null} prediction @param {number} target @param {number} middle */
export function isRight(prediction, target, middle) {
  return prediction !== null && prediction > middle === target > middle;
}

/**
 * The share of the targets' variance that is explained, as core/looking/scores.py has it, averaged over the outputs
 * whose targets vary; null where none does, or where a prediction is missing.
 * @param {(number | null)[][]} predictions @param {number[][]} targets
 */
export function explained(predictions, targets) {
  /** @type {number[]} */
  const found = [];
  for (const column of (targets[0] ?? []).keys()) {
    const mean = targets.reduce((sum, row) => sum + (row[column] ?? 0), 0) / targets.length;
    let [missed, spread] = [0, 0];
    for (const [i, row] of targets.entries()) {
      const [target, prediction] = [row[column] ?? 0, predictions[i]?.[column] ?? null];
      if (prediction === null) return null;
      missed += (target - prediction) ** 2;
      spread += (target - mean) ** 2;
    }
    if (targets.some((row) => row[column] !== targets[0]?.[column])) found.push(1 - missed / spread);
  }
  return found.length > 0 ? found.reduce((sum, one) => sum + one, 0) / found.length : null;
}

/**
 * How well a table is answered, in one number and its words: over the training rows, and over the test rows if there
 * are any; a dash without predictions.
 * @param {(number | null)[][] | null} predictions
 * @param {number[][]} targets
 * @param {number} middle
 * @param {number[]} testRows
 */
export function headlineOf(predictions, targets, middle, testRows) {
  const kind = kindOf(targets);
  const test = new Set(testRows);
  const [value, tested] = [false, true].map((isTest) => {
    const rows = [...targets.keys()].filter((row) => test.has(row) === isTest);
    const [wanted, given] = [
      rows.map((row) => targets[row] ?? []),
      predictions && rows.map((row) => predictions[row] ?? []),
    ];
    if (kind === "regression") return fixed(given && explained(given, wanted), 2);
    return `${given ? whole(countRight(given, wanted, kind, middle)) : "–"} of ${whole(rows.length)}`;
  });
  const words = test.size > 0 ? `· ${tested} test` : kind === "regression" ? "" : "correct";
  const meaning =
    kind === "regression"
      ? "The share of the variance of what is expected that is explained: 1 is all, 0 no more than its mean"
      : "Rows that are right";
  const parts = test.size > 0 ? "; over the training rows, and over the test rows" : "";
  return { value: kind === "regression" ? `R² ${value}` : `${value}`, words, meaning: meaning + parts };
}
