// What the current sub-step is about lights up in the drawing: a ring around its unit, and the edges of its sum.

import { pathOf } from "../../pure/network/geometry.js";
import { substepAt, walkOf } from "../../pure/reading/steps.js";
import { rowOf, shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import { byId } from "../dom.js";
import { curvesOf } from "./canvas.js";

/** @typedef {import("../../types").Light} Light */
/** @typedef {import("../../types").State} State */

const AROUND = 4; // of the drawing's units, from a circle to its ring
const PATH_WIDTH = 1.5; // of an edge that stands on the canvas otherwise

export class LightsView {
  /** @param {import("../../services/store.js").Store} store @param {import("./network.js").NetworkView} network */
  constructor(store, network) {
    this.network = network;
    this.stage = byId("stage");
    this.drawing = byId("drawing");
    this.key = "";
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    store.subscribe((state) => this.render(state));
  }

  /** @param {State} state */
  render(state) {
    const light = lightOf(state);
    const svg = this.drawing.querySelector("svg");
    const isExtra = svg?.dataset.edges === "canvas";
    // edges of its own follow the weights
    const key = `${JSON.stringify(light)} ${isExtra ? state.stepping.trace?.epoch : ""}`;
    if (key === this.key && svg === this.svg) return;
    [this.key, this.svg] = [key, svg];
    this.drawing.querySelectorAll(".ring, .edge.extra").forEach((/** @type {Element} */ one) => one.remove());
    this.drawing.querySelectorAll(".lit").forEach((/** @type {Element} */ one) => one.classList.remove("lit"));
    this.stage.classList.toggle("traced", light !== null);
    if (!light || !svg) return;
    light.units.forEach((unit) => ring(svg, unit));
    if (isExtra) this.addEdges(svg, light);
    else svg.querySelectorAll(selector(light)).forEach((/** @type {Element} */ edge) => edge.classList.add("lit"));
  }

  /** The edges of a drawing that has them on its canvas. @param {SVGSVGElement} svg @param {Light} light */
  addEdges(svg, { edges }) {
    if (!edges) return;
    const { layer, from, to } = edges;
    const name = from === null ? "bias" : from?.toString();
    for (const curve of curvesOf(svg)) {
      if (curve.layer !== layer || (to !== undefined && curve.to !== to) || (from !== undefined && curve.from !== name))
        continue;
      const path = document.createElementNS(svg.namespaceURI, "path");
      path.setAttribute(
        "class",
        `edge lit extra ${(this.network.weightOf(curve.index) ?? 0) < 0 ? "negative" : "positive"}`,
      );
      path.setAttribute("d", pathOf(curve));
      path.setAttribute("stroke-width", String(PATH_WIDTH));
      svg.querySelector(".edges")?.append(path);
    }
  }
}

/** @param {State} state @returns {Light | null} */
function lightOf(state) {
  const { trace, at, stands } = state.stepping;
  if (
    state.tab !== "steps" ||
    !trace ||
    !state.run ||
    !shown(state).isRun ||
    !trace.rows.includes(rowOf(state)) ||
    !isAsTrained(state)
  )
    return null;
  return substepAt(walkOf(trace, state.run.spec, stands), trace, state.run.spec, rowOf(state), at).light;
}

/** The edges of a light; a selector that finds none where it has none. @param {Light} light */
function selector({ edges }) {
  if (!edges) return ".edge.none";
  const { layer, from, to } = edges;
  const origin = from === undefined ? "" : from === null ? "[data-bias]" : `[data-from="${from}"]`;
  return `.edge[data-layer="${layer}"]${origin}${to === undefined ? "" : `[data-to="${to}"]`}`;
}

/** @param {SVGSVGElement} svg @param {{layer: number, unit: number}} place */
function ring(svg, { layer, unit }) {
  const found = svg.querySelector(`.unit[data-layer="${layer}"][data-unit="${unit}"]`);
  const circle = found?.querySelector("circle");
  if (!found || !circle) return;
  found.classList.add("lit");
  const around = document.createElementNS(svg.namespaceURI, "circle");
  around.setAttribute("class", "ring");
  around.setAttribute("r", String(Number(circle.getAttribute("r")) + AROUND));
  found.append(around);
}
