// An activation and its slope, with two points to drag and the shown row's units on the curve.

import { ticksBetween } from "../../pure/reading/figures.js";
import { fixed, small } from "../../pure/words/format.js";
import { drawn, element, setAttribute, setText } from "../dom.js";
import { Panel, rowOf, tableOf } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {import("../../types").ActivationCurve} Curve */

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [390, 230, 30, 8, 10, 20];
const TANGENT = 46; // half a tangent's length, in the drawing's units
const STEPS = /** @type {Record<string, number>} */ ({
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 20,
  PageDown: -20,
  Home: -Infinity,
  End: Infinity,
});
const MOST_UNITS = 12;

export class SlopePanel extends Panel {
  /** The ends of the upright axis. */
  low = 0;
  high = 1;
  /** @type {Handle[]} */
  handles = [];
  /** @type {SVGSVGElement | null} */
  svg = null;

  /** @param {HTMLElement} section @param {(name: string) => Promise<Curve>} load */
  constructor(section, load) {
    super(/** @type {HTMLElement} */ (section.querySelector(".figure-body")));
    this.load = load;
    this.choice = /** @type {HTMLSelectElement} */ (section.querySelector("select"));
    /** @type {Map<string, Promise<Curve>>} */
    this.curves = new Map();
    this.isChosen = false;
    this.choice.addEventListener("change", () => {
      this.isChosen = true;
      this.choose();
    });
  }

  /** @param {Figures} found */
  build(found) {
    if (!this.svg) this.lay();
    if (!this.isChosen) this.choice.value = found.layers[0]?.activation ?? "sigmoid";
    this.last = found;
    this.choose();
  }

  lay() {
    this.axes = drawn("g", { class: "axes" });
    this.value = drawn("path", { class: "curve" });
    this.slope = drawn("path", { class: "curve slope" });
    this.units = drawn("g", { class: "on-curve" });
    this.handles = [120, 160].map(
      (at, i) =>
        new Handle(
          i + 1,
          at,
          (index) => this.move(i, index),
          (event) => this.indexAt(event),
        ),
    );
    this.svg = drawn(
      "svg",
      { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "slope-figure", role: "group", "aria-label": "curve and slope" },
      [this.axes, this.slope, this.value, this.units, ...this.handles.map((handle) => handle.group)],
    );
    this.points = [1, 2].map((number) => rowOf(`point ${number}`, 3));
    this.formula = element("p", { class: "hint-line" });
    this.list = element("div");
    const points = tableOf(
      ["", "x", "value", "slope"],
      this.points.map((one) => one.row),
      "the two points",
    );
    this.body.replaceChildren(this.formula, this.svg, points, this.list);
  }

  /** Another activation: its curve is asked for once. */
  async choose() {
    const name = this.choice.value;
    const loading = this.curves.get(name) ?? this.load(name);
    this.curves.set(name, loading);
    try {
      const curve = await loading;
      if (name === this.choice.value) this.draw(curve);
    } catch {
      this.curves.delete(name); // the next choice asks again
    }
  }

  /** @param {Curve} curve */
  draw(curve) {
    this.curve = curve;
    const all = [...curve.value, ...curve.slope];
    [this.low, this.high] = [Math.min(0, ...all), Math.max(...all)];
    const room = (this.high - this.low) * 0.04;
    [this.low, this.high] = [this.low - room, this.high + room];
    const line = (/** @type {number[]} */ values) =>
      `M${values.map((value, i) => `${this.x(curve.x[i] ?? 0).toFixed(1)} ${this.y(value).toFixed(1)}`).join("L")}`;
    setAttribute(/** @type {Element} */ (this.value), "d", line(curve.value));
    setAttribute(/** @type {Element} */ (this.slope), "d", line(curve.slope));
    if (this.formula)
      setText(
        this.formula,
        `whole: ${curve.formula.replaceAll("z", "x")}; dashed: its slope; x is a unit’s sum${curve.name === "softmax" ? "; of two outputs, the other’s sum being 0" : ""}`,
      );
    const across = ticksBetween(this.low, this.high, 5).map((tick) => [
      drawn("path", { d: `M${LEFT} ${this.y(tick)}H${WIDTH - RIGHT}` }),
      label(tick, LEFT - 5, this.y(tick) + 3.5, "end"),
    ]);
    const down = ticksBetween(-6, 6, 6).map((tick) => [
      drawn("path", { d: `M${this.x(tick)} ${TOP}V${HEIGHT - BOTTOM}` }),
      label(tick, this.x(tick), HEIGHT - 5, "middle"),
    ]);
    this.axes?.replaceChildren(...across.flat(), ...down.flat());
    this.handles.forEach((handle, i) => this.move(i, handle.index));
    if (this.last) this.update(this.last);
  }

  /** @param {number} value */
  x(value) {
    return LEFT + ((value + 6) / 12) * (WIDTH - LEFT - RIGHT);
  }

  /** @param {number} value */
  y(value) {
    return TOP + ((this.high - value) / (this.high - this.low)) * (HEIGHT - TOP - BOTTOM);
  }

  /** The sample under the pointer. @param {PointerEvent} event */
  indexAt(event) {
    const box = /** @type {SVGSVGElement} */ (this.svg).getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * WIDTH;
    return Math.round(((x - LEFT) / (WIDTH - LEFT - RIGHT)) * ((this.curve?.x.length ?? 1) - 1));
  }

  /**
   * Puts a point on a sample of the curve, so that its numbers are the server's.
   * @param {number} number
   * @param {number} wanted
   */
  move(number, wanted) {
    const { curve } = this;
    const handle = this.handles[number];
    if (!curve || !handle) return;
    const index = Math.max(0, Math.min(curve.x.length - 1, wanted));
    const [x, value, slope] = [curve.x[index] ?? 0, curve.value[index] ?? 0, curve.slope[index] ?? 0];
    const along = [this.x(1) - this.x(0), (this.y(1) - this.y(0)) * slope];
    const stretch = TANGENT / Math.hypot(along[0] ?? 1, along[1] ?? 0);
    handle.put(index, this.x(x), this.y(value), (along[0] ?? 0) * stretch, (along[1] ?? 0) * stretch);
    const texts = [fixed(x, 2), fixed(value, 4), fixed(slope, 4)];
    this.points?.[number]?.write(texts);
    handle.say(x, `x ${texts[0]}, value ${texts[1]}, slope ${texts[2]}`);
  }

  /** The shown row's units that have this activation. @param {Figures} found */
  update(found) {
    this.last = found;
    const name = this.choice.value;
    const units = found.layers.flatMap((layer, i) =>
      layer.activation === name
        ? layer.values.map((value, unit) => ({
            label: found.names[i + 1]?.[unit] ?? "",
            isOutput: i === found.layers.length - 1,
            x: layer.pre_activations[unit] ?? null,
            value,
            slope: layer.slopes[unit] ?? null,
          }))
        : [],
    );
    const shown = units.slice(0, MOST_UNITS);
    const key = `${name} ${shown.map((unit) => unit.label).join()}`;
    if (key !== this.key) this.layUnits(key, shown, units.length);
    shown.forEach((unit, i) => {
      const mark = this.marks?.[i];
      const isBeyond = Math.abs(unit.x ?? Infinity) > 6;
      const [x, y] = [
        this.x(Math.max(-6, Math.min(6, unit.x ?? 0))),
        this.y(Math.max(this.low, Math.min(this.high, unit.value ?? 0))),
      ];
      if (mark) setAttribute(mark, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      mark?.classList.toggle("beyond", isBeyond);
      this.rows?.[i]?.write([small(unit.x), fixed(unit.value, 4), fixed(unit.slope, 4)]);
    });
  }

  /** @param {string} key @param {{label: string, isOutput: boolean}[]} shown @param {number} count */
  layUnits(key, shown, count) {
    this.key = key;
    this.marks = shown.map((unit) =>
      drawn("path", { d: unit.isOutput ? "M-4 -4H4V4H-4Z" : "M0 -4.5A4.5 4.5 0 1 1 0 4.5A4.5 4.5 0 1 1 0 -4.5Z" }, [
        drawn("title", {}, [document.createTextNode(unit.label)]),
      ]),
    );
    this.units?.replaceChildren(...this.marks);
    this.rows = shown.map((unit) => rowOf(`${unit.isOutput ? "■" : "●"} ${unit.label}`, 3));
    const words = shown.length
      ? (count > shown.length ? `The first ${shown.length} of ${count} units. ` : "") +
        "Hollow: beyond the curve’s ends."
      : "No unit of this network has this activation.";
    const table = shown.length
      ? [
          tableOf(
            ["the row’s units", "sum x", "value", "slope"],
            this.rows.map((one) => one.row),
            "the shown row's units",
          ),
        ]
      : [];
    this.list?.replaceChildren(...table, element("p", { class: "hint-line" }, [words]));
  }
}

/** @param {number} value @param {number} x @param {number} y @param {string} anchor */
const label = (value, x, y, anchor) =>
  drawn("text", { x, y, "text-anchor": anchor }, [
    document.createTextNode(String(Number(value.toPrecision(6))).replace("-", "−")),
  ]);

/** A point that is dragged along the curve, with the tangent there. */
class Handle {
  /**
   * @param {number} number
   * @param {number} index
   * @param {(index: number) => void} onMove
   * @param {(event: PointerEvent) => number} indexAt
   */
  constructor(number, index, onMove, indexAt) {
    this.index = index;
    this.tangent = drawn("path", { class: "tangent" });
    this.knob = drawn(
      "g",
      {
        class: "knob",
        role: "slider",
        tabindex: "0",
        "aria-label": `point ${number}`,
        "aria-valuemin": "-6",
        "aria-valuemax": "6",
      },
      [
        drawn("circle", { r: 18, class: "reach" }),
        drawn("circle", { r: 8 }),
        drawn("text", { y: 3.5, "text-anchor": "middle" }, [document.createTextNode(String(number))]),
      ],
    );
    this.group = drawn("g", {}, [this.tangent, this.knob]);
    this.knob.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (step === undefined) return;
      event.preventDefault();
      onMove(this.index + step);
    });
    this.knob.addEventListener("pointerdown", (event) => this.knob.setPointerCapture(event.pointerId));
    this.knob.addEventListener("pointermove", (event) => {
      if (this.knob.hasPointerCapture(event.pointerId)) onMove(indexAt(event));
    });
  }

  /** @param {number} index @param {number} x @param {number} y @param {number} dx @param {number} dy */
  put(index, x, y, dx, dy) {
    this.index = index;
    setAttribute(this.knob, "transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    setAttribute(
      this.tangent,
      "d",
      `M${(x - dx).toFixed(1)} ${(y - dy).toFixed(1)}L${(x + dx).toFixed(1)} ${(y + dy).toFixed(1)}`,
    );
  }

  /** @param {number} x @param {string} words */
  say(x, words) {
    setAttribute(this.knob, "aria-valuenow", x.toFixed(2));
    setAttribute(this.knob, "aria-valuetext", words);
  }
}
