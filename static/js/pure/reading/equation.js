// The network as an equation: a line for each unit, from which its value can be computed.

import { filled } from "../spec/features.js";
import { ownOf } from "../spec/hidden.js";
import { term } from "../words/format.js";
import { namesOf } from "../words/units.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Frame} Frame */
/** @typedef {import("../../types").Inputs} Inputs */
/** @typedef {{value: number, name: string}} Part of a sum; of a number alone the name is "" */

const EPSILON = "0.00001"; // core.network's; it keeps the variance of a constant unit above 0
const MOST_POWERS = 6; // of a softmax that every output writes out

/**
 * Each unit as the function of those before it.
 * @param {Spec} spec
 * @param {Frame} frame
 * @param {Inputs} inputs
 * @param {number} digits
 */
export function equationOf(spec, { weights, biases, batch_norm: norms }, inputs, digits) {
  if (!weights) return "";
  const [entering = [], ...names] = namesOf(spec);
  const raw = entering.map((name, unit) => entered(spec, name, unit));
  const isStandardised = inputs.mean !== null;
  const sources = [isStandardised ? raw.map((name) => `${name}'`) : raw, ...names];
  const lines = isStandardised
    ? raw.map(
        (name, i) =>
          `${name}' = (${less(name, inputs.mean?.[i] ?? 0, digits)}) / ${term(inputs.deviation?.[i] ?? 1, digits)}`,
      )
    : [];
  weights.forEach((matrix, layer) => {
    const sums = (names[layer] ?? []).map((_, to) => {
      const terms = matrix.map((row, from) => ({ value: row[to] ?? 0, name: sources[layer]?.[from] ?? "" }));
      const bias = biases?.[layer]?.[to];
      const sum = sumOf([...terms, ...(bias === undefined ? [] : [{ value: bias, name: "" }])], digits);
      return normed(sum, norms?.[layer] ?? null, to, digits);
    });
    const name = activationOf(spec, layer);
    const made =
      name === "softmax"
        ? shares(names[layer] ?? [], sums)
        : sums.map((sum, to) => `${names[layer]?.[to]} = ${name}(${sum})`);
    lines.push(...made);
  });
  return lines.join("\n");
}

/**
 * What stands in an equation besides weights, in words; "" if nothing does.
 * @param {Spec} spec
 * @param {Frame} frame
 * @param {Inputs} inputs
 * @param {Record<string, string>} formulas of activations
 */
export function notesOf(spec, { weights, batch_norm: norms }, inputs, formulas) {
  const names = new Set(weights?.map((_, layer) => activationOf(spec, layer)));
  const written = [...names].filter((name) => name !== "softmax" && formulas[name] !== `${name}(z)`);
  const notes = [
    [written.length > 0, `${written.map((name) => `${name}(z) is ${formulas[name]}`).join("; ")}.`],
    [inputs.mean !== null, "Inputs with ' are standardised: less the mean, over the deviation."],
    [
      norms?.some((norm) => norm !== null),
      `Batch norm is gamma · (sum − mean) / √(variance + ${EPSILON}) + beta, with the running mean and variance that predictions go by.`,
    ],
  ];
  return weights
    ? notes
        .filter(([holds]) => holds)
        .map(([, words]) => words)
        .join(" ")
    : "";
}

/**
 * What enters a unit, as it stands in a product: a formula in brackets.
 * @param {Spec} spec
 * @param {string} name
 * @param {number} unit
 */
function entered({ features, table }, name, unit) {
  const formula = features.formulas?.[unit];
  const isColumn =
    formula === undefined ||
    filled(
      formula,
      table.input_names,
      table.input_names.map(() => ""),
    ) === "";
  return isColumn ? name : `(${formula})`;
}

/** @param {Spec} spec @param {number} layer from 0, after the inputs */
function activationOf({ network }, layer) {
  const own = network.hidden[layer];
  return own === undefined ? network.output_activation : (ownOf(own).activation ?? network.activation);
}

/**
 * A sum as batch norm passes it on.
 * @param {string} sum
 * @param {import("../../types").Norm | null} norm
 * @param {number} unit
 * @param {number} digits
 */
function normed(sum, norm, unit, digits) {
  if (norm === null) return sum;
  const [gamma = 1, beta = 0, mean = 0, variance = 1] = [norm.gamma, norm.beta, norm.mean, norm.variance].map(
    (row) => row[unit],
  );
  const scaled = {
    value: gamma,
    name: `(${less(`(${sum})`, mean, digits)}) / √(${term(variance, digits)} + ${EPSILON})`,
  };
  return sumOf([scaled, { value: beta, name: "" }], digits);
}

/** The outputs of a softmax, and the sums that they share. @param {string[]} names @param {string[]} sums */
function shares(names, sums) {
  const powers = names.map((_, i) => `e^z${i + 1}`);
  const all = powers.length > MOST_POWERS ? [...powers.slice(0, 2), "…", powers.at(-1)] : powers;
  return [
    ...sums.map((sum, i) => `z${i + 1} = ${sum}`),
    ...names.map((name, i) => `${name} = ${powers[i]} / (${all.join(" + ")})`),
  ];
}

/** A sum in which a minus takes the place of a plus. @param {Part[]} parts @param {number} digits */
function sumOf(parts, digits) {
  return parts
    .map(
      ({ value, name }, i) =>
        `${i === 0 ? (value < 0 ? "−" : "") : value < 0 ? " − " : " + "}${term(Math.abs(value), digits)}${name && ` · ${name}`}`,
    )
    .join("");
}

/** What is left without a number. @param {string} name @param {number} value @param {number} digits */
const less = (name, value, digits) => `${name} ${value < 0 ? "+" : "−"} ${term(Math.abs(value), digits)}`;
