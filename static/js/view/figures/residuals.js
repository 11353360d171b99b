// A residual plot: what is predicted against what is expected; a point on the line is met exactly.

import { axisOf, nearest, pointsOf, pointText } from "../../pure/reading/scores.js";
import { plain, whole } from "../../pure/words/format.js";
import { drawn, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Scores} Scores */

const SIZE = 380;
const [LEFT, RIGHT, TOP, BOTTOM] = [44, 8, 8, 34];
const HEIGHT = 300;

export class ResidualPlot {
  /** @param {(row: number) => void} onRow */
  constructor(onRow) {
    this.onRow = onRow;
    /** @type {ReturnType<typeof pointsOf>} */
    this.points = [];
    /** @type {{x: number, y: number}[]} */
    this.places = [];
    this.drawnAxes = "";
    this.at = -1; // the point that is read
    this.row = -1;
    this.axes = drawn("g", { class: "axes" });
    this.line = drawn("path", { class: "exact" });
    this.dots = drawn("g");
    this.ring = drawn("circle", { class: "read", r: 6 });
    const words = "Rows, predicted against expected; arrow keys walk them, Enter shows one";
    this.svg = drawn(
      "svg",
      { viewBox: `0 0 ${SIZE} ${HEIGHT}`, class: "residual-plot", role: "slider", tabindex: 0, "aria-label": words },
      [this.axes, this.line, this.dots, this.ring],
    );
    this.readout = element("p", { class: "sum number" });
    this.legend = element("p", { class: "hint-line" });
    this.parts = [this.svg, this.readout, this.legend];
    this.svg.addEventListener("pointermove", (event) => this.read(this.under(event)));
    this.svg.addEventListener("pointerleave", () =>
      this.read(this.points.findIndex((point) => point.row === this.row)),
    );
    this.svg.addEventListener("click", (event) => this.choose(this.under(event)));
    this.svg.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {Scores} found @param {number[][]} targets @param {number} output */
  update(found, targets, output) {
    this.points = pointsOf(found, targets, output);
    const { low, high, ticks } = axisOf(this.points.length ? this.points : [{ expected: 0, predicted: 1 }]);
    const x = (/** @type {number} */ value) => LEFT + ((value - low) / (high - low)) * (SIZE - LEFT - RIGHT);
    const y = (/** @type {number} */ value) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
    const key = `${low} ${high}`;
    if (key !== this.drawnAxes) {
      this.drawnAxes = key;
      this.axes.replaceChildren(...axesOf(ticks, x, y));
      setAttribute(this.line, "d", `M${x(low)} ${y(low)}L${x(high)} ${y(high)}`);
    }
    this.places = this.points.map((point) => ({ x: x(point.expected), y: y(point.predicted) }));
    while (this.dots.childElementCount > this.points.length) this.dots.lastElementChild?.remove();
    while (this.dots.childElementCount < this.points.length) this.dots.append(drawn("circle", { r: 2.6 }));
    [...this.dots.children].forEach((dot, i) => {
      setAttribute(dot, "class", this.points[i]?.isTest ? "test" : "training");
      setAttribute(dot, "cx", (this.places[i]?.x ?? 0).toFixed(1));
      setAttribute(dot, "cy", (this.places[i]?.y ?? 0).toFixed(1));
    });
    const left =
      targets.length > this.points.length
        ? ` ${whole(this.points.length)} of ${whole(targets.length)} rows are drawn.`
        : "";
    const kinds = found.test
      ? "Filled: the rows it learns from; hollow: test rows."
      : "Each point is a row; on the line it is met exactly.";
    setText(this.legend, found.predictions ? `${kinds}${left}` : "There are too many numbers to draw them one by one.");
    setAttribute(this.svg, "aria-valuemin", "1");
    setAttribute(this.svg, "aria-valuemax", String(Math.max(1, this.points.length)));
    this.read(this.at >= 0 ? this.at : this.points.findIndex((point) => point.row === this.row));
  }

  /** The row that the drawing shows is read as long as nothing else is pointed at. @param {number} row */
  mark(row) {
    if (row === this.row) return;
    this.row = row;
    this.read(this.points.findIndex((point) => point.row === row));
  }

  /** @param {number} at the point's number; -1 for none */
  read(at) {
    this.at = at;
    const [point, place] = [this.points[at], this.places[at]];
    setAttribute(this.ring, "visibility", point ? "visible" : "hidden");
    setText(this.readout, point ? pointText(point) : "");
    setAttribute(this.svg, "aria-valuenow", String(point ? at + 1 : 1));
    setAttribute(this.svg, "aria-valuetext", point ? pointText(point) : "no row");
    if (!place) return;
    setAttribute(this.ring, "cx", place.x.toFixed(1));
    setAttribute(this.ring, "cy", place.y.toFixed(1));
  }

  /** The point next to the pointer. @param {MouseEvent} event */
  under(event) {
    const box = this.svg.getBoundingClientRect();
    return nearest(
      this.places,
      ((event.clientX - box.left) / box.width) * SIZE,
      ((event.clientY - box.top) / box.height) * HEIGHT,
    );
  }

  /** @param {number} at */
  choose(at) {
    const point = this.points[at];
    if (point) this.onRow(point.row);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    /** @type {Record<string, number>} */
    const steps = {
      ArrowRight: this.at + 1,
      ArrowUp: this.at + 1,
      ArrowLeft: this.at - 1,
      ArrowDown: this.at - 1,
      PageUp: this.at + 10,
      PageDown: this.at - 10,
      Home: 0,
      End: this.points.length - 1,
    };
    const next = steps[event.key];
    if (next !== undefined) this.read(Math.min(this.points.length - 1, Math.max(0, next)));
    else if (event.key === "Enter" || event.key === " ") this.choose(this.at);
    else return;
    event.preventDefault();
  }
}

/**
 * Hairlines with their numbers, and what the axes are.
 * @param {number[]} ticks
 * @param {(value: number) => number} x
 * @param {(value: number) => number} y
 */
function axesOf(ticks, x, y) {
  const text = (/** @type {string} */ words, /** @type {Record<string, string | number>} */ place) =>
    drawn("text", place, [document.createTextNode(words)]);
  const label = (/** @type {number} */ tick) => plain(tick).replace("-", "−");
  return [
    ...ticks.flatMap((tick) => [
      drawn("path", { d: `M${x(tick)} ${TOP}V${HEIGHT - BOTTOM}M${LEFT} ${y(tick)}H${SIZE - RIGHT}` }),
      text(label(tick), { x: x(tick), y: HEIGHT - BOTTOM + 12, "text-anchor": "middle" }),
      text(label(tick), { x: LEFT - 5, y: y(tick) + 3.5, "text-anchor": "end" }),
    ]),
    text("expected", { x: (LEFT + SIZE - RIGHT) / 2, y: HEIGHT - 6, "text-anchor": "middle" }),
    text("predicted", {
      x: 10,
      y: (TOP + HEIGHT - BOTTOM) / 2,
      "text-anchor": "middle",
      transform: `rotate(-90 10 ${(TOP + HEIGHT - BOTTOM) / 2})`,
    }),
  ];
}
