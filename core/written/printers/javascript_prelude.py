"""The small functions that a program in JavaScript defines where it calls them: arrays of rows, and random numbers."""

import re

# Name -> its lines; each after those that it calls.
PRELUDE: dict[str, str] = {
    "isMatrix": "const isMatrix = (x) => Array.isArray(x) && Array.isArray(x[0]);",
    "each": """\
// f of the elements of arrays, where a row, a column or a number stands for as many as the others have.
function each(f, ...arrays) {
  const parts = arrays.map((x) => (Array.isArray(x) ? x : [x]));
  const deep = arrays.some(isMatrix);
  const counted = deep ? arrays.filter(isMatrix) : parts;
  const count = Math.max(...counted.map((part) => part.length));
  const made = [];
  for (let i = 0; i < count; i++) {
    const terms = parts.map((part, k) => (deep && !isMatrix(arrays[k]) ? arrays[k] : part[part.length > 1 ? i : 0]));
    made.push(deep ? each(f, ...terms) : f(...terms));
  }
  return made;
}""",
    "range": "const range = (count) => Array.from({ length: count }, (_, i) => i);",
    "filled": """\
const filled = (value, rows, units) =>
  units === undefined ? Array(rows).fill(value) : range(rows).map(() => Array(units).fill(value));""",
    "sum": "const sum = (x) => x.flat().reduce((so, one) => so + one, 0);",
    "average": "const average = (x) => sum(x) / x.flat().length;",
    "transposed": "const transposed = (a) => a[0].map((_, i) => a.map((row) => row[i]));",
    "dot": """\
const dot = (a, b) =>
  a.map((row) => b[0].map((_, unit) => row.reduce((so, one, i) => so + one * b[i][unit], 0)));""",
    "sumOfRows": "const sumOfRows = (a) => transposed(a).map(sum);",
    "averageOfRows": "const averageOfRows = (a) => transposed(a).map(average);",
    "deviationOfRows": """\
const deviationOfRows = (a) =>
  transposed(a).map((x) => Math.sqrt(average(x.map((one) => (one - average(x)) ** 2))));""",
    "sumOfUnits": "const sumOfUnits = (a) => a.map((row) => [sum(row)]);",
    "largestOfUnits": "const largestOfUnits = (a) => a.map((row) => [Math.max(...row)]);",
    "lengthOf": """\
const lengthOf = (...arrays) => Math.sqrt(sum(arrays.map((x) => sum(x.flat().map((one) => one * one)))));""",
    "rowsOf": "const rowsOf = (a, rows) => rows.map((row) => a[row]);",
    "allBut": "const allBut = (a, rows) => range(a.length).filter((row) => !rows.includes(row));",
    "argsort": """\
const argsort = (x) => range(x.length).sort((i, j) => (x[i] < x[j] ? -1 : x[i] > x[j] ? 1 : i - j));""",
    "clip": "const clip = (x, low, high) => Math.min(Math.max(x, low), high);",
    "errorOf": """\
// How far predictions miss on average.
const errorOf = (targets, predictions) =>
  average(each((target, prediction) => Math.abs(target - prediction), targets, predictions));""",
    "erf": """\
// The error function by its series, all of whose terms have one sign.
function erf(x) {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [so, term] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(so); n++) so += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * so;
}""",
    "mix": """\
const GOLDEN = 0x9E3779B97F4A7C15n;
const in64Bits = (bits) => BigInt.asUintN(64, bits);

function mix(bits) {
  bits = in64Bits((bits ^ (bits >> 30n)) * 0xBF58476D1CE4E5B9n);
  bits = in64Bits((bits ^ (bits >> 27n)) * 0x94D049BB133111EBn);
  return bits ^ (bits >> 31n);
}""",
    "draw": """\
// {draw}
function draw(epoch, use, index) {
  const key = [{seed}, epoch, use].reduce((so, part) => mix(in64Bits(so + BigInt(part) + GOLDEN)), 0n);
  return index.map((i) => mix(in64Bits(key + BigInt(i + 1) * GOLDEN)));
}""",
    "mask": """\
// {mask}
function mask(epoch, layer, rows, units, share) {
  const shareOf = (bits) => Number(bits >> 11n) * 2 ** -53;
  const drawn = (row) => draw(epoch, 15 + layer, range(units).map((unit) => row * units + unit));
  return rows.map((row) => drawn(row).map((bits) => (shareOf(bits) >= share ? 1 : 0) / (1 - share)));
}""",
}


def needed(text: str) -> list[str]:
    """The functions that a text calls, and those that they call, in the order in which they are defined."""
    found: set[str] = set()
    pending = [text]
    while pending:
        called = set(re.findall(r"\b(\w+)\b", pending.pop())) & PRELUDE.keys() - found
        found |= called
        pending += [PRELUDE[name] for name in called]
    return [name for name in PRELUDE if name in found]
