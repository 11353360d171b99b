// How wide the columns of a table are where only some rows are drawn.

/** @typedef {import("../../types").Sheet} Sheet */

const SAMPLED = 100; // rows whose texts tell how wide a column is
const CHARACTER = 7.9; // pixels of a digit, and of most letters
const PADDING = 12;
const WIDTHS = { least: 44, narrow: 48, most: 120 };
export const ACTUAL = 70; // pixels: four digits, a sign, and room for the mark of a wrong one

/**
 * Widths of the columns in pixels, by their texts; what is left of the room is shared. Where long numbers need more
 * than there is, and would fit cut short, they are cut short: a table that need not be moved sideways is easier to read.
 * @param {Sheet} sheet @param {number} room pixels for all of them
 */
export function columnWidths({ names, rows }, room) {
  const sample = rows.slice(0, SAMPLED);
  const full = names.map((name, column) => {
    const longest = Math.max(0.85 * name.length, ...sample.map((row) => (row[column] ?? "").length));
    return Math.min(WIDTHS.most, Math.max(WIDTHS.least, Math.ceil(CHARACTER * longest + PADDING)));
  });
  const narrow = full.map((width) => Math.min(width, WIDTHS.narrow));
  const natural = sum(full) > room && sum(narrow) <= room ? narrow : full;
  const more = Math.max(0, Math.floor((room - sum(natural)) / names.length));
  return natural.map((width) => width + more);
}

/** @param {number[]} widths */
const sum = (widths) => widths.reduce((total, width) => total + width, 0);
