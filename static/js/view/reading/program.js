// The program: its lines can be walked; below stand the arrays of the line in focus, which light up in the network.

import {
  arraysOf,
  cutOf,
  firstLine,
  listed,
  MOST_COLUMNS,
  MOST_ROWS,
  partOf,
  shapeText,
  writerFor,
} from "../../pure/reading/program.js";
import { shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").ProgramLine} ProgramLine */
/** @typedef {import("../../types").Shown} Shown */

const NOT_TRAINED =
  "The run as it was trained. Weights set by hand and rows changed since are in the arrays below, not in the program: go on from here, and the new run’s program has them.";
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
  Home: -Infinity,
  End: Infinity,
});

export class ProgramView {
  /**
   * @param {import("../../services/looking/programs.js").Programs} programs
   * @param {import("../network/pointer.js").EdgeReader} reader
   */
  constructor(programs, reader) {
    this.programs = programs;
    this.reader = reader;
    this.code = byId("code");
    this.stage = byId("stage");
    this.words = byId("program-words").textContent ?? "";
    /** @type {HTMLElement[]} */
    this.options = [];
    /** @type {ProgramLine[]} */
    this.lines = [];
    this.chosen = 0; // the line that stays
    this.pointed = -1; // the line that is pointed at
    this.isLit = false;
    this.written = /** @type {object | null} */ (null);
    this.listen();
    programs.onChange = () => this.render();
    reader.onHold = (place) => this.mark(place);
  }

  listen() {
    const numberOf = (/** @type {Event} */ event) =>
      this.options.indexOf(/** @type {HTMLElement} */ (/** @type {Element} */ (event.target).closest("[role=option]")));
    this.code.addEventListener(
      "click",
      (/** @type {Event} */ event) => numberOf(event) >= 0 && this.choose(numberOf(event)),
    );
    this.code.addEventListener(
      "pointerover",
      (/** @type {PointerEvent} */ event) => event.pointerType === "mouse" && this.point(numberOf(event)),
    );
    this.code.addEventListener("pointerleave", () => this.point(-1));
    this.code.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.walk(event));
    this.code.addEventListener("focus", () => this.light(true));
    this.code.addEventListener("blur", () => this.light(false));
    const arrays = byId("arrays");
    arrays.addEventListener("pointerover", (/** @type {Event} */ event) =>
      this.holdCell(/** @type {Element} */ (event.target)),
    );
    arrays.addEventListener("pointerleave", () => this.reader.holdAt(null));
    byId("copy-program").addEventListener("click", () => this.copy());
    byId("download-program").addEventListener("click", () => this.download());
  }

  /** @param {KeyboardEvent} event */
  walk(event) {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.choose(Math.max(0, Math.min(this.options.length - 1, this.chosen + step)));
    this.options[this.chosen]?.scrollIntoView({ block: "nearest", inline: "start" });
  }

  /** @param {number} number */
  choose(number) {
    this.chosen = number;
    this.light(true);
  }

  /** @param {number} number -1: none */
  point(number) {
    if (number === this.pointed) return;
    this.pointed = number;
    this.light(number >= 0 || document.activeElement === this.code);
  }

  /** @param {boolean} isLit whether the drawing tells of the line */
  light(isLit) {
    this.isLit = isLit;
    this.show();
  }

  render() {
    const { program, problem } = this.programs;
    const { state } = this.programs.store;
    setText(byId("program-problem"), problem);
    setText(byId("program-words"), shown(state).isRun && !isAsTrained(state) ? NOT_TRAINED : this.words);
    if (program !== this.written && program) this.write(program.lines);
    this.written = program;
    this.show();
  }

  /** @param {ProgramLine[]} all */
  write(all) {
    const before = this.lines[this.chosen]?.text;
    const found = listed(all);
    const kept = found.filter(({ line }) => line.text !== "");
    this.lines = kept.map(({ line }) => line);
    const digits = String(all.length).length;
    this.code.style.setProperty("--digits", String(digits));
    this.options = [];
    this.code.replaceChildren(
      ...found.flatMap(({ line, folded }) => [
        this.lineOf(line),
        ...(folded
          ? [element("div", { class: "fold", "aria-hidden": "true" }, [`… ${format.counted(folded, "more row")}`])]
          : []),
      ]),
    );
    const same = before === undefined ? -1 : this.lines.findIndex(({ text }) => text === before);
    this.chosen = Math.max(
      0,
      same >= 0 ? same : this.lines.indexOf(/** @type {ProgramLine} */ (firstLine(this.lines))),
    );
    this.pointed = -1;
    if (same < 0) this.scrollToChosen();
  }

  /**
   * Scrolls the listing, and nothing around it, where the chosen line lies below what is seen: after hundreds of rows
   * of data.
   */
  scrollToChosen() {
    const [place, line] = [this.code, this.options[this.chosen]].map((one) => one?.getBoundingClientRect());
    if (place && line && line.bottom > place.bottom) this.code.scrollTop += line.top - place.top - place.height / 3;
  }

  /** @param {ProgramLine} line */
  lineOf({ number, text, html }) {
    const code = element("code");
    code.innerHTML = html || "\n"; // escaped by the server
    const gutter = element("span", { class: "gutter", "aria-hidden": "true" }, [String(number)]);
    if (text === "") return element("div", { class: "line", "aria-hidden": "true" }, [gutter, code]);
    const option = element("div", { class: "line", role: "option", id: `line-${number}` }, [gutter, code]);
    this.options.push(option);
    return option;
  }

  /** The line in focus and its arrays. */
  show() {
    const at = this.pointed >= 0 ? this.pointed : this.chosen;
    const line = this.lines[at];
    this.options.forEach((option, i) => {
      setAttribute(option, "aria-selected", String(i === this.chosen));
      option.classList.toggle("pointed", i === at);
    });
    setAttribute(this.code, "aria-activedescendant", this.options[this.chosen]?.id ?? "");
    if (!line) return;
    const arrays = arraysOf(line, this.programs.arrays);
    setText(byId("line-meaning"), line.meaning);
    setText(byId("arrays-epoch"), arrays.length ? `at epoch ${format.whole(this.programs.epoch)}` : "");
    byId("arrays").replaceChildren(...arrays.map(figureOf));
    this.lightUp(arrays);
    this.mark(this.reader.place());
  }

  /** What the arrays stand for in the drawing. @param {Shown[]} arrays */
  lightUp(arrays) {
    const svg = byId("drawing").querySelector("svg");
    const parts = this.isLit ? arrays.flatMap(({ name }) => partOf(name) ?? []) : [];
    const last = (svg?.dataset.sizes ?? "").split("-").length - 1;
    const edges = new Set(parts.map(({ edges }) => edges));
    const biases = new Set(parts.map(({ biases }) => biases));
    const units = new Set(parts.map(({ units }) => (units === -1 ? last : units)));
    for (const edge of /** @type {NodeListOf<SVGElement>} */ (svg?.querySelectorAll(".edge") ?? [])) {
      edge.classList.toggle("lit", ("bias" in edge.dataset ? biases : edges).has(Number(edge.dataset.layer)));
    }
    for (const unit of /** @type {NodeListOf<SVGElement>} */ (svg?.querySelectorAll(".unit") ?? [])) {
      unit.classList.toggle("lit", ("bias" in unit.dataset ? biases : units).has(Number(unit.dataset.layer)));
    }
    const isAny = svg?.querySelector(".lit") != null;
    const isPainted = svg?.dataset.edges === "canvas"; // thousands of edges have no elements to light up
    svg?.classList.toggle("lighting", isAny);
    this.stage.classList.toggle("lighting", isAny && !isPainted);
    this.reader.network.light(
      isAny && isPainted ? ({ from, layer }) => (from === "bias" ? biases : edges).has(layer) : null,
    );
  }

  /** @param {Element} target */
  holdCell(target) {
    const cell = /** @type {HTMLElement | null} */ (target.closest("td[data-layer]"));
    if (!cell) return this.reader.holdAt(null);
    const { layer, from, to } = cell.dataset;
    this.reader.holdAt({ layer: Number(layer), from: from === undefined ? null : Number(from), to: Number(to) });
  }

  /** The cells of an edge that is pointed at. @param {import("../../types").Place | null} place */
  mark(place) {
    const arrays = byId("arrays");
    arrays.querySelectorAll("td.marked").forEach((/** @type {Element} */ cell) => cell.classList.remove("marked"));
    if (!place) return;
    const from = place.from === null ? ":not([data-from])" : `[data-from="${place.from}"]`;
    arrays
      .querySelectorAll(`td[data-layer="${place.layer}"]${from}[data-to="${place.to}"]`)
      .forEach((/** @type {Element} */ cell) => cell.classList.add("marked"));
  }

  async copy() {
    const text = this.programs.program?.text;
    if (text === undefined) return;
    const done = await navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
    setText(byId("copy-program"), done ? "Copied" : "Not allowed");
    setTimeout(() => setText(byId("copy-program"), "Copy"), 1500);
  }

  download() {
    const text = this.programs.program?.text;
    if (text === undefined) return;
    const address = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
    element("a", { href: address, download: "network.py" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}

/** An array with its name, shape, meaning and values. @param {Shown} array */
function figureOf(array) {
  const { name, shape, rows, meaning } = array;
  const write = writerFor(rows);
  const part = partOf(name);
  const body = rows.slice(0, MOST_ROWS).map((row, from) =>
    element(
      "tr",
      {},
      row.slice(0, MOST_COLUMNS).map((value, to) => element("td", placeOf(part, from, to), [write(value)])),
    ),
  );
  const head = element("figcaption", {}, [
    element("b", {}, [name]),
    " ",
    element("span", { class: "shape" }, [shapeText(shape)]),
    " ",
    element("span", { class: "muted" }, [meaning]),
  ]);
  const table = element("table", { class: "matrix" }, [element("tbody", {}, body)]);
  const cut = cutOf(array);
  return element("figure", { "data-name": name }, [
    head,
    table,
    ...(cut ? [element("p", { class: "muted" }, [cut])] : []),
  ]);
}

/**
 * Which edge a cell is about.
 * @param {import("../../pure/reading/program.js").Part | null} part
 * @param {number} from
 * @param {number} to
 * @returns {Record<string, string>}
 */
function placeOf(part, from, to) {
  if (part?.edges !== undefined)
    return { "data-layer": String(part.edges), "data-from": String(from), "data-to": String(to) };
  return part?.biases === undefined ? {} : { "data-layer": String(part.biases), "data-to": String(to) };
}
