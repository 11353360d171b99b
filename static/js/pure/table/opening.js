// A file or a text that becomes the table: what is asked of the server, and what it found, in words.

import { counted, whole } from "../words/format.js";
import { kindOf as kindOfTargets } from "./tasks.js";

/** @typedef {import("../../types").Found} Found */
/** @typedef {import("../../types").FoundColumn} FoundColumn */
/** @typedef {import("../../types").Role} Role */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Table} Table */

/** What a column can be, in words. @type {Record<Role, string>} */
export const ROLES = { input: "input", target: "target", left_out: "left out" };

/** @type {Record<Role, Role>} */
const NEXT = { input: "target", target: "left_out", left_out: "input" };

/** What a column becomes by a click. @param {Role} role */
export const nextRole = (role) => NEXT[role];

/**
 * The question about a text. Roles are only told once somebody has chosen one; what the file says of itself holds till
 * then.
 * @param {Record<string, string>} options name -> choice
 * @param {Map<number, Role>} chosen
 * @param {FoundColumn[]} columns as found last
 */
export function questionOf(options, chosen, columns) {
  const query = new URLSearchParams({ ...options, preview: "true" }); // what is wrong is an answer too
  if (chosen.size === 0) return query;
  columns.forEach(({ role }, i) => {
    const wanted = chosen.get(i) ?? role;
    if (wanted === "target") query.append("target", String(i));
    if (wanted === "left_out" && chosen.has(i)) query.append("skip", String(i)); // others leave themselves out
  });
  return query;
}

/**
 * What was found, with roles where the server could give none since an input or a target is lacking: those chosen, else
 * as before.
 * @param {Found} found @param {Map<number, Role>} chosen @param {FoundColumn[]} before @returns {Found}
 */
export function withRoles(found, chosen, before) {
  if (found.columns.some(({ role }) => role !== "left_out")) return found;
  return {
    ...found,
    columns: found.columns.map((column, i) => ({ ...column, role: chosen.get(i) ?? before[i]?.role ?? column.role })),
  };
}

/** What is in a file, by its name; of a text, by how it begins. @param {string} name @param {string} text */
export function typeOf(name, text) {
  if (/\.json$/i.test(name) || (name === "" && /^\s*[[{]/.test(text))) return "application/json";
  return /\.(tsv|tab)$/i.test(name) ? "text/tab-separated-values" : "text/csv";
}

/** @param {number} bytes */
const megabytes = (bytes) => `${whole(Math.round(bytes / 1e5) / 10)} MB`;

/** What can be read, before anybody tries. @param {Record<string, number>} limits @param {number} bytes */
export const limitsSentence = ({ rows = 0, inputs = 0, targets = 0 }, bytes) =>
  `CSV, TSV or JSON, with up to ${whole(rows)} rows, ${whole(inputs)} inputs and ${whole(targets)} targets, and ${megabytes(bytes)}.`;

/** Why a file is not even read; "" if it is. @param {{name: string, size: number}} file @param {number} bytes */
export function sizeProblem({ name, size }, bytes) {
  if (size === 0) return `${name || "The text"} is empty.`;
  return size > bytes
    ? `${name || "The text"} has ${megabytes(size)}, and at most ${megabytes(bytes)} can be read: take fewer rows or columns.`
    : "";
}

/** How much was found. @param {Found} found @param {string} name */
export function summaryOf({ rows, columns, dropped, split }, name) {
  const missing = columns
    .filter((column) => column.role !== "left_out" && column.missing > 0)
    .map((column) => `${whole(column.missing)} missing in ${column.name}`);
  const parts = [`${counted(rows, "row")}, ${counted(columns.length, "column")}`, ...missing];
  if (dropped.length > 0) parts.push(`${counted(dropped.length, "line")} left out`);
  if (split) parts.push("test rows as the file says");
  return `${name ? `${name}: ` : ""}${parts.join("; ")}.`;
}

/**
 * A column's kind, and what its texts become.
 * @param {FoundColumn} column
 * @param {string} coding "one_hot" or "classes"
 */
export function kindOf({ kind, role, values, distinct, missing }, coding) {
  const gaps = missing > 0 ? `; ${whole(missing)} missing` : "";
  if (kind === "number") return `numbers${gaps}`;
  const texts = `${counted(distinct, "text")}: ${values.join(", ")}${values.length < distinct ? ", …" : ""}${gaps}`;
  if (role === "left_out") return texts;
  if (coding === "classes") return `${texts} → 0 to ${whole(Math.max(0, distinct - 1))}`;
  return role === "target" && distinct === 2
    ? `${texts} → 0 and 1`
    : `${texts} → ${counted(distinct, "column")} of 0 and 1`;
}

const LARGE = 20; // a target that Adam's small steps take long to reach
/** Training that does well with most measurements. */
const CALM = {
  loss_options: {},
  reduction: "mean",
  optimizer: "adam",
  optimizer_options: {},
  momentum: null,
  learning_rate: 0.02,
  epochs: 2_000,
};

/**
 * @typedef {{ words: string, network: object, training: object, features?: object }} Suiting what of a spec suits a
 *   table, and why
 */

/**
 * The output and loss that suit the targets of a table, where the network has others; null if it suits as it is.
 * @param {Table} table @param {Spec} spec @returns {Suiting | null}
 */
export function suiting(table, spec) {
  const classes = table.target_names.length;
  const { output_activation: output } = spec.network;
  if (kindOfTargets(table.targets) === "classes") {
    if (output === "softmax") return null;
    return {
      words: `softmax, cross-entropy, standardised inputs and Adam: it suits these ${classes} classes`,
      network: { output_activation: "softmax", bias: true },
      training: { ...CALM, loss: "categorical_cross_entropy" },
      features: { standardise: true },
    };
  }
  const isOutside = table.targets.some((row) => row.some((value) => value < 0 || value > 1));
  if (!isOutside && output === "softmax")
    return {
      words: "sigmoid outputs: each target stands for itself",
      network: { output_activation: "sigmoid" },
      training: { loss: "squared_error", loss_options: {} },
    };
  if (!isOutside || output === "linear") return null;
  const largest = table.targets.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const slow = largest > LARGE ? "; numbers this large are learnt slowly: better give them in larger units" : "";
  return {
    words: `a linear output, standardised inputs and Adam: targets lie outside 0 to 1${slow}`,
    network: { output_activation: "linear", bias: true },
    training: { ...CALM, loss: "squared_error" },
    features: { standardise: true },
  };
}
