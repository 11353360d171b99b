// Paints the plane: the surface or the bent grid below, with its axes; points and the cross-hair above.

import { levelOf, paintSurface, paintWinners, paletteOf } from "../../pure/plane/colours.js";
import { toPage } from "../../pure/plane/plane.js";
import { ticksBetween } from "../../pure/reading/figures.js";
import { plain } from "../../pure/words/format.js";

/** @typedef {import("../../pure/plane/plane.js").Box} Box */
/** @typedef {import("../../pure/plane/plane.js").Range} Range */
/** @typedef {import("../../pure/plane/colours.js").Colour} Colour */
/**
 * @typedef {{ink: string, muted: string, hairline: string, panel: string, negative: Colour, ground: Colour, positive:
 *   Colour, classes: Colour[]}} Theme
 */
/** @typedef {{x: number, y: number, colour: string, outline: string, isHollow: boolean}} Dot */

const [LEFT, RIGHT, TOP, BOTTOM] = [40, 12, 8, 36]; // pixels around the plane
const FONT = '10px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
const TICKS = 5;
const DOT = 3.6; // pixels
const MANY = 400; // points from which on they are drawn smaller

export class PlaneCanvas {
  /** @param {HTMLCanvasElement} below @param {HTMLCanvasElement} above */
  constructor(below, above) {
    this.below = below;
    this.above = above;
    this.tile = document.createElement("canvas");
  }

  /**
   * Where the plane lies: the largest square that leaves room for the axes.
   * @param {Range} x
   * @param {Range} y
   * @returns {Box}
   */
  boxOf(x, y) {
    const { clientWidth, clientHeight } = this.below;
    const side = Math.max(10, Math.min(clientWidth - LEFT - RIGHT, clientHeight - TOP - BOTTOM));
    return {
      left: LEFT + (clientWidth - LEFT - RIGHT - side) / 2,
      top: TOP + (clientHeight - TOP - BOTTOM - side) / 2,
      width: side,
      height: side,
      x,
      y,
    };
  }

  /** An empty canvas in pixels of the page. @param {HTMLCanvasElement} canvas */
  clear(canvas) {
    const [width, height] = [
      Math.round(canvas.clientWidth * devicePixelRatio),
      Math.round(canvas.clientHeight * devicePixelRatio),
    ];
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    return context;
  }

  /**
   * @param {Box} box
   * @param {import("../../types").Surfaces} found
   * @param {Range} scale
   * @param {boolean} isWinner
   * @param {boolean} isDiscrete
   * @param {Theme} theme
   */
  paintSurface(box, found, scale, isWinner, isDiscrete, theme) {
    const context = this.clear(this.below);
    const [, height = 1, width = 1] = found.shape;
    if (this.tile.width !== width || this.tile.height !== height) Object.assign(this.tile, { width, height });
    const tile = /** @type {CanvasRenderingContext2D} */ (this.tile.getContext("2d"));
    const image = tile.createImageData(width, height);
    const pixels = new Uint32Array(image.data.buffer);
    if (isWinner) paintWinners(pixels, found.values, width, scale, theme.classes, theme.ground, isDiscrete);
    else paintSurface(pixels, found.values, 0, width, scale, paletteOf(theme, isDiscrete));
    tile.putImageData(image, 0, 0);
    // The outermost points lie on the plane's edges: each pixel of the tile reaches half a step beyond its point.
    const [across, upward] = [box.width / (width - 1), box.height / (height - 1)];
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    context.imageSmoothingEnabled = !isDiscrete;
    context.drawImage(this.tile, box.left - across / 2, box.top - upward / 2, box.width + across, box.height + upward);
    context.restore();
  }

  /** A curve over a single column. @param {Box} box @param {Float32Array} values @param {Theme} theme */
  paintCurve(box, values, theme) {
    const context = this.clear(this.below);
    context.save();
    context.beginPath();
    context.rect(box.left, box.top, box.width, box.height);
    context.clip();
    this.line(
      context,
      box,
      Array.from(values, (value, i) => [box.x.low + (i / (values.length - 1)) * (box.x.high - box.x.low), value]),
      theme.ink,
      2,
    );
    context.restore();
  }

  /**
   * The plane's grid lines, where a hidden layer puts them.
   * @param {Box} box
   * @param {import("../../types").Bend} found
   * @param {Theme} theme
   */
  paintGrid(box, found, theme) {
    const context = this.clear(this.below);
    const half = found.y === null ? found.lines.length : found.lines.length / 2;
    found.lines.forEach((line, number) => {
      context.setLineDash(number < half ? [] : [4, 3]); // upright lines whole, level ones dashed
      this.line(context, box, line, theme.muted, number % half === 0 || number % half === half - 1 ? 1.4 : 0.7);
    });
    context.setLineDash([]);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {Box} box
   * @param {(number | null)[][]} points
   * @param {string} colour
   * @param {number} width
   */
  line(context, box, points, colour, width) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y] of points) if (x != null && y != null && Number.isFinite(y)) context.lineTo(...toPage(box, x, y));
    context.stroke();
  }

  /** @param {Box} box @param {string} across @param {string} upward @param {Theme} theme */
  paintAxes(box, across, upward, theme) {
    const context = /** @type {CanvasRenderingContext2D} */ (this.below.getContext("2d"));
    const [right, foot] = [box.left + box.width, box.top + box.height];
    context.font = FONT;
    context.strokeStyle = theme.hairline;
    context.lineWidth = 1;
    context.strokeRect(box.left - 0.5, box.top - 0.5, box.width + 1, box.height + 1);
    context.fillStyle = theme.muted;
    context.textAlign = "center";
    for (const tick of ticksBetween(box.x.low, box.x.high, TICKS))
      context.fillText(label(tick), toPage(box, tick, box.y.low)[0], foot + 13);
    context.textAlign = "right";
    for (const tick of ticksBetween(box.y.low, box.y.high, TICKS))
      context.fillText(label(tick), box.left - 5, toPage(box, box.x.low, tick)[1] + 3.5);
    context.fillStyle = theme.ink;
    context.textAlign = "center";
    context.fillText(across, (box.left + right) / 2, foot + 29, box.width);
    context.save();
    context.translate(box.left - 30, (box.top + foot) / 2);
    context.rotate(-Math.PI / 2);
    context.fillText(upward, 0, 0, box.height);
    context.restore();
  }

  /**
   * @param {Box} box
   * @param {Dot[]} dots
   * @param {[number, number] | null} cross on the plane
   * @param {number} shownRow
   * @param {Theme} theme
   */
  paintDots(box, dots, cross, shownRow, theme) {
    const context = this.clear(this.above);
    const radius = dots.length > MANY ? DOT * 0.75 : DOT;
    const draw = (/** @type {Dot} */ { x, y, colour, outline, isHollow }, /** @type {number} */ size) => {
      context.beginPath();
      context.arc(...toPage(box, x, y), isHollow ? size - 0.6 : size, 0, 2 * Math.PI);
      context.lineWidth = isHollow ? 1.8 : 1;
      context.strokeStyle = isHollow ? colour : outline;
      context.fillStyle = isHollow ? theme.panel : colour;
      context.fill();
      context.stroke();
    };
    dots.forEach((dot) => draw(dot, radius));
    const shown = dots[shownRow];
    if (shown) {
      context.beginPath();
      context.arc(...toPage(box, shown.x, shown.y), radius + 3, 0, 2 * Math.PI);
      context.strokeStyle = theme.ink;
      context.lineWidth = 1.2;
      context.stroke();
    }
    if (cross) this.paintCross(context, box, cross, theme);
  }

  /** @param {CanvasRenderingContext2D} context @param {Box} box @param {[number, number]} cross @param {Theme} theme */
  paintCross(context, box, cross, theme) {
    const [x, y] = toPage(box, ...cross);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, box.top);
    context.lineTo(x, box.top + box.height);
    context.moveTo(box.left, y);
    context.lineTo(box.left + box.width, y);
    context.stroke();
  }
}

/** @param {number} tick */
const label = (tick) => plain(tick).replace("-", "−");

/** The colour of a value on a scale. @param {number} value @param {Range} scale @param {Theme} theme */
export function colourFor(value, scale, theme) {
  const pixel = paletteOf(theme, false)[Math.max(0, levelOf(value, scale))] ?? 0;
  return `rgb(${pixel & 255} ${(pixel >> 8) & 255} ${(pixel >> 16) & 255})`;
}
