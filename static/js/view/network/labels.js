// Numbers on the lines, on demand; pointing at a unit shows those of all lines that enter or leave it.

import { placeLabels } from "../../pure/network/labels.js";
import * as format from "../../pure/words/format.js";
import { byId, setAttribute, setText, setValue } from "../dom.js";
import { curvesOf } from "./canvas.js";

/** @typedef {import("./canvas.js").Curve} Curve */

const SIZE = 10; // of the type, in the drawing's units
const CHARACTER = 0.61 * SIZE; // a monospaced one's width
const HEIGHT = 1.25 * SIZE;
const WIDEST = 120; // units of the drawing that a label may take

export class EdgeLabels {
  /** @param {import("./network.js").NetworkView} network @param {import("../../services/store.js").Store} store */
  constructor(network, store) {
    this.network = network;
    this.store = store;
    this.drawing = byId("drawing");
    this.laid = "";
    this.unit = ""; // the one that is pointed at, as layer.number
    /** @type {{index: number, text: SVGTextElement}[]} */
    this.labels = [];
    this.drawing.addEventListener("pointerover", (/** @type {PointerEvent} */ event) =>
      this.point(/** @type {Element} */ (event.target).closest(".unit")),
    );
    this.drawing.addEventListener("pointerleave", () => this.point(null));
    byId("with-numbers").addEventListener("click", () => store.set({ numbers: !store.state.numbers }));
    byId("digits").addEventListener("change", () => store.set({ digits: Number(byId("digits").value) }));
    store.subscribe(() => this.render());
  }

  /** @param {Element | null} unit */
  point(unit) {
    const { layer, unit: number, bias } = /** @type {SVGElement | null} */ (unit)?.dataset ?? {};
    this.unit = layer === undefined ? "" : `${layer}.${bias === undefined ? number : "bias"}`;
    this.render();
  }

  render() {
    const { numbers, digits } = this.store.state;
    setAttribute(byId("with-numbers"), "aria-pressed", String(numbers));
    setValue(byId("digits"), String(digits));
    const svg = /** @type {SVGSVGElement} */ (this.drawing.querySelector("svg"));
    const key = numbers ? `${digits} ${this.unit}` : "";
    if (key !== this.laid || svg !== this.svg) this.lay(svg, key);
    for (const { index, text } of this.labels) setText(text, format.fixed(this.network.weightOf(index), digits));
  }

  /** Puts the labels where there is room. @param {SVGSVGElement} svg @param {string} key */
  lay(svg, key) {
    this.laid = key;
    this.svg = svg;
    svg.querySelector(".labels")?.remove();
    this.labels = [];
    if (!key) return;
    const curves = curvesOf(svg);
    const order = orderOf(curves, this.unit);
    const width = widthOf(this.store.state.digits);
    const circles = [...svg.querySelectorAll(".unit")].map((one) => {
      const [x = 0, y = 0] = (one.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);
      const radius = Number(one.querySelector("circle")?.getAttribute("r"));
      return { x, y, across: radius, up: radius };
    });
    const group = document.createElementNS(svg.namespaceURI, "g");
    setAttribute(group, "class", "labels");
    setAttribute(group, "aria-hidden", "true"); // every line says its weight itself
    for (const { number, x, y } of placeLabels(curves, order, width, HEIGHT, circles)) {
      const text = /** @type {SVGTextElement} */ (document.createElementNS(svg.namespaceURI, "text"));
      setAttribute(text, "x", x.toFixed(1));
      setAttribute(text, "y", y.toFixed(1));
      group.append(text);
      this.labels.push({ index: /** @type {Curve} */ (curves[number]).index, text });
    }
    svg.append(group);
  }
}

/** @param {number} digits */
const widthOf = (digits) => Math.min(WIDEST, (digits + 3) * CHARACTER + 4);

/**
 * Where numbers stand in a drawing.
 * @param {SVGSVGElement} svg
 * @param {number} digits
 * @returns {import("../../pure/network/labels.js").Box[]}
 */
export const boxesOf = (svg, digits) =>
  [...svg.querySelectorAll(".labels text")].map((text) => ({
    x: Number(text.getAttribute("x")),
    y: Number(text.getAttribute("y")),
    across: widthOf(digits) / 2,
    up: HEIGHT / 2,
  }));

/**
 * The lines of one unit alone, where one is pointed at; else all, taken in turn from each unit.
 * @param {Curve[]} curves
 * @param {string} unit
 */
function orderOf(curves, unit) {
  const all = [...curves.keys()];
  if (!unit) return all.sort((a, b) => turn(/** @type {Curve} */ (curves[a])) - turn(/** @type {Curve} */ (curves[b])));
  return all.filter((number) => {
    const { layer, from, to } = /** @type {Curve} */ (curves[number]);
    return unit === `${layer}.${from}` || unit === `${layer + 1}.${to}`;
  });
}

/** So that what is left out is spread over the drawing. @param {Curve} curve */
const turn = ({ from, to }) => (from === "bias" ? 0 : (Number(from) + to) % 4);
