// The JSON API as the page calls it.

import { parseNpy } from "../../pure/plane/npy.js";
import { Pieces } from "../../pure/plane/pieces.js";
import { partsOf } from "../../pure/spec/hidden.js";
import { Socket } from "./socket.js";

/** @typedef {import("../../types").Run} Run */
/** @typedef {import("../../types").RunState} RunState */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").Pace} Pace */

export const LATER = 202; // computing takes long: ask again

/** What the server refused, in its words. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {{detail?: string, errors?: {pointer: string, line?: number | null, detail: string, position?: number}[]}}
   *   problem
   */
  constructor(status, problem) {
    const fields = (problem.errors ?? []).map((one) =>
      `${one.line ? `line ${one.line}:` : placeOf(one.pointer)} ${one.detail}`.trim(),
    );
    super(fields.length ? fields.join("; ") : (problem.detail ?? `the server answered ${status}`));
    this.status = status;
    this.errors = problem.errors ?? [];
  }
}

/** The way to a value in words, rows counted from 1. @param {string} pointer */
function placeOf(pointer) {
  if (pointer.startsWith("/features/formulas/")) return "the formula:";
  const row = /^\/table\/(inputs|targets)\/(\d+)/.exec(pointer);
  if (row) return `the ${row[1] === "inputs" ? "inputs" : "expected values"} of row ${Number(row[2]) + 1}`;
  return pointer
    .slice(1)
    .replace(/^(training|network)\//, "")
    .replaceAll("/", " ")
    .replaceAll("_", " ");
}

const PREFIX = "/api/v1";
const socket = new Socket(`${location.origin.replace("http", "ws")}${PREFIX}/socket`);

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
async function call(method, path, body, signal) {
  const heard = method === "GET" ? await socket.ask(path, signal) : null;
  if (heard) return checked(heard.status, heard.body);
  const response = await answer(method, path, body, signal);
  return response.status === 204 ? null : response.json();
}

/**
 * A file is sent as it is, anything else as JSON.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 */
async function answer(method, path, body, signal) {
  /** @type {RequestInit} */
  const options = { method, ...(signal && { signal }) };
  if (body instanceof Blob) options.body = body;
  else if (body !== undefined)
    Object.assign(options, { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const response = await fetch(`${PREFIX}${path}`, options);
  checked(response.status, response.ok ? null : await response.json().catch(() => ({})));
  return response;
}

/** An answer that is none ends the question. @param {number} status @param {any} content */
function checked(status, content) {
  if (status === LATER) throw new ApiError(LATER, { detail: "this epoch is still being computed again" });
  if (status >= 400) throw new ApiError(status, content);
  return content;
}

/** A file of an answer, and its name. @param {Response} response */
async function fileOf(response) {
  const [, name = "table"] = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition") ?? "") ?? [];
  return { name, blob: await response.blob() };
}

/**
 * Surfaces, or a bent plane; null where there is nothing newer.
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types").PlaneAnswer | null>}
 */
async function callPlane(method, path, body, signal) {
  const response = await answer(method, path, body, signal);
  if (response.status === 204) return null;
  const head = response.headers.get("Elevenlines-Plane");
  return head === null ? response.json() : { ...JSON.parse(head), ...parseNpy(await response.arrayBuffer()) };
}

/**
 * @param {Spec} spec
 * @param {number} row
 * @param {boolean} narrow
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types").Preview>}
 */
export const preview = (spec, row, narrow, signal) =>
  call("POST", `/preview?include=${partsOf(spec)}&row=${row}&narrow=${narrow}`, spec, signal);

/** What is wrong with a spec, in words; empty if nothing is. @param {Spec} spec @returns {Promise<string>} */
export const problemOf = (spec) =>
  preview(spec, 0, true).then(
    () => "",
    (error) => error.message,
  );

/** @param {string} name @returns {Promise<{spec: Spec}>} */
export const preset = (name) => call("GET", `/presets/${name}`);

/**
 * How well the network of an epoch does; null while its epoch is still being computed.
 * @param {string} id
 * @param {number | null} epoch null: the newest
 * @param {number} rows the worst ones to name
 * @returns {Promise<import("../../types").Scores | null>}
 */
export const scores = (id, epoch, rows) =>
  call("GET", `/runs/${id}/scores?rows=${rows}${epoch === null ? "" : `&epoch=${epoch}`}`).catch(nullIfLater);

/**
 * The same of a spec before any training.
 * @param {Spec} spec
 * @param {number} rows
 * @returns {Promise<import("../../types").Scores>}
 */
export const firstScores = (spec, rows) => call("POST", `/preview/scores?rows=${rows}`, spec);

/** @param {Spec} spec @param {string} name @param {Pace} pace @param {boolean} paused @returns {Promise<Run>} */
export const start = (spec, name, pace, paused) => call("POST", "/runs", { ...spec, name, pace, paused });

/** @param {string} id @returns {Promise<Run>} */
export const run = (id) => call("GET", `/runs/${id}`);

/** @param {string} id @param {"pause" | "resume" | "stop" | "step"} command @returns {Promise<Run>} */
export const command = (id, command) => call("POST", `/runs/${id}/${command}`);

/**
 * @param {string} id
 * @param {number | null} epoch null: the newest
 * @returns {Promise<import("../../types").GradientCheck>}
 */
export const gradientCheck = (id, epoch) =>
  call("GET", `/runs/${id}/gradient-check${epoch === null ? "" : `?epoch=${epoch}`}`);

/** @param {string} id @param {object} fields @returns {Promise<Run>} */
export const patch = (id, fields) => call("PATCH", `/runs/${id}`, fields);

/** @param {Run} run @param {number} row @param {number | null} since @returns {Promise<RunState>} */
export const state = ({ id, spec }, row, since) =>
  call("GET", `/runs/${id}/state?include=${partsOf(spec)}&row=${row}${since === null ? "" : `&since=${since}`}`);

/** The curve of a run, nothing else. @param {string} id @returns {Promise<import("../../types").History>} */
export const history = (id) => call("GET", `/runs/${id}/state?include=`).then((found) => found.history);

/**
 * @param {Run} run
 * @param {number} epoch
 * @param {number} row
 * @param {string} [parts] what it shall hold
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types").Frame>}
 */
export const frame = ({ id, spec }, epoch, row, parts = partsOf(spec), signal) => {
  socket.open(); // whoever looks at one epoch looks at the next
  return call("GET", `/runs/${id}/frames/${epoch}?include=${parts}&row=${row}`, undefined, signal);
};

/**
 * A pass of a run taken apart; null while its epoch is still being computed.
 * @param {string} id
 * @param {number | null} epoch null: the newest
 * @param {number} row
 * @returns {Promise<import("../../types").Figures | null>}
 */
export const figures = (id, epoch, row) =>
  call("GET", `/runs/${id}/figures?row=${row}${epoch === null ? "" : `&epoch=${epoch}`}`).catch(nullIfLater);

/**
 * The first pass of a spec.
 * @param {Spec} spec
 * @param {number} row
 * @returns {Promise<import("../../types").Figures>}
 */
export const firstFigures = (spec, row) => call("POST", `/preview/figures?row=${row}`, spec);

/** @param {string} name @returns {Promise<import("../../types").ActivationCurve>} */
export const curve = (name) => call("GET", `/activations/${name}/curve`);

/**
 * One batch of the pass that begins at an epoch: all its rows, or one row alone, from whichever batch holds it.
 * @param {string} id
 * @param {number} epoch
 * @param {{batch: number} | {row: number}} [part]
 * @returns {Promise<import("../../types").Trace>}
 */
export const trace = (id, epoch, part = { batch: 0 }) =>
  call("GET", `/runs/${id}/trace?epoch=${epoch}&${"row" in part ? `row=${part.row}` : `batch=${part.batch}`}`);

/**
 * The run's network at an epoch with other weights or other rows.
 * @param {Run} run
 * @param {number} epoch
 * @param {Partial<import("../../types").Parameters> & {table?: import("../../types").Table}} others
 * @param {AbortSignal} [signal]
 * @returns {Promise<import("../../types").Prediction>}
 */
export const predict = ({ id }, epoch, others, signal) =>
  call("POST", `/runs/${id}/predict`, { epoch, ...others }, signal);

/**
 * What lies over a plane.
 * @param {string} id
 * @param {string} what as in "surfaces?units=all&size=100"
 * @param {{epoch?: number, since?: number, wait?: number}} when
 * @param {AbortSignal} [signal]
 */
export const plane = (id, what, when, signal) =>
  callPlane(
    "GET",
    `/runs/${id}/${what}${Object.entries(when)
      .map(([name, value]) => `&${name}=${value}`)
      .join("")}`,
    undefined,
    signal,
  );

/**
 * Surfaces of a run, anew with each newer frame until it has ended.
 * @param {string} id
 * @param {string} plane as the end of an address
 * @param {string[]} looks as UNITS:SIZE
 * @param {AbortSignal} signal
 * @returns {AsyncGenerator<import("../../types").Piece>}
 */
export async function* surfaceStream(id, plane, looks, signal) {
  const response = await answer(
    "GET",
    `/runs/${id}/surfaces/stream?${looks.map((look) => `show=${look}&`).join("")}${plane}`,
    undefined,
    signal,
  );
  const pieces = new Pieces();
  for (const reader = /** @type {ReadableStream<Uint8Array>} */ (response.body).getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return;
    pieces.add(value);
    const newest = pieces.newest();
    if (newest) yield newest;
  }
}

/**
 * The same with other weights or rows.
 * @param {string} id
 * @param {{epoch: number} & Partial<import("../../types").Parameters> & {table?: import("../../types").Table}} others
 * @param {string} what
 * @param {AbortSignal} [signal]
 */
export const otherPlane = (id, others, what, signal) => callPlane("POST", `/runs/${id}/${what}`, others, signal);

/** The same of a spec's start. @param {Spec} spec @param {string} what @param {AbortSignal} [signal] */
export const firstPlane = (spec, what, signal) => callPlane("POST", `/preview/${what}`, spec, signal);

/** @param {string} id @param {object} wanted @returns {Promise<Run>} */
export const fork = (id, wanted) => call("POST", `/runs/${id}/fork`, wanted);

/** @param {Spec} spec @returns {Promise<import("../../types").Program>} */
export const program = (spec) => call("POST", "/program", spec);

/** @param {string} id @returns {Promise<import("../../types").Program>} */
export const runProgram = (id) => call("GET", `/runs/${id}/program`);

/**
 * What is in a file or a text.
 * @param {Blob} text with its type
 * @param {URLSearchParams} question
 * @param {AbortSignal} signal
 * @returns {Promise<import("../../types").Found>}
 */
export const parseTable = (text, question, signal) => call("POST", `/tables/parse?${question}`, text, signal);

/** The table of a spec as a file. @param {Spec} spec @param {"csv" | "json"} format */
export const tableFile = (spec, format) => {
  const { table, split = null } = /** @type {Spec & { split?: object }} */ (spec);
  return answer("POST", `/tables/format?format=${format}`, { table, split }).then(fileOf);
};

/**
 * A run's table with its predictions at an epoch, as a file.
 * @param {string} id
 * @param {number} epoch
 * @param {"csv" | "json"} format
 */
export const runFile = (id, epoch, format) => answer("GET", `/runs/${id}/export/${format}?epoch=${epoch}`).then(fileOf);

/**
 * The data sets that can be made, with some points of each.
 * @returns {Promise<{generators: {name: string, task: "classes" | "numbers", example: import("../../types").Table}[]}>}
 */
export const generators = () => call("GET", "/generators");

/**
 * A sample of a data set, and settings that learn it.
 * @param {string} name
 * @param {Omit<import("../../types").Recipe, "name">} sample
 * @param {AbortSignal} [signal]
 * @returns {Promise<{table: import("../../types").Table, spec: Spec}>}
 */
export const make = (name, sample, signal) => call("POST", `/generators/${name}`, sample, signal);

/** @param {Error} error */
function nullIfLater(error) {
  if (error instanceof ApiError && error.status === LATER) return null;
  throw error;
}
