// A frame's numbers as rows, as text, and as the equation of the network.

import { fixed } from "./format.js";
import { ownOf } from "./hidden.js";
import { layerSizes, unitName } from "./units.js";

/** @typedef {import("../types").Spec} Spec */
/** @typedef {import("../types").Frame} Frame */
/** @typedef {import("../types").Parameters} Parameters */
/** @typedef {{from: string, to: string, weight: number, gradient: number | null, update: number | null}} Row */

/** The names of the units of each layer. @param {Spec} spec */
const namesOf = (spec) => layerSizes(spec).map((size, layer) => Array.from({ length: size }, (_, unit) => unitName(spec, layer, unit)));

/** Every weight and bias, layer by layer, in the order of what enters each unit. @param {Spec} spec @param {Frame} frame @returns {Row[]} */
export function rowsOf(spec, { weights, biases, gradients, update }) {
  if (!weights) return [];
  const names = namesOf(spec);
  /** @param {Parameters | null | undefined} given @param {number} layer @param {number | null} from @param {number} to */
  const cell = (given, layer, from, to) => (from === null ? given?.biases?.[layer]?.[to] : given?.weights[layer]?.[from]?.[to]) ?? null;
  return weights.flatMap((matrix, layer) => {
    const sources = [...matrix.keys(), ...(biases ? [null] : [])];
    return (names[layer + 1] ?? []).flatMap((name, to) =>
      sources.map((from) => ({
        from: from === null ? "bias" : (names[layer]?.[from] ?? ""),
        to: name,
        weight: cell({ weights, biases }, layer, from, to) ?? 0,
        gradient: cell(gradients, layer, from, to),
        update: cell(update, layer, from, to),
      })),
    );
  });
}

const HEAD = ["from", "to", "weight", "gradient", "last update"];

/** Rows with all their digits, for a spreadsheet or a text. @param {Row[]} rows @param {"," | "\t"} separator */
export function textOf(rows, separator) {
  const cells = rows.map(({ from, to, weight, gradient, update }) => [from, to, weight, gradient ?? "", update ?? ""]);
  return [HEAD, ...cells].map((row) => row.map((one) => quoted(one, separator)).join(separator)).join("\n") + "\n";
}

/** A text that a spreadsheet takes as such: no separator breaks it, and nothing runs as a formula. @param {string | number} cell @param {string} separator */
function quoted(cell, separator) {
  if (typeof cell === "number") return String(cell);
  const safe = /^[=+@-]/.test(cell) ? `'${cell}` : cell;
  return safe.includes(separator) || /["\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Each unit as the function of those before it. @param {Spec} spec @param {Frame} frame @param {number} digits */
export function equationOf(spec, { weights, biases }, digits) {
  if (!weights) return "";
  const names = namesOf(spec);
  return weights
    .flatMap((matrix, layer) => {
      const own = spec.network.hidden[layer];
      const { activation, batch_norm: norm } = ownOf(own ?? 0);
      const isOutput = layer === weights.length - 1;
      const name = isOutput ? spec.network.output_activation : (activation ?? spec.network.activation);
      const hasNorm = !isOutput && (norm ?? spec.training.batch_norm);
      return (names[layer + 1] ?? []).map((unit, to) => {
        const terms = matrix.map((row, from) => ({ value: row[to] ?? 0, name: ` · ${names[layer]?.[from]}` }));
        const bias = biases?.[layer]?.[to];
        const sum = signed([...terms, ...(bias === undefined ? [] : [{ value: bias, name: "" }])], digits);
        return `${unit} = ${name}(${hasNorm ? `normalised(${sum})` : sum})`;
      });
    })
    .join("\n");
}

/** A sum in which a minus takes the place of a plus. @param {{value: number, name: string}[]} terms @param {number} digits */
function signed(terms, digits) {
  return terms.map(({ value, name }, i) => `${i === 0 ? (value < 0 ? "−" : "") : value < 0 ? " − " : " + "}${fixed(Math.abs(value), digits)}${name}`).join("");
}
