// The network: the server's drawing, whose lines and units follow the frame that is shown.

import * as format from "../pure/format.js";
import { between, fillLevel, flatten, lineOf, scaleFor } from "../pure/lines.js";
import { shown } from "../pure/showing.js";
import { weightAt } from "../pure/weights.js";
import { CanvasEdges } from "./canvas.js";
import { byId, setAttribute, setText } from "./dom.js";

/** @typedef {import("../types").Frame} Frame */

const GLIDE = 110; // milliseconds from one frame to the next, about the time between two polls

export class NetworkView {
  /** @param {import("../store.js").Store} store */
  constructor(store) {
    this.drawing = byId("drawing");
    this.svgText = "";
    this.scaleKey = "";
    this.scale = 1;
    this.flip = 1;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {number[]} */
    this.from = [];
    /** @type {number[]} */
    this.to = [];
    /** @type {number[]} */
    this.now = [];
    this.began = 0;
    this.ticking = false;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    new ResizeObserver(() => this.repaint()).observe(this.drawing);
    store.subscribe((state) => {
      const view = shown(state);
      this.show(view.svg, view.frame, view.isRun ? `${state.run?.id}` : "preview", state.at !== null);
    });
  }

  /** @param {string} svgText @param {Frame} frame @param {string} scaleKey @param {boolean} isPast looked at, not trained: it does not glide */
  show(svgText, frame, scaleKey, isPast) {
    const isNew = svgText !== this.svgText;
    if (isNew) this.redraw(svgText);
    if (frame === this.frame && !isNew) return;
    if (isNew || scaleKey !== this.scaleKey) this.scale = 1;
    this.scaleKey = scaleKey;
    this.frame = frame;
    this.aim(frame.weights ? flatten(frame.weights, frame.biases) : [], isNew || isPast);
    this.showUnits(frame);
    this.labelEdges(frame);
  }

  /** Puts another drawing in place. @param {string} svgText */
  redraw(svgText) {
    this.svgText = svgText;
    this.drawing.innerHTML = svgText;
    const svg = /** @type {SVGSVGElement} */ (this.drawing.querySelector("svg"));
    const { thinnest, thickest, faintest, strongest, flip } = svg.dataset;
    this.flip = Number(flip);
    this.stroke = { thinnest: Number(thinnest), thickest: Number(thickest), faintest: Number(faintest), strongest: Number(strongest) };
    this.edges = /** @type {SVGPathElement[]} */ ([...svg.querySelectorAll(".edge")]);
    this.units = /** @type {SVGGElement[]} */ ([...svg.querySelectorAll(".unit[data-low]")]);
    const isMany = svg.dataset.paint === "canvas"; // more lines than a browser paints smoothly as SVG
    this.canvas = isMany ? new CanvasEdges(byId("edges"), svg) : null;
    byId("edges").hidden = !isMany;
    showLegend(this.stroke);
    svg.classList.toggle("unpainted", isMany);
    this.frame = null;
  }

  /** Lets the lines glide to these weights. @param {number[]} weights @param {boolean} atOnce */
  aim(weights, atOnce) {
    this.scale = scaleFor(weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0), this.scale);
    const range = format.whole(this.scale);
    setText(byId("legend-range"), weights.length ? `−${range} … +${range}` : "more lines than can be drawn");
    this.from = this.now.length === weights.length ? this.now : weights;
    this.to = weights;
    this.began = performance.now();
    if (atOnce || this.stillness.matches) this.from = weights;
    if (!this.ticking) {
      this.ticking = true;
      requestAnimationFrame(() => this.tick());
    }
  }

  tick() {
    const share = this.from === this.to ? 1 : Math.min(1, (performance.now() - this.began) / GLIDE);
    this.now = between(this.from, this.to, share);
    this.draw(this.now);
    this.ticking = share < 1;
    if (this.ticking) requestAnimationFrame(() => this.tick());
  }

  /** @param {number[]} weights */
  draw(weights) {
    if (!this.stroke) return;
    if (this.canvas) this.canvas.update(weights, this.scale, this.stroke);
    else this.strokeEdges(weights);
  }

  /** @param {number[]} weights */
  strokeEdges(weights) {
    const { stroke, scale } = this;
    if (!stroke) return;
    this.edges?.forEach((edge, i) => {
      const line = lineOf(weights[i] ?? 0, scale, stroke);
      edge.setAttribute("stroke-width", line.width.toFixed(3));
      edge.setAttribute("stroke-opacity", line.opacity.toFixed(3));
      edge.classList.toggle("negative", line.negative);
      edge.classList.toggle("positive", !line.negative);
    });
  }

  /** @param {Frame} frame */
  showUnits(frame) {
    const { layers, masks, batch_norm: norms } = frame;
    if (!layers) return;
    for (const unit of this.units ?? []) {
      const { layer, unit: number, low, high, label } = unit.dataset;
      const value = layers[Number(layer)]?.[Number(number)] ?? null;
      const level = fillLevel(value, low ? Number(low) : null, high ? Number(high) : null);
      unit.style.setProperty("--level", `${(level * 100).toFixed(1)}%`);
      unit.classList.toggle("dark", level > this.flip);
      const text = format.unit(value);
      const shownText = unit.querySelector("text");
      if (shownText) setText(shownText, text);
      const norm = norms?.[Number(layer) - 1];
      unit.classList.toggle("dropped", masks?.[Number(layer) - 1]?.[Number(number)] === false);
      const words = `${label}: ${text}${unit.classList.contains("dropped") ? ", dropped in the next pass" : ""}${norm ? `, ${normWords(norm, Number(number))}` : ""}`;
      setAttribute(unit, "aria-label", words);
      if (norm) titleOf(unit).textContent = words;
    }
  }

  /** @param {Frame} frame */
  labelEdges(frame) {
    if (!frame.weights) return;
    const weights = this.to;
    if (this.canvas) this.strokeEdges(weights); // not painted, but there for whoever reads the drawing
    this.edges?.forEach((edge, i) => setAttribute(edge, "aria-label", `${edge.dataset.label}: weight ${format.fixed(weights[i] ?? 0, 4)}`));
  }

  /** The weight of an edge in the frame that is shown. @param {number} index in the order of `flatten` */
  weightOf(index) {
    return this.to[index] ?? null;
  }

  /** A line's gradient and its last update, null where the frame does not tell. @param {number} layer @param {string} from "bias": the bias @param {number} to */
  changesAt(layer, from, to) {
    const place = { layer, from: from === "bias" ? null : Number(from), to };
    const { gradients, update } = this.frame ?? {};
    return { gradient: gradients ? weightAt(gradients, place) : null, update: update ? weightAt(update, place) : null };
  }

  /** After another theme, or another size. */
  repaint() {
    if (this.canvas && this.stroke) this.canvas.draw(this.now, this.scale, this.stroke);
  }
}

/** @param {import("../types").Norm} norm @param {number} unit */
function normWords({ gamma, beta, mean, variance }, unit) {
  const [g, b, m, v] = [gamma, beta, mean, variance].map((row) => format.fixed(row[unit] ?? 0, 4));
  return `batch norm: running mean ${m}, running variance ${v}, gamma ${g}, beta ${b}`;
}

/** What a browser shows when somebody points at the unit. @param {SVGGElement} unit */
function titleOf(unit) {
  const found = unit.querySelector("title") ?? document.createElementNS(unit.namespaceURI, "title");
  if (!found.parentNode) unit.append(found);
  return found;
}

/** The legend's lines are as thick as the drawing's at both ends of the scale. @param {import("../pure/lines.js").Stroke} stroke */
function showLegend({ thinnest, thickest, faintest, strongest }) {
  for (const line of /** @type {NodeListOf<SVGLineElement>} */ (document.querySelectorAll(".legend-scale .edge"))) {
    const isEnd = line.dataset.end === "1";
    setAttribute(line, "stroke-width", String(isEnd ? thickest : thinnest));
    setAttribute(line, "stroke-opacity", String(isEnd ? strongest : Math.max(0.35, faintest)));
  }
}
