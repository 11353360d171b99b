// Many lines on a canvas that writes down what is done to it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CanvasEdges } from "../../static/js/view/network/canvas.js";

const STROKE = { thinnest: 1, thickest: 10, faintest: 0.3, strongest: 0.9 };

/** @param {number} layer @param {number} y */
const unit = (layer, y) => ({
  dataset: { layer: String(layer) },
  getAttribute: () => `translate(${100 * layer} ${y})`,
  querySelector: () => ({ getAttribute: () => "9" }),
});

/** A drawing of two inputs and one output, and how each of its lines was stroked. */
function painted(/** @type {number[]} */ weights) {
  /** @type {{dash: number[], colour: string, lines: number}[]} */
  const strokes = [];
  const context = {
    dash: /** @type {number[]} */ ([]),
    strokeStyle: "",
    lines: 0,
    setTransform() {},
    clearRect() {},
    beginPath() {
      this.lines = 0;
    },
    moveTo() {
      this.lines += 1;
    },
    bezierCurveTo() {},
    stroke() {
      strokes.push({ dash: this.dash, colour: this.strokeStyle, lines: this.lines });
    },
    setLineDash(/** @type {number[]} */ dash) {
      this.dash = dash;
    },
  };
  const units = [unit(0, 10), unit(0, 90), unit(1, 50)];
  const svg = {
    dataset: { sizes: "2-1" },
    querySelectorAll: () => units,
    getBoundingClientRect: () => ({ width: 100, height: 100 }),
    viewBox: { baseVal: { width: 100 } },
  };
  const canvas = { style: {}, getContext: () => context };
  Object.assign(globalThis, {
    devicePixelRatio: 1,
    document: { createElement: () => ({ style: {} }), body: { append() {} } },
    getComputedStyle: (/** @type {HTMLElement} */ { style }) => style, // a colour token is as it is asked for
  });
  const edges = new CanvasEdges(/** @type {any} */ (canvas), /** @type {any} */ (svg));
  edges.update(weights, 1, STROKE);
  return { edges, strokes };
}

test("a negative line is dashed and has its own colour, a positive one neither", () => {
  const { strokes } = painted([-0.5, 0.75]);
  assert.deepEqual(strokes, [
    { dash: [7, 3], colour: "var(--negative)", lines: 1 },
    { dash: [], colour: "var(--positive)", lines: 1 },
  ]);
});

test("it is painted again where the change can be seen, and with the new sign", () => {
  const { edges, strokes } = painted([-0.5, 0.75]);
  edges.update([-0.5, 0.75001], 1, STROKE);
  assert.equal(strokes.length, 2);
  edges.update([0.5, -0.75], 1, STROKE);
  assert.deepEqual(
    strokes.slice(2).map(({ dash }) => dash),
    [[], [7, 3]],
  );
});
