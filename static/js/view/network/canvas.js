// Many edges on a canvas under the drawing's units: the same curves, widths, dashes and colours as the drawing's paths.

import { groupsOf, isVisible } from "../../pure/network/paint.js";
import { colourToken } from "../dom.js";

/**
 * @typedef {{layer: number, from: string, to: number, index: number, x0: number, y0: number, x1: number, y1: number}}
 *   Curve from "bias": the constant input
 */
/** @typedef {{x: number, y: number, radius: number}} Place */

const ONE_BY_ONE = 500; // lines that get a stroke each, as they do in the drawing
const FAINT = 0.22; // of the opacity of lines that step back, as they do in the drawing

export class CanvasEdges {
  /** @param {HTMLCanvasElement} canvas @param {SVGSVGElement} svg */
  constructor(canvas, svg) {
    this.canvas = canvas;
    this.svg = svg;
    this.curves = curvesOf(svg);
    /** @type {number[]} */
    this.painted = [];
    this.paintedScale = 0;
    /** Which lines stand out; null: all are alike. @type {((curve: Curve) => boolean) | null} */
    this.isLit = null;
  }

  /**
   * Paints where the change can be seen.
   * @param {number[]} weights
   * @param {number} scale
   * @param {import("../../pure/network/lines.js").Stroke} stroke
   */
  update(weights, scale, stroke) {
    if (scale !== this.paintedScale || isVisible(this.painted, weights, scale, stroke))
      this.draw(weights, scale, stroke);
  }

  /** @param {number[]} weights @param {number} scale @param {import("../../pure/network/lines.js").Stroke} stroke */
  draw(weights, scale, stroke) {
    const context = this.clear();
    [this.painted, this.paintedScale] = [weights, scale];
    if (weights.length === 0) return;
    const colours = { positive: colourToken("--positive"), negative: colourToken("--negative") };
    const { isLit, curves } = this;
    const behind = isLit ? curves.filter((curve) => !isLit(curve)) : curves;
    const before = isLit ? curves.filter((curve) => isLit(curve)) : [];
    for (const [some, share] of /** @type {[Curve[], number][]} */ ([
      [behind, isLit ? FAINT : 1],
      [before, 1],
    ])) {
      const drawn = some.map((curve) => weights[curve.index] ?? 0);
      for (const { width, opacity, negative, members } of groupsOf(drawn, scale, stroke, ONE_BY_ONE)) {
        context.strokeStyle = negative ? colours.negative : colours.positive;
        context.setLineDash(negative ? [7, 3] : []);
        context.lineWidth = width;
        context.globalAlpha = opacity * share;
        strokeAll(
          context,
          members.map((member) => /** @type {Curve} */ (some[member])),
        );
      }
    }
  }

  /** An empty canvas of the drawing's size, in the drawing's units. */
  clear() {
    const { width, height } = this.svg.getBoundingClientRect();
    const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
    const { canvas } = this;
    if (canvas.width !== wide || canvas.height !== high) {
      Object.assign(canvas, { width: wide, height: high });
      canvas.style.height = `${height}px`;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, wide, high);
    const zoom = wide / this.svg.viewBox.baseVal.width;
    context.setTransform(zoom, 0, 0, zoom, 0, 0);
    return context;
  }
}

/** @param {CanvasRenderingContext2D} context @param {Curve[]} curves */
function strokeAll(context, curves) {
  context.beginPath();
  for (const { x0, y0, x1, y1 } of curves) {
    context.moveTo(x0, y0);
    context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
  }
  context.stroke();
}

/**
 * Where the drawing's units put its edges, in the order of the frame's weights: layer, source, target; then biases.
 * @param {SVGSVGElement} svg
 * @returns {Curve[]}
 */
export function curvesOf(svg) {
  const { layers, biases } = placesOf(svg);
  const sizes = (svg.dataset.sizes ?? "").split("-").map(Number);
  /** @type {Curve[]} */
  const curves = [];
  let start = 0;
  for (let layer = 0; layer + 1 < sizes.length; layer++) {
    const [left = [], right = []] = [layers[layer], layers[layer + 1]];
    const [height = 0, width = 0] = [sizes[layer], sizes[layer + 1]];
    const bias = biases[layer];
    left.forEach((a, from) =>
      right.forEach((b, to) => curves.push(curve(layer, String(from), to, start + from * width + to, a, b))),
    );
    start += height * width;
    if (!bias) continue;
    right.forEach((b, to) => curves.push(curve(layer, "bias", to, start + to, bias, b)));
    start += width;
  }
  return curves;
}

/** @param {SVGSVGElement} svg */
function placesOf(svg) {
  const [layers, biases] = [/** @type {Place[][]} */ ([]), /** @type {Place[]} */ ([])];
  for (const unit of /** @type {NodeListOf<SVGGElement>} */ (svg.querySelectorAll(".unit"))) {
    const [x = 0, y = 0] = (unit.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);
    const place = { x, y, radius: Number(unit.querySelector("circle")?.getAttribute("r")) };
    const layer = Number(unit.dataset.layer);
    if (unit.dataset.bias !== undefined) biases[layer] = place;
    else (layers[layer] ??= []).push(place);
  }
  return { layers, biases };
}

/**
 * @param {number} layer
 * @param {string} from
 * @param {number} to
 * @param {number} index
 * @param {Place} a
 * @param {Place} b
 * @returns {Curve}
 */
const curve = (layer, from, to, index, a, b) => ({
  layer,
  from,
  to,
  index,
  x0: a.x + a.radius,
  y0: a.y,
  x1: b.x - b.radius,
  y1: b.y,
});
