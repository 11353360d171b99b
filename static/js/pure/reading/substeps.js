// The sub-steps of one iteration: what each adds up, what it makes of the sum, and what lights up in the drawing.

import { filled, quoted } from "../spec/features.js";
import * as format from "../words/format.js";
import { unitName } from "../words/units.js";
import { calledOf, filledIn, numberOf, written } from "./written.js";

/** @typedef {import("../../types").Substep} Substep */
/** @typedef {import("../../types").Term} Term */
/** @typedef {import("../../types").Line} Line */
/** @typedef {import("./written.js").Book} Book */
/** @typedef {import("./written.js").At} At */
/**
 * @typedef {{book: Book, spec: import("../../types").Spec, rows: number[], row: number}} Scene the arrays; the table's
 *   rows in them, and which of these is shown
 */
/** @typedef {"weight" | "bias" | "gamma" | "beta"} Kind */

const MOST_TERMS = 12; // the others are told together
const GIVEN = "given";
const BACKWARD = ["error", "pull", "error_kept", "slope", "delta_untrimmed", "delta", "sum_delta"];
const LABELS = /** @type {Record<string, string>} */ ({
  "": "activation",
  undropped: "activation",
  error_kept: "error kept",
  delta_untrimmed: "untrimmed",
  sum_delta: "delta of the sum",
  velocity_after: "momentum",
  average_after: "average",
  square_after: "square",
  gradient_norm: "whole length",
  clip_scale: "scale",
});
const INSTEAD = /** @type {Record<string, string>} */ ({
  // formulas that speak of more than one place
  sum: "sum of the above",
  mean: "mean over the batch",
  variance: "variance over the batch",
  gradient_norm: "of the whole gradient",
});

/**
 * What enters the network, as the table has it or made of its columns.
 * @param {Scene} scene
 * @param {number} unit
 * @returns {Substep}
 */
export function input(scene, unit) {
  const { book, spec, row } = scene;
  const [who, columns] = [unitName(spec, 0, unit), spec.table.input_names];
  const formula = spec.features.formulas?.[unit] ?? quoted(who);
  const isColumn =
    filled(
      formula,
      columns,
      columns.map(() => ""),
    ) === "";
  const values = columns.map((_, column) => numberOf(book, "columns", [row, column]));
  const isMeasured = book.has("l0_mean");
  const name = !isMeasured ? "l0" : book.has("l0_made") ? "l0_made" : "columns";
  const made = {
    ...line(scene, name, [row, unit]),
    label: isColumn ? "column" : "formula",
    text: isColumn ? "from the table" : filledIn(formula, columns, values),
  };
  const sentence = `In this row ${who} is ${say(made)}.`;
  if (!isMeasured) return { ...bare("forward", who, 0, unit), lines: [made], sentence };
  const [mean, deviation] = ["l0_mean", "l0_deviation"].map((one) => format.term(numberOf(book, one, [0, unit])));
  const text = written(book, `(${name} - l0_mean) / l0_deviation`, [row, unit]);
  const entering = { ...line(scene, "l0", [row, unit]), label: "standardised", text };
  return {
    ...bare("forward", who, 0, unit),
    lines: [made, entering],
    sentence: `${sentence} Measured from its mean, ${mean}, in deviations of ${deviation}, it enters as ${say(entering)}.`,
  };
}

/**
 * What a unit adds up, and without batch norm also what comes out.
 * @param {Scene} scene
 * @param {number} layer
 * @param {number} unit
 * @returns {Substep}
 */
export function forwardSum(scene, layer, unit) {
  const { book, spec, row } = scene;
  const isNormed = book.has(`l${layer}_sum`);
  const fan = layer - 1;
  const sources = count(scene, `l${fan}`, 1);
  const terms = sources.map((from) =>
    termOf(unitName(spec, fan, from), [
      numberOf(book, `l${fan}`, [row, from]),
      numberOf(book, `syn${fan}`, [from, unit]),
    ]),
  );
  const biases = book.has(`b${layer}`) ? [termOf("bias", [1, numberOf(book, `b${layer}`, [0, unit])])] : [];
  const sum = { ...line(scene, isNormed ? `l${layer}_sum` : `l${layer}_z`, [row, unit]), text: INSTEAD.sum ?? "" };
  const made = isNormed ? [] : [activated(scene, layer, unit)];
  const goesOn = made[0] ? ` ${calledOf(book.get(made[0].name)?.formula ?? "")} makes ${say(made[0])} of it.` : "";
  const who = unitName(spec, layer, unit);
  return {
    stage: "forward",
    where: who,
    sentence: `${who} adds up what comes in, each value times its weight: ${say(sum)}.${goesOn}`,
    ...shortened(terms, biases),
    lines: [sum, ...made],
    light: { units: [{ layer, unit }], edges: { layer: fan, to: unit } },
  };
}

/**
 * A sum brought to the batch's mean and variance.
 * @param {Scene} scene
 * @param {number} layer
 * @param {number} unit
 * @returns {Substep}
 */
export function forwardNorm(scene, layer, unit) {
  const names = ["mean", "variance", "normalised", "z"].map((name) => `l${layer}_${name}`);
  const lines = [...names.map((name) => line(scene, name, [scene.row, unit])), activated(scene, layer, unit)];
  const who = unitName(scene.spec, layer, unit);
  const [z, a] = lines.slice(-2).map(say);
  return {
    ...bare("forward", who, layer, unit),
    lines,
    sentence: `Batch norm measures the sum of ${who} by those of the whole batch: z is ${z}, and ${a} comes out.`,
  };
}

/** A unit left out, or kept. @param {Scene} scene @param {number} layer @param {number} unit @returns {Substep} */
export function forwardDropout(scene, layer, unit) {
  const { book, spec, row } = scene;
  const who = unitName(spec, layer, unit);
  const isKept = numberOf(book, `l${layer}_mask`, [row, unit]) > 0;
  const made = { ...line(scene, `l${layer}`, [row, unit]), label: "after dropout" };
  const sentence = isKept
    ? `Dropout keeps ${who} for this row, and makes it larger for those that it leaves out.`
    : `Dropout leaves ${who} out for this row.`;
  return { ...bare("forward", who, layer, unit), lines: [made], sentence };
}

/**
 * The error at an output, and its delta.
 * @param {Scene} scene
 * @param {number} layer
 * @param {number} unit
 * @returns {Substep}
 */
export function outputError(scene, layer, unit) {
  const { book, spec, row } = scene;
  const who = unitName(spec, layer, unit);
  const lines = backward(scene, layer, unit);
  const [target, is] = [numberOf(book, "y", [row, unit]), numberOf(book, `l${layer}`, [row, unit])].map((value) =>
    format.term(value),
  );
  const sentence = `${who} should be ${target} and is ${is}: the error is ${said(lines, "error")}. ${weighted(book, layer, lines)}`;
  return { ...bare("error", who, layer, unit), lines, sentence };
}

/**
 * The error that comes back to a hidden unit, and its delta.
 * @param {Scene} scene
 * @param {number} layer
 * @param {number} unit
 * @returns {Substep}
 */
export function hiddenError(scene, layer, unit) {
  const { book, spec, row } = scene;
  const who = unitName(spec, layer, unit);
  const following = /dot\((\w+)/.exec(book.get(`l${layer}_error`)?.formula ?? "")?.[1] ?? "";
  const targets = count(scene, following, 1);
  const terms = targets.map((to) =>
    termOf(unitName(spec, layer + 1, to), [
      numberOf(book, following, [row, to]),
      numberOf(book, `syn${layer}`, [unit, to]),
    ]),
  );
  const lines = backward(scene, layer, unit);
  const sentence = `Deltas come back to ${who}, each times its weight: the error is ${said(lines, "error")}. ${weighted(book, layer, lines)}`;
  return {
    stage: "backward",
    where: who,
    sentence,
    ...shortened(terms),
    lines,
    light: { units: [{ layer, unit }], edges: { layer, from: unit } },
  };
}

/**
 * One parameter: what each row asks for, what the settings make of that, the new value.
 * @param {Scene} scene
 * @param {Kind} kind
 * @param {number} layer that it leads to
 * @param {At} at
 * @returns {Substep}
 */
export function update(scene, kind, layer, at) {
  const { book, spec } = scene;
  const [from, to] = at;
  const parameter = { weight: `syn${layer - 1}`, bias: `b${layer}`, gamma: `gamma${layer}`, beta: `beta${layer}` }[
    kind
  ];
  const { factors, share } = ofRows(book, parameter, at);
  const terms = scene.rows.map((number, row) =>
    termOf(
      `row ${number + 1}`,
      factors.map(([name, unit]) => numberOf(book, name, [row, unit])),
      row === scene.row,
    ),
  );
  const names = [...book.values()].filter(
    ({ name, formula }) =>
      formula !== GIVEN && (name.startsWith(`${parameter}_`) || name === "gradient_norm" || name === "clip_scale"),
  );
  const lines = names.map(({ name }) => line(scene, name, at));
  const text = `${INSTEAD.sum}${share === 1 ? "" : ` / ${share}`}`;
  lines.splice(0, 1, { .../** @type {Line} */ (lines[0]), text });
  lines.splice(-1, 1, { .../** @type {Line} */ (lines.at(-1)), label: `new ${kind}` });
  const end = unitName(spec, layer, to);
  const start = kind === "weight" ? unitName(spec, layer - 1, from) : kind;
  const [what, asks] =
    kind === "weight"
      ? ["weight", "its input times its delta"]
      : [kind, factors.length > 1 ? "a product" : "its delta"];
  const [old, now] = [format.term(numberOf(book, parameter, at)), say(/** @type {Line} */ (lines.at(-1)))];
  return {
    stage: "update",
    where: `${start} → ${end}`,
    sentence: `Each row asks for ${asks}; together they move the ${what} from ${old} to ${now}.`,
    ...shortened(terms),
    lines,
    light: lightOf(kind, layer, at),
  };
}

/**
 * What predictions will be normalised with.
 * @param {Scene} scene
 * @param {number} layer
 * @param {number} unit
 * @returns {Substep}
 */
export function statistics(scene, layer, unit) {
  const who = unitName(scene.spec, layer, unit);
  const lines = ["mean", "variance"].map((name) => ({
    ...line(scene, `running_${name}${layer}_after`, [0, unit]),
    label: `running ${name}`,
  }));
  return {
    ...bare("update", who, layer, unit),
    lines,
    sentence: `The running mean and variance of ${who}, which predictions go by, take in a tenth of this batch.`,
  };
}

/**
 * The arrays whose products the rows bring to a parameter, where in a row each stands, and what the sum is divided by.
 * @param {Book} book
 * @param {string} parameter
 * @param {At} at
 */
function ofRows(book, parameter, [from, to]) {
  const formula = (book.get(`${parameter}_descent`) ?? book.get(`${parameter}_update`))?.formula ?? "";
  const [, left = "", right = "", divided = "1"] =
    /np\.\w+\((\w+)(?:\.T, | \* )?(\w*).*?\)(?: \/ (\d+))?$/.exec(formula) ?? [];
  const isDot = formula.startsWith("np.dot");
  /** @type {[string, number][]} */
  const factors = [[left, isDot ? from : to]];
  if (right && book.has(right)) factors.push([right, to]);
  return { factors, share: Number(divided) };
}

/** @param {Kind} kind @param {number} layer @param {At} at @returns {import("../../types").Light} */
function lightOf(kind, layer, [from, to]) {
  const end = { layer, unit: to };
  if (kind === "weight")
    return { units: [{ layer: layer - 1, unit: from }, end], edges: { layer: layer - 1, from, to } };
  return { units: [end], edges: kind === "bias" ? { layer: layer - 1, from: null, to } : null };
}

/** From a unit's error to its delta. @param {Scene} scene @param {number} layer @param {number} unit */
function backward(scene, layer, unit) {
  const names = BACKWARD.map((name) => `l${layer}_${name}`).filter((name) => scene.book.has(name));
  return names.map((name) => line(scene, name, [scene.row, unit]));
}

/** @param {Book} book @param {number} layer @param {Line[]} lines */
function weighted(book, layer, lines) {
  const isWeighted = book.has(`l${layer}_slope`) || !/^\w+$/.test(book.get(`l${layer}_delta`)?.formula ?? "");
  return `${isWeighted ? "Weighted by the slope it" : "With this loss the slope cancels out, so it"} is the delta, ${said(lines, "delta")}.`;
}

/** What the activation makes of z. @param {Scene} scene @param {number} layer @param {number} unit */
function activated(scene, layer, unit) {
  const undropped = `l${layer}_undropped`;
  return line(scene, scene.book.has(undropped) ? undropped : `l${layer}`, [scene.row, unit]);
}

/**
 * An array's number at a place, and how it comes about.
 * @param {Scene} scene
 * @param {string} name
 * @param {At} at
 * @returns {Line}
 */
function line({ book }, name, at) {
  const step = /** @type {import("../../types").TraceStep} */ (book.get(name));
  const kind = name.replace(/^(l|syn|b|gamma|beta)\d+_?/, "");
  const text = step.formula.startsWith("np.dot") ? INSTEAD.sum : INSTEAD[kind];
  const label = LABELS[kind] ?? kind.replaceAll("_", " ");
  return {
    name,
    label,
    text: text ?? written(book, step.formula, at),
    value: numberOf(book, name, at),
    meaning: step.meaning,
  };
}

/**
 * Terms that are written out, and the others together; `last` always are.
 * @param {Term[]} terms
 * @param {Term[]} [last]
 */
function shortened(terms, last = []) {
  const others = terms.slice(MOST_TERMS);
  const value = others.reduce((sum, { product }) => sum + product, 0);
  return {
    terms: [...terms.slice(0, MOST_TERMS), ...last],
    rest: others.length ? { count: others.length, value } : null,
  };
}

/** @param {string} name @param {number[]} factors @param {boolean} [isShown] @returns {Term} */
const termOf = (name, factors, isShown = false) => ({
  name,
  factors,
  product: factors.reduce((so, factor) => so * factor, 1),
  isShown,
});

/**
 * A sub-step of one unit that adds nothing up.
 * @param {string} stage
 * @param {string} where
 * @param {number} layer
 * @param {number} unit
 */
const bare = (stage, where, layer, unit) => ({
  stage,
  where,
  terms: [],
  rest: null,
  light: { units: [{ layer, unit }], edges: null },
});

/** @param {Scene} scene @param {string} name @param {number} axis */
const count = ({ book }, name, axis) => [...Array(book.get(name)?.shape[axis] ?? 0).keys()];

/** @param {Line} line */
const say = ({ value }) => format.term(value);

/** @param {Line[]} lines @param {string} label */
function said(lines, label) {
  const found = lines.find((one) => one.label === label);
  return found ? say(found) : "";
}
