// A sheet is the truth table while it is edited: text cells, inputs first. Every function returns a new sheet.

/** @typedef {import("../../types").Sheet} Sheet */
/** @typedef {import("../../types").Table} Table */

/** @param {Table} table @returns {Sheet} */
export function fromTable(table) {
  return {
    inputs: table.input_names.length,
    names: [...table.input_names, ...table.target_names],
    rows: table.inputs.map((row, i) => [...row, ...(table.targets[i] ?? [])].map(String)),
  };
}

/** The number that a cell's text stands for, or null if it is none within ±limit. @param {string} text */
export function cellValue(text, limit = 1e6) {
  const trimmed = text.trim().replace("−", "-");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(trimmed)) return null;
  const value = Number(trimmed);
  return Math.abs(value) <= limit ? value : null;
}

/** What is wrong with a cell, in words; "" if nothing is. @param {string} text */
export function cellProblem(text, limit = 1e6) {
  if (cellValue(text, limit) !== null) return "";
  if (text.trim() === "") return "type a number: the cell is empty";
  return cellValue(text, Infinity) === null
    ? "this is no number: type digits, as in 0, 1 or −0.5"
    : `numbers lie between −${limit.toLocaleString("en")} and ${limit.toLocaleString("en")}`;
}

/**
 * The numbers of rows that were read before: an edit leaves all rows but one as they are.
 * @type {WeakMap<string[], { limit: number, values: (number | null)[] }>}
 */
const READ = new WeakMap();

/** A row's numbers; null where a cell is none. @param {string[]} row @param {number} limit */
function valuesOf(row, limit) {
  const known = READ.get(row);
  if (known?.limit === limit) return known.values;
  const values = row.map((text) => cellValue(text, limit));
  READ.set(row, { limit, values });
  return values;
}

/**
 * The table of a sheet; null while some cell is no number or some name is empty.
 * @param {Sheet} sheet
 * @returns {Table | null}
 */
export function toTable(sheet, limit = 1e6) {
  if (firstWrong(sheet, limit)) return null;
  const numbers = /** @type {number[][]} */ (sheet.rows.map((row) => valuesOf(row, limit)));
  return {
    inputs: numbers.map((row) => row.slice(0, sheet.inputs)),
    targets: numbers.map((row) => row.slice(sheet.inputs)),
    input_names: sheet.names.slice(0, sheet.inputs),
    target_names: sheet.names.slice(sheet.inputs),
  };
}

/**
 * Where the first cell or name is that cannot stay, row -1 for the names; null if all can.
 * @param {Sheet} sheet
 * @returns {{ row: number, column: number } | null}
 */
export function firstWrong(sheet, limit = 1e6) {
  const nameless = sheet.names.findIndex((name) => !name.trim());
  if (nameless >= 0) return { row: -1, column: nameless };
  const row = sheet.rows.findIndex((cells) => valuesOf(cells, limit).includes(null));
  const cells = sheet.rows[row];
  return cells ? { row, column: valuesOf(cells, limit).indexOf(null) } : null;
}

const MOST = { rows: 200, cells: 4_000 }; // of a table whose every cell is a field

/** Whether only the rows in view are drawn. @param {Sheet} sheet */
export const isLarge = ({ rows, names }) => rows.length > MOST.rows || rows.length * names.length > MOST.cells;

/** @param {Sheet} sheet @param {number} row @param {number} column @param {string} text @returns {Sheet} */
export function setCell(sheet, row, column, text) {
  return { ...sheet, rows: sheet.rows.map((cells, i) => (i === row ? replaced(cells, column, text) : cells)) };
}

/** @param {Sheet} sheet @param {number} column @param {string} name @returns {Sheet} */
export function rename(sheet, column, name) {
  return { ...sheet, names: replaced(sheet.names, column, name) };
}

/**
 * 0 becomes 1 and 1 becomes 0; anything else stays as it is.
 * @param {Sheet} sheet
 * @param {number} row
 * @param {number} column
 */
export function toggle(sheet, row, column) {
  const text = sheet.rows[row]?.[column]?.trim();
  return text === "0" || text === "1" ? setCell(sheet, row, column, text === "0" ? "1" : "0") : sheet;
}

/** A new last row of zeros. @param {Sheet} sheet @returns {Sheet} */
export function addRow(sheet) {
  return { ...sheet, rows: [...sheet.rows, sheet.names.map(() => "0")] };
}

/** @param {Sheet} sheet @param {number} row @returns {Sheet} */
export function removeRow(sheet, row) {
  return sheet.rows.length > 1 ? { ...sheet, rows: sheet.rows.filter((_, i) => i !== row) } : sheet;
}

/** A new last input or target. @param {Sheet} sheet @param {"input" | "target"} kind @returns {Sheet} */
export function addColumn(sheet, kind) {
  const at = kind === "input" ? sheet.inputs : sheet.names.length;
  return {
    inputs: sheet.inputs + (kind === "input" ? 1 : 0),
    names: inserted(sheet.names, at, freeName(sheet.names, kind)),
    rows: sheet.rows.map((row) => inserted(row, at, "0")),
  };
}

/** The last input and the last target cannot go. @param {Sheet} sheet @param {number} column @returns {Sheet} */
export function removeColumn(sheet, column) {
  if (!canRemoveColumn(sheet, column)) return sheet;
  /** @param {string[]} list */
  const without = (list) => list.filter((_, i) => i !== column);
  return {
    inputs: sheet.inputs - (column < sheet.inputs ? 1 : 0),
    names: without(sheet.names),
    rows: sheet.rows.map(without),
  };
}

/** @param {Sheet} sheet @param {number} column */
export function canRemoveColumn(sheet, column) {
  return column < sheet.inputs ? sheet.inputs > 1 : sheet.names.length - sheet.inputs > 1;
}

/**
 * All 2^n rows of the n inputs, counting up in binary; a row that is there already keeps its targets.
 * @param {Sheet} sheet @returns {Sheet}
 */
export function allCombinations(sheet) {
  const known = new Map(
    sheet.rows.map((row) => [row.slice(0, sheet.inputs).map(tidy).join(), row.slice(sheet.inputs)]),
  );
  const zeros = Array(sheet.names.length - sheet.inputs).fill("0");
  const rows = [...Array(2 ** sheet.inputs).keys()].map((number) => {
    const inputs = [...number.toString(2).padStart(sheet.inputs, "0")];
    return [...inputs, ...(known.get(inputs.join()) ?? zeros)];
  });
  return { ...sheet, rows };
}

/** @param {string} text */
function tidy(text) {
  const value = cellValue(text);
  return value === null ? text : String(value);
}

/** @param {string[]} names @param {"input" | "target"} kind */
function freeName(names, kind) {
  const letters = kind === "input" ? [..."abcdefghijklmnopqrstuvwxyz"] : ["y"];
  const numbered = [...Array(600).keys()].map((i) => `${kind === "input" ? "x" : "y"}${i + 1}`);
  return [...letters, ...numbered].find((name) => !names.includes(name)) ?? "new";
}

/** @template T @param {T[]} list @param {number} at @param {T} value */
function replaced(list, at, value) {
  return list.map((old, i) => (i === at ? value : old));
}

/** @template T @param {T[]} list @param {number} at @param {T} value */
function inserted(list, at, value) {
  return [...list.slice(0, at), value, ...list.slice(at)];
}
