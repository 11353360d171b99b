// A small surface inside every hidden unit and output: what it answers over the plane that the Plane tab shows.

import { colourOf, paintSurface, paletteOf } from "../../pure/plane/colours.js";
import { largestOf, scaleOf } from "../../pure/plane/plane.js";
import { shown } from "../../pure/run/showing.js";
import { layerSizes } from "../../pure/words/units.js";
import { byId, colourToken, setAttribute } from "../dom.js";

/** @typedef {import("../../types").Surfaces} Found */
/** @typedef {import("../../types").State} State */
/**
 * @typedef {{x: number, y: number, radius: number, output: number, range: [number | null, number | null]}} Place of a
 *   unit in the drawing; output: its number, -1 of a hidden one
 */

const SIZE = 28; // points a side
const MOST_UNITS = 200;
const MANY_ROWS = 16; // above, units show surfaces unless told otherwise: a row's numbers say little there
const SMALLEST = 9; // pixels of a radius in which a surface can be made out
const FADED = 0.28; // a unit that the next pass leaves out, as in the drawing

export class UnitSurfaces {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/looking/surfaces.js").Surfaces} surfaces
   */
  constructor(store, surfaces) {
    this.store = store;
    this.surfaces = surfaces;
    this.smallest = 0; // radius of a unit, as a share of the drawing's width
    this.canvas = byId("unit-surfaces");
    this.stage = byId("stage");
    this.button = byId("with-surfaces");
    /** @type {Found | null} */
    this.found = null;
    /** Scales of units without a range, as far as they have grown. @type {Map<string, number>} */
    this.scales = new Map();
    this.tiles = document.createElement("canvas");
    /** @type {SVGSVGElement | null} */
    this.svg = null;
    /** @type {Map<string, Place>} */
    this.places = new Map();
    this.about = this.button.title;
    this.button.addEventListener("click", () =>
      store.set(this.obstacle() ? { notice: this.obstacle() } : { surfaces: !isOn(store.state) }),
    );
    this.width = 0; // of the drawing on the page; asking for it lays the page out, so it is kept
    new ResizeObserver(() => this.resize()).observe(byId("drawing"));
    store.subscribe((state) => this.render(state));
    surfaces.add({
      wish: (state) => this.wish(state),
      take: (found) => this.take(/** @type {Found} */ (found)),
      refuse: () => this.take(null),
    });
  }

  /** @param {State} state */
  wish(state) {
    return isOn(state) && this.width > 0 && this.obstacle() === "" ? { units: "all", size: SIZE } : null;
  }

  /** Why the drawing has no room for surfaces, in words; "" where it has, and before it is laid out. */
  obstacle() {
    const svg = /** @type {SVGSVGElement | null} */ (byId("drawing").firstElementChild);
    if (!svg || this.width === 0) return "";
    if (svg !== this.svg) {
      [this.svg, this.places] = [svg, placesOf(svg)];
      this.scales.clear();
      this.smallest = Math.min(...[...this.places.values()].map((place) => place.radius)) / svg.viewBox.baseVal.width;
    }
    if (this.places.size > MOST_UNITS)
      return `${this.places.size} units are drawn, and surfaces fit into ${MOST_UNITS} at most; the Plane tab shows one at a time.`;
    return this.smallest * this.width < SMALLEST
      ? "The units are drawn too small for surfaces; the Plane tab shows one at a time."
      : "";
  }

  resize() {
    this.width = byId("drawing").clientWidth;
    this.surfaces.wake();
    this.render(this.store.state);
  }

  /** @param {Found | null} found */
  take(found) {
    this.found = found;
    this.render(this.store.state);
    this.paint();
  }

  /** @param {State} state */
  render(state) {
    const before = this.svg;
    const obstacle = this.obstacle();
    const wanted = isOn(state) && obstacle === "";
    setAttribute(this.button, "aria-pressed", String(wanted));
    setAttribute(this.button, "aria-disabled", String(obstacle !== ""));
    setAttribute(this.button, "title", obstacle || this.about);
    const isSeen = wanted && this.width > 0 && this.found !== null && fits(this.found, state);
    this.stage.classList.toggle("surfaced", isSeen);
    this.canvas.toggleAttribute("hidden", !isSeen);
    if (isSeen && (before !== this.svg || this.painted !== this.look())) this.paint();
  }

  /** What the painting depends on besides the numbers. */
  look() {
    const masks = shown(this.store.state).frame.masks ?? null;
    return `${this.width} ${devicePixelRatio} ${JSON.stringify(masks)}`;
  }

  paint() {
    const { svg, found, canvas } = this;
    if (!svg || !found || canvas.hidden) return;
    this.painted = this.look();
    const { width: across, height: upward } = svg.viewBox.baseVal;
    const zoom = (this.width * devicePixelRatio) / across;
    const [width, height] = [Math.round(across * zoom), Math.round(upward * zoom)];
    if (canvas.width !== width || canvas.height !== height) {
      Object.assign(canvas, { width, height });
      canvas.style.height = `${(this.width * upward) / across}px`;
    }
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, width, height);
    context.setTransform(zoom, 0, 0, zoom, 0, 0);
    const [, rows = 1, columns = SIZE] = found.shape;
    this.fillTiles(found, rows, columns);
    found.units.forEach((unit, number) => this.paintUnit(context, unit, [0, number * rows, columns, rows]));
  }

  /**
   * All surfaces, one below the other, at once: a canvas that is filled piece by piece is copied for every piece.
   * @param {Found} found
   * @param {number} rows of each
   * @param {number} columns
   */
  fillTiles({ units, values }, rows, columns) {
    const area = rows * columns;
    const palette = paletteOf(themeOf(), this.store.state.plane.isDiscrete);
    const image = new ImageData(columns, rows * units.length);
    const pixels = new Uint32Array(image.data.buffer);
    units.forEach((unit, number) => {
      const place = this.places.get(unit);
      const start = number * area;
      if (place)
        paintSurface(
          pixels.subarray(start, start + area),
          values,
          start,
          columns,
          this.scaleFor(unit, place, values, start, area),
          palette,
        );
    });
    if (this.tiles.width !== image.width || this.tiles.height !== image.height)
      Object.assign(this.tiles, { width: image.width, height: image.height });
    /** @type {CanvasRenderingContext2D} */ (this.tiles.getContext("2d")).putImageData(image, 0, 0);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {string} unit
   * @param {[number, number, number, number]} tile where its surface lies
   */
  paintUnit(context, unit, tile) {
    const place = this.places.get(unit);
    if (!place) return;
    const { x, y, radius } = place;
    context.save();
    context.globalAlpha = this.isDropped(unit) ? FADED : 1;
    context.beginPath();
    context.arc(x, y, radius - 0.6, 0, 2 * Math.PI);
    context.clip();
    context.drawImage(this.tiles, ...tile, x - radius, y - radius, 2 * radius, 2 * radius);
    context.restore();
  }

  /**
   * @param {string} unit
   * @param {Place} place
   * @param {Float32Array} values
   * @param {number} start
   * @param {number} area
   */
  scaleFor(unit, { output, range: [low, high] }, values, start, area) {
    if (low !== null && high !== null) return { low, high };
    const targets = output < 0 ? [] : shown(this.store.state).spec.table.targets.map((row) => row[output] ?? 0);
    const scale = scaleOf([low, high], targets, largestOf(values, start, area), this.scales.get(unit) ?? 0);
    this.scales.set(unit, scale.high);
    return scale;
  }

  /** Whether the pass that begins here leaves it out. @param {string} unit */
  isDropped(unit) {
    const [layer = 0, number = 0] = unit.split(".").map(Number);
    return shown(this.store.state).frame.masks?.[layer - 1]?.[number] === false;
  }
}

/** @param {State} state */
export function isOn(state) {
  const { inputs, input_names: names } = shown(state).spec.table;
  return state.surfaces ?? (names.length === 2 && inputs.length > MANY_ROWS);
}

/** Whether an answer is about the network that is shown. @param {Found} found @param {State} state */
function fits(found, state) {
  const sizes = layerSizes(shown(state).spec);
  return (
    found.units.length === sizes.slice(1).reduce((sum, size) => sum + size, 0) &&
    found.units.at(-1) === `${sizes.length - 1}.${(sizes.at(-1) ?? 1) - 1}`
  );
}

/**
 * The hidden units and outputs of a drawing, by "layer.unit".
 * @param {SVGSVGElement} svg
 * @returns {Map<string, Place>}
 */
function placesOf(svg) {
  const units = /** @type {SVGGElement[]} */ ([...svg.querySelectorAll(".unit[data-unit]")]);
  const last = Math.max(...units.map((one) => Number(one.dataset.layer)));
  const found = units
    .filter((one) => one.dataset.layer !== "0")
    .map((one) => {
      const [x = 0, y = 0] = (one.getAttribute("transform")?.match(/-?[\d.]+/g) ?? []).map(Number);
      const { layer, unit, low, high } = one.dataset;
      /** @type {[number | null, number | null]} */
      const range = [low ? Number(low) : null, high ? Number(high) : null];
      const radius = Number(one.querySelector("circle")?.getAttribute("r"));
      return /** @type {[string, Place]} */ ([
        `${layer}.${unit}`,
        { x, y, radius, output: Number(layer) === last ? Number(unit) : -1, range },
      ]);
    });
  return new Map(found);
}

/** The colours that stand for values. */
export function themeOf() {
  const colour = (/** @type {string} */ name) => colourOf(colourToken(name));
  return { negative: colour("--negative"), ground: colour("--panel"), positive: colour("--positive") };
}
