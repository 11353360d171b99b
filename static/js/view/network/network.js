// The network: the server's drawing, whose lines and units follow the frame that is shown.

import { between, flatten, scaleFor } from "../../pure/network/lines.js";
import { weightAt } from "../../pure/network/weights.js";
import { shown } from "../../pure/run/showing.js";
import { canFork } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, setAttribute, setText } from "../dom.js";
import { CanvasEdges } from "./canvas.js";
import { Drawing } from "./drawing.js";

/** @typedef {import("../../types").Frame} Frame */

const GLIDE = 110; // milliseconds from one frame to the next, about the time between two polls
const SETTLED = 300; // milliseconds after a glide until lines are drawn to the last digit
const LATE = 30; // milliseconds between two steps of a glide: above, a browser has too much to do

export class NetworkView {
  /** @param {import("../../services/store.js").Store} store */
  constructor(store) {
    this.drawing = byId("drawing");
    this.svgText = "";
    this.scaleKey = "";
    this.scale = 1;
    /** @type {Drawing | null} */
    this.drawn = null;
    /** @type {Frame | null} */
    this.frame = null;
    /** @type {number[]} */
    this.from = [];
    /** @type {number[]} */
    this.to = [];
    /** @type {number[]} */
    this.now = [];
    this.frozen = /** @type {import("../../types").Frozen[] | null} */ (null);
    this.marked = /** @type {Drawing | null} */ (null);
    this.began = 0;
    this.ticked = 0;
    this.settling = 0;
    this.ticking = false;
    this.stillness = matchMedia("(prefers-reduced-motion: reduce)");
    new ResizeObserver(() => this.repaint()).observe(this.drawing);
    store.subscribe((state) => {
      const view = shown(state);
      const { frozen } = (view.isRun && state.run && !canFork(state) ? state.run.spec : state.spec).training;
      this.show(view.svg, view.frame, view.isRun ? `${state.run?.id}` : "", state.at !== null);
      if (frozen !== this.frozen || this.drawn !== this.marked) this.lock(frozen);
    });
  }

  /**
   * @param {string} svgText
   * @param {Frame} frame
   * @param {string} scaleKey the run whose scale it is, "" for a start
   * @param {boolean} isPast looked at, not trained: it does not glide
   */
  show(svgText, frame, scaleKey, isPast) {
    const isNew = svgText !== this.svgText;
    if (isNew) this.redraw(svgText);
    if (frame === this.frame && !isNew) return;
    const isOther = scaleKey !== this.scaleKey || (isNew && scaleKey === "");
    if (isOther) this.scale = 1; // another drawing of the same run keeps its scale
    this.scaleKey = scaleKey;
    this.frame = frame;
    this.aim(frame.weights ? flatten(frame.weights, frame.biases) : [], isNew || isPast);
    this.drawn?.showUnits(frame);
    this.labelEdges(frame);
  }

  /** Marks the lines that training leaves as they are. @param {import("../../types").Frozen[]} frozen */
  lock(frozen) {
    [this.frozen, this.marked] = [frozen, this.drawn];
    this.drawn?.markFrozen(frozen);
    if (this.frame) this.labelEdges(this.frame);
  }

  /** Puts another drawing in place. @param {string} svgText */
  redraw(svgText) {
    this.svgText = svgText;
    const drawn = new Drawing(this.drawing, svgText);
    this.drawn = drawn;
    this.canvas = drawn.isMany ? new CanvasEdges(byId("edges"), drawn.svg) : null;
    byId("edges").hidden = !drawn.isMany;
    showLegend(drawn.stroke);
    drawn.svg.classList.toggle("unpainted", drawn.isMany);
    this.frame = null;
  }

  /** Lets the lines glide to these weights. @param {number[]} weights @param {boolean} atOnce */
  aim(weights, atOnce) {
    this.scale = scaleFor(
      weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
      this.scale,
    );
    const range = format.whole(this.scale);
    setText(byId("legend-range"), weights.length ? `−${range} … +${range}` : "more lines than can be drawn");
    clearTimeout(this.settling);
    this.from = this.now.length === weights.length ? this.now : weights;
    this.to = weights;
    this.began = performance.now();
    if (atOnce || this.stillness.matches) {
      this.from = this.now = weights;
      this.draw(weights, true);
    } else if (!this.ticking) {
      this.ticking = true;
      this.ticked = this.began;
      requestAnimationFrame(() => this.tick());
    }
  }

  /** One scale for all that is seen of a run: it reaches as far as this weight, too. @param {number} largest */
  grow(largest) {
    const scale = scaleFor(largest, this.scale);
    if (scale === this.scale) return;
    this.scale = scale;
    this.aim(this.to, true);
  }

  tick() {
    const now = performance.now();
    const isLate = now - this.ticked > LATE; // a busy browser shows where lines end, not the way there
    this.ticked = now;
    const share = this.from === this.to || isLate ? 1 : Math.min(1, (now - this.began) / GLIDE);
    this.now = between(this.from, this.to, share);
    this.ticking = share < 1;
    this.draw(this.now, this.from === this.to);
    if (this.ticking) requestAnimationFrame(() => this.tick());
    else if (this.from !== this.to) this.settling = window.setTimeout(() => this.draw(this.to, true), SETTLED);
  }

  /** @param {number[]} weights @param {boolean} exactly else only what can be seen to change */
  draw(weights, exactly) {
    if (this.canvas && this.drawn) this.canvas.update(weights, this.scale, this.drawn.stroke);
    if (!this.canvas || exactly) this.drawn?.strokeEdges(weights, this.scale, exactly);
  }

  /** @param {Frame} frame */
  labelEdges(frame) {
    if (!frame.weights) return;
    // not painted, but there for whoever reads the drawing
    if (this.canvas) this.drawn?.strokeEdges(this.to, this.scale, false);
    this.drawn?.labelEdges(this.to);
  }

  /** The weight of an edge in the frame that is shown. @param {number} index in the order of `flatten` */
  weightOf(index) {
    return this.to[index] ?? null;
  }

  /**
   * A line's gradient and its last update, null where the frame does not tell.
   * @param {number} layer
   * @param {string} from "bias": the bias
   * @param {number} to
   */
  changesAt(layer, from, to) {
    const place = { layer, from: from === "bias" ? null : Number(from), to };
    const { gradients, update } = this.frame ?? {};
    return { gradient: gradients ? weightAt(gradients, place) : null, update: update ? weightAt(update, place) : null };
  }

  /**
   * Lets some lines of a canvas stand out, null: none.
   * @param {((curve: import("./canvas.js").Curve) => boolean) | null} isLit
   */
  light(isLit) {
    if (!this.canvas || this.canvas.isLit === isLit) return;
    this.canvas.isLit = isLit;
    this.repaint();
  }

  /** After another theme, or another size. */
  repaint() {
    if (this.canvas && this.drawn) this.canvas.draw(this.now, this.scale, this.drawn.stroke);
  }
}

/**
 * The legend's lines are as thick as the drawing's at both ends of the scale.
 * @param {import("../../pure/network/lines.js").Stroke} stroke
 */
function showLegend({ thinnest, thickest, faintest, strongest }) {
  for (const line of /** @type {NodeListOf<SVGLineElement>} */ (document.querySelectorAll(".legend-scale .edge"))) {
    const isEnd = line.dataset.end === "1";
    setAttribute(line, "stroke-width", String(isEnd ? thickest : thinnest));
    setAttribute(line, "stroke-opacity", String(isEnd ? strongest : Math.max(0.35, faintest)));
  }
}
