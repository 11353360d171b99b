// Many edges on a canvas under the drawing's units: the same curves, widths, dashes and colours as the drawing's paths.

import { lineOf } from "../pure/lines.js";

/** @typedef {{layer: number, from: string, to: number, index: number, x0: number, y0: number, x1: number, y1: number}} Curve */

export class CanvasEdges {
  /** @param {HTMLCanvasElement} canvas @param {SVGSVGElement} svg */
  constructor(canvas, svg) {
    this.canvas = canvas;
    this.svg = svg;
    this.curves = curvesOf(svg);
  }

  /** @param {number[]} weights @param {number} scale @param {import("../pure/lines.js").Stroke} stroke */
  draw(weights, scale, stroke) {
    const { width, height } = this.svg.getBoundingClientRect();
    const ratio = devicePixelRatio;
    const { canvas } = this;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const zoom = canvas.width / this.svg.viewBox.baseVal.width;
    context.setTransform(zoom, 0, 0, zoom, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    const style = getComputedStyle(canvas);
    const thin = Math.max(0.12, Math.min(1, 300 / this.curves.length)); // thousands of lines would be one stain
    for (const [key, group] of grouped(this.curves, weights, scale, stroke)) {
      const [negative, width10, opacity] = /** @type {[string, string, string]} */ (key.split(" "));
      context.strokeStyle = style.getPropertyValue(negative === "1" ? "--negative" : "--positive");
      context.setLineDash(negative === "1" ? [7, 3] : []);
      context.lineWidth = Number(width10) * thin;
      context.globalAlpha = Number(opacity);
      context.beginPath();
      for (const { x0, y0, x1, y1 } of group) {
        context.moveTo(x0, y0);
        context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
      }
      context.stroke();
    }
  }
}

/** Curves that look alike are drawn with one stroke. @param {Curve[]} curves @param {number[]} weights @param {number} scale @param {import("../pure/lines.js").Stroke} stroke */
function grouped(curves, weights, scale, stroke) {
  /** @type {Map<string, Curve[]>} */
  const groups = new Map();
  for (const curve of curves) {
    const line = lineOf(weights[curve.index] ?? 0, scale, stroke);
    const key = `${line.negative ? 1 : 0} ${(Math.round(line.width * 2) / 2).toFixed(1)} ${(Math.round(line.opacity * 10) / 10).toFixed(1)}`;
    const group = groups.get(key);
    if (group) group.push(curve);
    else groups.set(key, [curve]);
  }
  return groups;
}

/** Where the drawing's units put its edges. @param {SVGSVGElement} svg @returns {Curve[]} */
export function curvesOf(svg) {
  /** @type {Map<string, {x: number, y: number, radius: number}[]>} */
  const layers = new Map();
  /** @type {Map<string, {x: number, y: number, radius: number}>} */
  const biases = new Map();
  for (const unit of svg.querySelectorAll(".unit")) {
    const { layer = "", unit: number } = /** @type {SVGGElement} */ (unit).dataset;
    const [x = 0, y = 0] = (unit.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);
    const place = { x, y, radius: Number(unit.querySelector("circle")?.getAttribute("r")) };
    if (number === "bias") biases.set(layer, place);
    else layers.set(layer, [...(layers.get(layer) ?? []), place]);
  }
  const sizes = (svg.getAttribute("aria-label") ?? "").replace("Network ", "").split("-").map(Number);
  /** @type {Curve[]} */
  const curves = [];
  let start = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [left = [], right = []] = [layers.get(String(layer)), layers.get(String(layer + 1))];
    const width = sizes[layer + 1] ?? 0;
    const bias = biases.get(String(layer));
    left.forEach((a, from) => right.forEach((b, to) => curves.push(curve(layer, String(from), to, start + from * width + to, a, b))));
    start += (sizes[layer] ?? 0) * width;
    if (bias) right.forEach((b, to) => curves.push(curve(layer, "bias", to, start + to, bias, b)));
    if (bias) start += width;
  }
  return curves;
}

/** @param {number} layer @param {string} from @param {number} to @param {number} index @param {{x: number, y: number, radius: number}} a @param {{x: number, y: number, radius: number}} b @returns {Curve} */
const curve = (layer, from, to, index, a, b) => ({ layer, from, to, index, x0: a.x + a.radius, y0: a.y, x1: b.x - b.radius, y1: b.y });
