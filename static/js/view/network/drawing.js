// A drawing of the server's: its lines and units are given the numbers of a frame.

import { isFrozen } from "../../pure/network/frozen.js";
import { areAlike, areSame, fillLevel, lineOf } from "../../pure/network/lines.js";
import * as format from "../../pure/words/format.js";
import { setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Frame} Frame */
/** @typedef {import("../../pure/network/lines.js").Line} Line */

export class Drawing {
  /** @param {HTMLElement} place @param {string} svgText */
  constructor(place, svgText) {
    place.innerHTML = svgText;
    this.svg = /** @type {SVGSVGElement} */ (place.querySelector("svg"));
    const { thinnest, thickest, faintest, strongest, flip } = this.svg.dataset;
    this.flip = Number(flip);
    this.stroke = {
      thinnest: Number(thinnest),
      thickest: Number(thickest),
      faintest: Number(faintest),
      strongest: Number(strongest),
    };
    this.edges = /** @type {SVGPathElement[]} */ ([...this.svg.querySelectorAll(".edge")]);
    this.units = /** @type {SVGGElement[]} */ ([...this.svg.querySelectorAll(".unit[data-low]")]);
    /** How each line is stroked now. @type {Line[]} */
    this.lines = [];
    this.locks = /** @type {Element | null} */ (null);
    this.isMany = this.svg.dataset.paint === "canvas"; // more lines than a browser paints smoothly as SVG
  }

  /**
   * Strokes the lines whose change can be seen; `exactly`: all that differ.
   * @param {number[]} weights
   * @param {number} scale
   * @param {boolean} [exactly]
   */
  strokeEdges(weights, scale, exactly = true) {
    this.edges.forEach((edge, i) => {
      const line = lineOf(weights[i] ?? 0, scale, this.stroke);
      if (this.lines[i] && (exactly ? areSame : areAlike)(/** @type {Line} */ (this.lines[i]), line)) return;
      this.lines[i] = line;
      edge.setAttribute("stroke-width", line.width.toFixed(3));
      edge.setAttribute("stroke-opacity", line.opacity.toFixed(3));
      edge.classList.toggle("negative", line.negative);
      edge.classList.toggle("positive", !line.negative);
    });
  }

  /** @param {number[]} weights */
  labelEdges(weights) {
    this.edges.forEach((edge, i) => {
      const words = `${edge.dataset.label}: weight ${format.fixed(weights[i] ?? 0, 4)}`;
      setAttribute(edge, "aria-label", edge.classList.contains("frozen") ? `${words}, frozen` : words);
    });
  }

  /** A small lock on each line that training leaves as it is. @param {import("../../types").Frozen[]} frozen */
  markFrozen(frozen) {
    this.locks?.remove();
    this.locks = document.createElementNS(this.svg.namespaceURI, "g");
    this.locks.setAttribute("class", "locks");
    this.locks.setAttribute("aria-hidden", "true");
    for (const edge of this.edges) {
      const isLocked = isFrozen(frozen, placeOf(edge));
      edge.classList.toggle("frozen", isLocked);
      if (isLocked) this.locks.append(lockAt(edge));
    }
    this.svg.querySelector(".units")?.before(this.locks);
  }

  /** @param {Frame} frame */
  showUnits(frame) {
    const { layers, masks, batch_norm: norms } = frame;
    if (!layers) return;
    for (const unit of this.units) {
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
}

/** @param {SVGPathElement} edge @returns {import("../../types").Place} */
function placeOf({ dataset }) {
  return {
    layer: Number(dataset.layer),
    from: dataset.from === undefined ? null : Number(dataset.from),
    to: Number(dataset.to),
  };
}

/**
 * A lock on a line, nearer its beginning: in the middle, lines that cross would share one.
 * @param {SVGPathElement} edge
 */
function lockAt(edge) {
  const { x, y } = edge.getPointAtLength(edge.getTotalLength() * 0.4);
  const lock = document.createElementNS(edge.namespaceURI, "path");
  lock.setAttribute("d", "M-4.5 -1h9v7h-9zM-2.5 -1v-2a2.5 2.5 0 0 1 5 0v2");
  lock.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  return lock;
}

/** @param {import("../../types").Norm} norm @param {number} unit */
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
