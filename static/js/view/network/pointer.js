// Reading one edge: by pointing near it, or with Tab and the arrow keys; its weight stands under the drawing in digits.

import { nearestTo, pathOf } from "../../pure/network/geometry.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText } from "../dom.js";
import { curvesOf } from "./canvas.js";

/** @typedef {import("./canvas.js").Curve} Curve */

const NEAR = 9; // of the drawing's units
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
});

export class EdgeReader {
  /** @param {import("./network.js").NetworkView} network @param {import("../../services/store.js").Store} store */
  constructor(network, store) {
    this.network = network;
    this.store = store;
    this.drawing = byId("drawing");
    this.readout = byId("edge-readout");
    this.hint = this.readout.textContent ?? "";
    this.notice = ""; // what is to be known where no edge is read
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    /** @type {Curve[]} */
    this.curves = [];
    this.held = -1; // the number of the edge that is read; -1: none
    this.unit = /** @type {Element | null} */ (null); // what is pointed at
    this.walked = 0; // the one that Tab reaches
    /** Told which edge is read from now on. @type {(place: import("../../types").Place | null) => void} */
    this.onHold = () => {};
    const stage = byId("stage");
    stage.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.point(event));
    stage.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.point(event));
    stage.addEventListener("pointerleave", () => this.pointAt(null));
    this.drawing.addEventListener("focusin", (/** @type {FocusEvent} */ event) =>
      this.hold(this.numberOf(event.target)),
    );
    this.drawing.addEventListener("focusout", () => this.hold(-1));
    this.drawing.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.walk(event));
    store.subscribe(() => this.follow());
  }

  /** After another frame, or another drawing. */
  follow() {
    const svg = /** @type {SVGSVGElement} */ (this.drawing.querySelector("svg"));
    if (svg !== this.svg) {
      this.svg = svg;
      this.curves = curvesOf(svg);
      this.held = -1;
      this.walked = 0;
      this.elementOf(0)?.setAttribute("tabindex", "0");
    }
    this.show();
  }

  /** The nearest line, if one is near. @param {PointerEvent} event */
  point(event) {
    if (!this.svg) return;
    const box = this.svg.getBoundingClientRect();
    const zoom = this.svg.viewBox.baseVal.width / box.width;
    this.pointAt(
      /** @type {Element} */ (event.target).closest(".unit"),
      nearestTo(this.curves, (event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom, NEAR),
    );
  }

  /** @param {Element | null} unit that is pointed at: it is read where no line is @param {number} [number] of a line */
  pointAt(unit, number = -1) {
    const isOther = unit !== this.unit;
    this.unit = unit;
    this.hold(number);
    if (isOther) this.show();
  }

  /** Arrows walk the edges in the order of layer, source, target. @param {KeyboardEvent} event */
  walk(event) {
    const at = this.numberOf(event.target);
    const step = STEPS[event.key];
    if (step === undefined || at < 0) return;
    event.preventDefault();
    this.walked = Math.max(0, Math.min(this.curves.length - 1, at + step));
    this.elementOf(at)?.setAttribute("tabindex", "-1");
    const next = this.elementOf(this.walked);
    next?.setAttribute("tabindex", "0");
    next?.focus();
    this.hold(this.walked); // on a canvas the focus stays on the one path that moves
  }

  /** @param {EventTarget | null} target */
  numberOf(target) {
    const { layer, from = "bias", to } = /** @type {SVGElement} */ (target).dataset;
    return this.curves.findIndex(
      (curve) => String(curve.layer) === layer && curve.from === from && String(curve.to) === to,
    );
  }

  /** Reads an edge that is pointed at elsewhere. @param {import("../../types").Place | null} place */
  holdAt(place) {
    const from = place?.from === null ? "bias" : String(place?.from);
    this.hold(
      place
        ? this.curves.findIndex((curve) => curve.layer === place.layer && curve.from === from && curve.to === place.to)
        : -1,
    );
  }

  /** @param {number} number */
  hold(number) {
    if (number === this.held) return;
    this.drawing.querySelectorAll(".edge.focus").forEach((/** @type {Element} */ one) => one.classList.remove("focus"));
    this.held = number;
    byId("stage").classList.toggle("pointed", number >= 0);
    this.store.set({ isReading: number >= 0 });
    if (number >= 0) this.elementOf(number)?.classList.add("focus");
    else if (this.single()) this.elementOf(this.walked);
    this.show();
    this.onHold(this.place());
  }

  /**
   * The path of an edge. Where edges are on a canvas, one path is there for the one in focus.
   * @param {number} number
   * @returns {SVGPathElement | null}
   */
  elementOf(number) {
    const curve = this.curves[number];
    if (!curve || !this.svg) return null;
    const { layer, from, to } = curve;
    if (this.svg.dataset.edges === "paths") {
      const origin = from === "bias" ? "[data-bias]" : `[data-from="${from}"]`;
      return this.svg.querySelector(`.edge[data-layer="${layer}"]${origin}[data-to="${to}"]`);
    }
    const path = this.single() ?? this.addSingle();
    path.setAttribute("d", pathOf(curve));
    delete path.dataset.from;
    delete path.dataset.bias;
    Object.assign(path.dataset, { layer, to, ...(from === "bias" ? { bias: "" } : { from }) });
    return path;
  }

  /** @returns {SVGPathElement | null} */
  single() {
    return this.svg?.querySelector(".single") ?? null;
  }

  addSingle() {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    for (const [name, value] of Object.entries({
      class: "edge single",
      "stroke-width": "3",
      role: "img",
      tabindex: "0",
    }))
      path.setAttribute(name, value);
    this.svg?.querySelector(".edges")?.append(path);
    return path;
  }

  show() {
    const curve = this.curves[this.held];
    if (!curve) {
      setText(
        this.readout,
        this.notice || (this.unit?.isConnected && this.unit.getAttribute("aria-label")) || this.hint,
      );
      return;
    }
    const { digits } = this.store.state;
    const weight = format.fixed(this.network.weightOf(curve.index), Math.max(6, digits));
    const [from, to] = [this.nameOf(curve.layer, curve.from), this.nameOf(curve.layer + 1, String(curve.to))];
    const { gradient, update } = this.network.changesAt(curve.layer, curve.from, curve.to);
    const more = [
      ["gradient", gradient],
      ["last update", update],
    ].filter(([, value]) => value !== null);
    this.readout.replaceChildren(
      `${from} → ${to} `,
      element("b", {}, [weight]),
      ...more.flatMap(([name, value]) => [
        ` · ${name} `,
        element("b", {}, [format.small(/** @type {number} */ (value))]),
      ]),
    );
    const single = this.single();
    if (single) setAttribute(single, "aria-label", `${from} to ${to}: weight ${weight}`);
  }

  /** The weight that is read. @returns {import("../../types").Place | null} */
  place() {
    const curve = this.curves[this.held];
    return curve
      ? { layer: curve.layer, from: curve.from === "bias" ? null : Number(curve.from), to: Number(curve.to) }
      : null;
  }

  /** @param {number} layer @param {string} unit */
  nameOf(layer, unit) {
    const found = this.drawing.querySelector(`.unit[data-layer="${layer}"][data-unit="${unit}"]`);
    return /** @type {SVGElement | null} */ (found)?.dataset.label ?? unit;
  }
}
