// Reading one edge: by pointing near it, or with Tab and the arrow keys; its weight stands under the drawing in digits.

import * as format from "../pure/format.js";
import { curvesOf } from "./canvas.js";
import { byId, element } from "./dom.js";

/** @typedef {import("./canvas.js").Curve} Curve */

const NEAR = 9; // of the drawing's units
const SAMPLES = 16; // points looked at along a line

export class EdgeReader {
  /** @param {import("./network.js").NetworkView} network @param {import("../store.js").Store} store */
  constructor(network, store) {
    this.network = network;
    this.drawing = byId("drawing");
    this.readout = byId("edge-readout");
    this.hint = this.readout.textContent ?? "";
    /** @type {{layer: string, from: string, to: string} | null} */
    this.held = null;
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    /** @type {Curve[]} */
    this.curves = [];
    const stage = byId("stage");
    stage.addEventListener("pointermove", (/** @type {PointerEvent} */ event) => this.point(event));
    stage.addEventListener("pointerdown", (/** @type {PointerEvent} */ event) => this.point(event));
    stage.addEventListener("pointerleave", () => this.hold(null));
    this.drawing.addEventListener("focusin", (/** @type {FocusEvent} */ event) => this.focus(event));
    this.drawing.addEventListener("focusout", () => this.hold(null));
    this.drawing.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.walk(event));
    store.subscribe(() => this.show());
  }

  /** The nearest line, if one is near. @param {PointerEvent} event */
  point(event) {
    const svg = /** @type {SVGSVGElement | null} */ (this.drawing.querySelector("svg"));
    if (!svg) return;
    if (svg !== this.svg) {
      this.svg = svg;
      this.curves = curvesOf(svg);
    }
    const box = svg.getBoundingClientRect();
    const zoom = svg.viewBox.baseVal.width / box.width;
    const nearest = nearestTo(this.curves, (event.clientX - box.left) * zoom, (event.clientY - box.top) * zoom);
    this.hold(nearest && { layer: String(nearest.layer), from: nearest.from, to: String(nearest.to) });
  }

  /** @param {FocusEvent} event */
  focus(event) {
    const { layer, from, to } = /** @type {SVGElement} */ (event.target).dataset;
    if (layer !== undefined && from !== undefined && to !== undefined) this.hold({ layer, from, to });
  }

  /** Arrows walk the edges in the order of layer, source, target. @param {KeyboardEvent} event */
  walk(event) {
    const edges = /** @type {SVGElement[]} */ ([...this.drawing.querySelectorAll(".edge")]);
    const at = edges.indexOf(/** @type {SVGElement} */ (event.target));
    const steps = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -at, End: edges.length - 1 - at });
    const step = steps[event.key];
    const next = step === undefined || at < 0 ? undefined : edges[at + step];
    if (!next) return;
    event.preventDefault();
    edges[at]?.setAttribute("tabindex", "-1");
    next.setAttribute("tabindex", "0");
    next.focus();
  }

  /** @param {{layer: string, from: string, to: string} | null} edge */
  hold(edge) {
    if (edge?.layer === this.held?.layer && edge?.from === this.held?.from && edge?.to === this.held?.to) return;
    this.held = edge;
    this.drawing.querySelectorAll(".edge.focus").forEach((/** @type {Element} */ one) => one.classList.remove("focus"));
    if (edge) this.edgeElement(edge)?.classList.add("focus");
    this.show();
  }

  /** The path of an edge; where edges are on a canvas, the one in focus gets a path of its own. @param {{layer: string, from: string, to: string}} edge */
  edgeElement({ layer, from, to }) {
    const found = this.drawing.querySelector(`.edge[data-layer="${layer}"][data-from="${from}"][data-to="${to}"]:not(.single)`);
    if (found || !this.svg) return found;
    this.svg.querySelector(".single")?.remove();
    const curve = this.curves.find((one) => String(one.layer) === layer && one.from === from && String(one.to) === to);
    if (!curve) return null;
    const middle = (curve.x0 + curve.x1) / 2;
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("class", "edge single");
    path.setAttribute("d", `M${curve.x0} ${curve.y0}C${middle} ${curve.y0} ${middle} ${curve.y1} ${curve.x1} ${curve.y1}`);
    path.setAttribute("stroke-width", "3");
    Object.assign(path.dataset, { layer, from, to });
    this.svg.querySelector(".edges")?.append(path);
    return path;
  }

  show() {
    const { held } = this;
    if (!held) {
      this.svg?.querySelector(".single")?.remove();
      if (this.readout.textContent !== this.hint) this.readout.textContent = this.hint;
      return;
    }
    const weight = this.network.weightOf(held.layer, held.from, held.to);
    const name = (/** @type {string} */ layer, /** @type {string} */ unit) =>
      /** @type {SVGElement | null} */ (this.drawing.querySelector(`.unit[data-layer="${layer}"][data-unit="${unit}"]`))?.dataset.label ?? unit;
    const text = `${name(held.layer, held.from)} → ${name(String(Number(held.layer) + 1), held.to)} `;
    this.readout.replaceChildren(text, element("b", {}, [format.fixed(weight, 6)]));
  }
}

/** @param {Curve[]} curves @param {number} x @param {number} y @returns {Curve | null} */
function nearestTo(curves, x, y) {
  let best = null;
  let least = NEAR * NEAR;
  for (const curve of curves) {
    if (x < curve.x0 - NEAR || x > curve.x1 + NEAR) continue;
    for (let i = 0; i <= SAMPLES; i++) {
      const [px, py] = pointOn(curve, i / SAMPLES);
      const distance = (px - x) ** 2 + (py - y) ** 2;
      if (distance < least) [best, least] = [curve, distance];
    }
  }
  return best;
}

/** @param {Curve} curve @param {number} t @returns {[number, number]} */
function pointOn({ x0, y0, x1, y1 }, t) {
  const s = 1 - t;
  const middle = (x0 + x1) / 2;
  const x = s ** 3 * x0 + 3 * s * t * (s + t) * middle + t ** 3 * x1;
  return [x, s * s * (s + 3 * t) * y0 + t * t * (t + 3 * s) * y1];
}
