// What the lines of a program stand for: arrays with their values, and what of the drawing holds them.

import * as format from "../words/format.js";

/** @typedef {import("../../types").ProgramLine} ProgramLine */
/** @typedef {import("../../types").Frame} Frame */
/** @typedef {import("../../types").TraceStep} TraceStep */
/** @typedef {import("../../types").Shown} Shown */

export const MOST_ROWS = 12; // of a matrix that is shown
export const MOST_COLUMNS = 8;
const FOLDED = 8; // rows of a long table that are shown in the listing

/**
 * Part of the drawing: the lines into a layer, those of its biases, or the units of a layer.
 * @typedef {{edges?: number, biases?: number, units?: number}} Part
 */

/** What of the drawing an array stands for; null: nothing. @param {string} name @returns {Part | null} */
export function partOf(name) {
  const [, kind = "", digits = ""] = /^(syn|b|l|X$|y$)(\d*)(_\w+)?$/.exec(name) ?? [];
  const number = Number(digits);
  if (kind === "syn") return { edges: number };
  if (kind === "b") return { biases: number - 1 };
  if (kind === "X") return { units: 0 };
  if (kind === "y") return { units: -1 };
  return kind === "l" ? { units: number } : null;
}

/**
 * The arrays of a line: what it writes comes first, with what is added to it; then what it reads.
 * @param {ProgramLine} line
 * @param {Map<string, Shown>} known
 * @returns {Shown[]}
 */
export function arraysOf({ reads, writes, traced }, known) {
  const added = writes.filter((name) => reads.includes(name)).map((name) => `${name}_update`);
  return [...new Set([...writes, ...added, ...reads])].flatMap((name) => {
    const found = known.get(name in traced ? tracedAs(/** @type {string} */ (traced[name])) : name);
    return found ? { ...found, name } : [];
  });
}

/** Where a trace's array is kept beside the table's, which a program may call the same. @param {string} name */
const tracedAs = (name) => `traced ${name}`;

/**
 * What can be shown of a trace.
 * @param {TraceStep[]} steps
 * @param {import("../../types").Table} table
 * @returns {Map<string, Shown>}
 */
export function fromTrace(steps, table) {
  const known = new Map(ofTable(table));
  for (const { name, shape, value, meaning } of steps) {
    const array = { name, shape, rows: rowsOf(value), meaning };
    known.set(tracedAs(name), array);
    if (!known.has(name)) known.set(name, array);
  }
  return known;
}

/**
 * What can be shown before there is a run: parameters, predictions and the data.
 * @param {Frame} frame
 * @param {import("../../types").Table} table
 * @returns {Map<string, Shown>}
 */
export function fromFrame(frame, table) {
  const known = new Map(ofTable(table));
  const add = (/** @type {string} */ name, /** @type {any} */ value, /** @type {string} */ meaning) =>
    known.set(name, { name, shape: shapeOf(value), rows: rowsOf(value), meaning });
  (frame.weights ?? []).forEach((matrix, i) =>
    add(`syn${i}`, matrix, `The weights from layer ${i} to layer ${i + 1}.`),
  );
  (frame.biases ?? []).forEach((row, i) => add(`b${i + 1}`, row, `The biases of layer ${i + 1}.`));
  const last = (frame.weights ?? []).length;
  if (last) add(`l${last}`, frame.predictions, "The predictions: what each output gives for each row.");
  return known;
}

/** @param {import("../../types").Table} table @returns {[string, Shown][]} */
function ofTable({ inputs, targets }) {
  return [
    ["X", { name: "X", shape: shapeOf(inputs), rows: inputs, meaning: "The inputs, one row for each example." }],
    [
      "y",
      {
        name: "y",
        shape: shapeOf(targets),
        rows: targets,
        meaning: "The targets: what each output should give for each row.",
      },
    ],
  ];
}

/** @param {any} value @returns {number[]} */
const shapeOf = (value) => (Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []);

/** A number, a vector or a matrix as rows. @param {any} value @returns {(number | null)[][]} */
const rowsOf = (value) => (!Array.isArray(value) ? [[value]] : Array.isArray(value[0]) ? value : [value]);

/** A shape as Python writes it. @param {number[]} shape */
export const shapeText = (shape) =>
  shape.length === 0 ? "a number" : shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;

const SMALL = 0.001; // fixed digits would show zeros of what is smaller

/**
 * How the numbers of an array are written: whole ones without a point, tiny ones with their power of ten, beside larger
 * ones too.
 * @param {(number | null)[][]} rows
 * @returns {(value: number | null) => string}
 */
export function writerFor(rows) {
  const all = rows.flat();
  if (all.every(Number.isInteger)) return (value) => format.fixed(value, 0);
  const largest = all.reduce((/** @type {number} */ most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
  if (largest < SMALL) return format.small;
  return (value) =>
    value !== null && value !== 0 && Math.abs(value) < SMALL ? format.small(value) : format.fixed(value, 4);
}

/** In words, that only a part of an array is shown; "" if all is. @param {Shown} array */
export function cutOf({ rows, shape }) {
  const isCut = rows.length > MOST_ROWS || (rows[0]?.length ?? 0) > MOST_COLUMNS;
  return isCut ? `… of ${shape.join(" × ")}` : "";
}

/**
 * Which lines are listed: of a long table the first rows only.
 * @param {ProgramLine[]} lines
 * @returns {{line: ProgramLine, folded: number}[]} with how many rows after it are left out
 */
export function listed(lines) {
  /** @type {{line: ProgramLine, folded: number}[]} */
  const found = [];
  let row = 0;
  for (const line of lines) {
    row = line.is_row ? row + 1 : 0;
    const last = found.at(-1);
    if (row > FOLDED && last) last.folded++;
    else found.push({ line, folded: 0 });
  }
  return found;
}

/** The line to begin with: that which changes the first weights. @param {ProgramLine[]} lines */
export const firstLine = (lines) =>
  lines.findLast(({ writes, reads }) => writes.includes("syn0") && reads.includes("syn0")) ?? lines[0] ?? null;
