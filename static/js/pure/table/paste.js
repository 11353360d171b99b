// A block pasted from a spreadsheet: tabs, semicolons or commas between the cells of a line.

import { cellValue } from "./sheet.js";

/** @typedef {import("../../types").Sheet} Sheet */

/** The cells of a text; null if it is a single cell. @param {string} text @returns {string[][] | null} */
export function parseBlock(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  const separator = ["\t", ";", ","].find((one) => lines.some((line) => line.includes(one)));
  if (separator === undefined && lines.length === 1) return null;
  return lines.map((line) =>
    (separator === undefined ? [line] : line.split(separator)).map((cell) => tidyCell(cell, separator)),
  );
}

/**
 * Quotes go; a decimal comma becomes a point where commas do not separate cells.
 * @param {string} cell
 * @param {string} [separator]
 */
function tidyCell(cell, separator) {
  const bare = cell.trim().replace(/^"(.*)"$/, "$1");
  return separator !== "," && /^[+-]?\d+,\d+$/.test(bare) ? bare.replace(",", ".") : bare;
}

/**
 * The sheet with a block laid over it from a cell on; rows that are missing are added, columns that do not exist are
 * not. A first line of names, laid over the first row or the names themselves, renames the columns.
 * @param {Sheet} sheet @param {string[][]} block @param {number} row  -1: the names @param {number} column
 * @returns {{ sheet: Sheet, left: number }} left: how many columns of the block did not fit
 */
export function pasteBlock(sheet, block, row, column) {
  const width = Math.max(...block.map((line) => line.length));
  const [head, ...rest] = block;
  const hasNames = head !== undefined && row <= 0 && head.every((cell) => cell !== "" && cellValue(cell) === null);
  const names = [...sheet.names];
  if (hasNames && head) head.forEach((name, i) => column + i < names.length && (names[column + i] = name.slice(0, 60)));
  const lines = hasNames ? rest : block;
  const rows = sheet.rows.map((cells) => [...cells]);
  lines.forEach((line, i) => {
    const at = Math.max(row, 0) + i;
    const cells = rows[at] ?? sheet.names.map(() => "0");
    rows[at] = cells;
    line.forEach((cell, j) => {
      if (column + j < sheet.names.length) cells[column + j] = cell;
    });
  });
  return { sheet: { ...sheet, names, rows }, left: Math.max(0, column + width - sheet.names.length) };
}
