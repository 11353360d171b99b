// The formulas of a trace, written out with the numbers of one place.

import { filled } from "../spec/features.js";
import * as format from "../words/format.js";

/** @typedef {import("../../types").TraceStep} TraceStep */
/** @typedef {Map<string, TraceStep>} Book the arrays of a trace by name */
/**
 * @typedef {[number, number]} At row and unit, or what a weight leads from and to; an array of one axis goes by the
 *   second
 */

const WORDS = /** @type {Record<string, string>} */ ({
  "np.sqrt": "√",
  "np.sign": "sign",
  "np.clip": "clip",
  nonlin: "sigmoid",
  "**": "^",
  "*": "×",
  "-": "−",
});
const MOST_POWERS = 6; // of a softmax; the others are told together
const TOGETHER = "np\\.(?:mean|sum)\\([\\w *]+, axis=[01](?:, keepdims=True)?\\)";
const PARTS = new RegExp(`${TOGETHER}|np\\.\\w+|[A-Za-z_]\\w*|\\d[\\d.]*(?:e[+-]?\\d+)?|\\*\\*|[*-]`, "g");

/** The number of an array at a place. @param {TraceStep} step @param {At} at @returns {number} */
export function numberAt({ shape, value }, [first, second]) {
  return shape.length === 2 ? value[first][second] : shape.length === 1 ? value[second] : value;
}

/** @param {Book} book @param {string} name @param {At} at */
export const numberOf = (book, name, at) => numberAt(/** @type {TraceStep} */ (book.get(name)), at);

/** What the function is called that a formula begins with. @param {string} formula */
export function calledOf(formula) {
  const [name = ""] = formula.split("(");
  return WORDS[name] ?? name;
}

/** A formula with numbers in place of its names. @param {Book} book @param {string} formula @param {At} at */
export function written(book, formula, at) {
  const shared = /^softmax\((\w+)\)$/.exec(formula)?.[1];
  if (shared) return kept(share(book, shared, at));
  const plain = formula
    .replace(/nonlin\((\w+), deriv=True\)/, "$1 * (1 - $1)")
    .replace(/(\w+)\((\w+), deriv=True\)/, "$1′($2)");
  const text = plain.replace(PARTS, (part, /** @type {number} */ offset) => {
    const number = valueIn(book, part, at);
    if (number === null) return WORDS[part] ?? constant(part);
    const text = format.term(number);
    const [before, after] = [plain.slice(0, offset).trimEnd().at(-1) ?? "", plain.slice(offset + part.length)];
    const isOperand = "+-*/".includes(before || " ") || after.startsWith("**");
    return text.startsWith("−") && isOperand ? `(${text})` : text;
  });
  return kept(text);
}

/**
 * What softmax makes of one sum of a row: its power, over those of all.
 * @param {Book} book
 * @param {string} name
 * @param {At} at
 */
function share(book, name, [row, unit]) {
  const sums = [...Array(book.get(name)?.shape[1] ?? 0).keys()].map((i) => numberOf(book, name, [row, i]));
  const power = (/** @type {number} */ sum) => `e^${sum < 0 ? `(${format.term(sum)})` : format.term(sum)}`;
  const others = sums.slice(MOST_POWERS).map(Math.exp);
  const rest = others.reduce((so, one) => so + one, 0);
  const together = rest < Infinity ? `, together ${format.term(rest)}` : "";
  const more = others.length ? [`… ${format.whole(others.length)} more${together}`] : [];
  return `${power(sums[unit] ?? 0)} / (${[...sums.slice(0, MOST_POWERS).map(power), ...more].join(" + ")})`;
}

/**
 * A formula of columns with the columns' numbers.
 * @param {string} formula
 * @param {string[]} columns
 * @param {number[]} values
 */
export function filledIn(formula, columns, values) {
  const texts = values.map((value) => format.term(value)).map((text) => (text.startsWith("−") ? `(${text})` : text));
  return kept(
    filled(
      formula.replace(/`[^`]*`|\*\*|[*-]/g, (part) => WORDS[part] ?? part),
      columns,
      texts,
    ),
  );
}

/** A line may break before an operation, and not inside small brackets. @param {string} text */
const kept = (text) =>
  text.replace(/\([^()]{1,24}\)/g, (part) => part.replaceAll(" ", "\u00a0")).replace(/ ([×/+−]) /g, " $1\u00a0");

/**
 * What a part of a formula stands for; null where it is no array.
 * @param {Book} book
 * @param {string} part
 * @param {At} at
 */
function valueIn(book, part, at) {
  if (part.startsWith("np.") && part.endsWith(")")) return together(book, part, at);
  const step = book.get(part);
  return step ? numberAt(step, at) : null;
}

/**
 * A mean or sum of products over the rows, or over the units of a row.
 * @param {Book} book
 * @param {string} part
 * @param {At} at
 */
function together(book, part, [row, unit]) {
  const [, kind, product = "", axis] = /np\.(\w+)\(([\w *]+), axis=(\d)/.exec(part) ?? [];
  const factors = product.split(" * ").map((name) => /** @type {TraceStep} */ (book.get(name)));
  const count = factors[0]?.shape[Number(axis)] ?? 0;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += factors.reduce((so, step) => so * numberAt(step, axis === "0" ? [i, unit] : [row, i]), 1);
  }
  return kind === "mean" ? sum / count : sum;
}

/** A number that stands in a formula. @param {string} part */
const constant = (part) => (/^\d/.test(part) ? String(Number(part)).replace("-", "−") : part);
