// The Plane tab: a unit's surface over two inputs with the table's points, or the plane as a hidden layer bends it.

import { axisFor, fromPage, largestOf, nearestStep, scaleOf, toPage, valueAt } from "../../pure/plane/plane.js";
import { rowOf, shown, testRowsOf } from "../../pure/run/showing.js";
import { kindOf, kindsOf, targetOf } from "../../pure/table/points.js";
import { whole } from "../../pure/words/format.js";
import { layerSizes } from "../../pure/words/units.js";
import { byId, setAttribute, setText } from "../dom.js";
import { Enlarger } from "../enlarge.js";
import { colourFor, PlaneCanvas } from "./canvas.js";
import { layerOf, PlaneControls, unitOf } from "./controls.js";
import { CLASSES, PlaneLegend } from "./legend.js";
import { PlanePoints } from "./points.js";
import { themeOf } from "./theme.js";
import { directionsOf, gridOf, nameOf, wordsAt } from "./words.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Surfaces} Found */
/** @typedef {import("../../types").Bend} Bend */
/** @typedef {import("../../pure/plane/plane.js").Box} Box */
/** @typedef {import("../../pure/plane/plane.js").Range} Range */

const SIZE = 100; // points a side
const FINE = 200; // points of a curve
const STEPS = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
});
const FAR = 10; // steps with Shift

export class PlaneView {
  /** @type {Found | Bend | null} */
  found = null;
  /** @type {Box | null} */
  box = null;
  /** The cross-hair, in steps of the grid. @type {[number, number] | null} */
  cross = null;
  /** @type {Range} */
  scale = { low: 0, high: 1 };
  /** @type {Map<string, number>} */
  scales = new Map();
  /** The axes of a bent plane so far. @type {{key: string, x: Range | null, y: Range | null}} */
  bent = { key: "", x: null, y: null };
  painted = /** @type {unknown[]} */ ([]);
  dotted = /** @type {unknown[]} */ ([]);

  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/looking/surfaces.js").Surfaces} surfaces
   * @param {import("../../services/editing/editor.js").Editor} editor
   * @param {{ranges: Record<string, [number | null, number | null]>, limits: Record<string, number>}} start
   */
  constructor(store, surfaces, editor, { ranges, limits }) {
    this.store = store;
    this.surfaces = surfaces;
    this.ranges = ranges;
    this.figure = byId("plane-figure");
    this.above = /** @type {HTMLCanvasElement} */ (byId("plane-points"));
    this.canvas = new PlaneCanvas(byId("plane-surface"), this.above);
    this.controls = new PlaneControls(store, surfaces);
    this.points = new PlanePoints(store, editor, limits.rows ?? 0, limits.cell ?? 0);
    this.hint = byId("plane-readout").textContent ?? "";
    this.legend = new PlaneLegend();
    this.enlarger = new Enlarger(this.figure, this.above, (isLarge) =>
      setAttribute(
        this.above,
        "aria-label",
        `The plane. Arrow keys move a cross-hair over it, Enter ${isLarge ? "makes it small again" : "enlarges it"}.`,
      ),
    );
    this.listen();
    new ResizeObserver(() => this.paint()).observe(this.figure);
    store.subscribe((state) => this.render(state));
    surfaces.add({
      wish: (state) => this.wish(state),
      take: (found) => this.take(found),
      refuse: (why) => this.refuse(why),
    });
  }

  listen() {
    const { above } = this;
    above.addEventListener("pointermove", (event) => this.move(event));
    above.addEventListener("pointerleave", () => this.leave());
    above.addEventListener("pointerdown", (event) => this.press(event));
    above.addEventListener("pointerup", () => this.drop());
    above.addEventListener("click", (event) => this.click(event));
    above.addEventListener("keydown", (event) => this.key(event));
    above.addEventListener("blur", () => this.leave());
    byId("stage").addEventListener("click", (/** @type {MouseEvent} */ event) => this.chooseUnit(event), true);
  }

  /**
   * While the tab is open, a click on a unit shows its surface; on the shown one it goes on to its weights.
   * @param {MouseEvent} event
   */
  chooseUnit(event) {
    const { state } = this.store;
    const { layer, unit } =
      /** @type {SVGElement | null} */ (/** @type {Element} */ (event.target).closest(".unit[data-unit]"))?.dataset ??
      {};
    const wanted = `${layer}.${unit}`;
    if (state.tab !== "plane" || layer === undefined || layer === "0" || wanted === unitOf(state)) return;
    event.stopPropagation();
    this.store.set({ plane: { ...state.plane, unit: wanted, layer: 0 } });
  }

  /** @param {State} state @returns {import("../../services/looking/surfaces.js").Wish | null} */
  wish(state) {
    if (state.tab !== "plane") return null;
    const layer = layerOf(state);
    if (layer > 0) return { bent: layer };
    const unit = unitOf(state);
    const isLine = shown(state).spec.table.input_names.length === 1;
    return { units: unit === "winner" ? "outputs" : unit, size: isLine ? FINE : SIZE };
  }

  /** @param {import("../../types").PlaneAnswer} found */
  take(found) {
    this.found = found;
    setText(byId("plane-problem"), "");
    setText(byId("plane-about"), `epoch ${whole(found.epoch)}`);
    this.controls.showFixed(found.at);
    this.paint();
    if (this.cross) this.read(false);
  }

  /** @param {string} why */
  refuse(why) {
    this.found = null;
    setText(byId("plane-problem"), why);
    setText(byId("plane-about"), "");
    this.paint();
  }

  /** @param {State} state */
  render(state) {
    if (state.tab !== "plane") {
      this.enlarger.set(false);
      return;
    }
    this.controls.render(state);
    this.points.render(state);
    this.figure.classList.toggle("editing", this.points.isOn(state));
    const looks = [state.spec.table, shown(state).spec, state.plane, rowOf(state), shown(state).testRows];
    if (looks.some((one, i) => one !== this.painted[i])) this.paint();
    this.painted = looks;
  }

  paint() {
    const { state } = this.store;
    const { found, canvas } = this;
    if (state.tab !== "plane" || this.figure.clientWidth === 0) return;
    if (!found || "layer" in found !== layerOf(state) > 0) {
      canvas.clear(canvas.below);
      canvas.clear(canvas.above);
      this.dotted = [];
      this.box = null;
      return;
    }
    const theme = themeOf();
    if ("layer" in found) this.paintBent(found, theme);
    else this.paintPlane(found, theme);
    const { table } = this.surfaces.planeOf(state);
    const looks = [
      JSON.stringify([this.box, this.scale]),
      table,
      rowOf(state),
      unitOf(state),
      theme.panel,
      shown(state).testRows,
      "layer" in found ? found : null,
    ];
    // points lie still while the surface changes
    if (looks.some((one, i) => one !== this.dotted[i])) this.paintDots(theme);
    this.dotted = looks;
    const hasSurface = !("layer" in found) && found.y !== null;
    this.legend.show(state, table, hasSurface ? this.scale : null, {
      isWinner: unitOf(state) === "winner",
      target: this.target(),
    });
  }

  /** @param {Found} found @param {import("./canvas.js").Theme} theme */
  paintPlane(found, theme) {
    const { state } = this.store;
    const { spec } = shown(state);
    const [unit = ""] = found.units;
    const isWinner = unitOf(state) === "winner" && found.units.length > 1;
    this.scale = this.scaleFor(spec, unit, found);
    if (found.y) {
      this.box = this.canvas.boxOf(found.x, found.y);
      this.canvas.paintSurface(this.box, found, this.scale, isWinner, state.plane.isDiscrete, theme);
    } else {
      const room = (this.scale.high - this.scale.low) * 0.06;
      this.box = this.canvas.boxOf(found.x, { low: this.scale.low - room, high: this.scale.high + room });
      this.canvas.paintCurve(this.box, found.values, theme);
    }
    this.canvas.paintAxes(this.box, found.x.name, found.y ? found.y.name : nameOf(spec, unit), theme);
  }

  /** @param {import("../../types").Spec} spec @param {string} unit @param {Found} found */
  scaleFor(spec, unit, found) {
    const [layer = 0, number = 0] = unit.split(".").map(Number);
    const isOutput = layer === layerSizes(spec).length - 1;
    const hidden = spec.network.hidden[layer - 1];
    const activation = isOutput
      ? spec.network.output_activation
      : (typeof hidden === "object" && hidden.activation) || spec.network.activation;
    const targets = isOutput ? spec.table.targets.map((row) => row[number] ?? 0) : [];
    const key = `${this.store.state.run?.id} ${unit} ${activation}`;
    const scale = scaleOf(
      this.ranges[activation] ?? [null, null],
      targets,
      largestOf(found.values, 0, found.values.length),
      this.scales.get(key) ?? 0,
    );
    this.scales.set(key, scale.high);
    return scale;
  }

  /** @param {Bend} found @param {import("./canvas.js").Theme} theme */
  paintBent(found, theme) {
    const key = `${found.layer} ${this.store.state.run?.id} ${found.x.column} ${found.y?.column}`;
    if (key !== this.bent.key) this.bent = { key, x: null, y: null };
    const pairs = [...found.lines.flat(), ...found.points];
    const [across, upward] = [0, 1].map((i) =>
      pairs.reduce(
        ({ low, high }, pair) => ({ low: Math.min(low, pair[i] ?? 0), high: Math.max(high, pair[i] ?? 0) }),
        { low: Infinity, high: -Infinity },
      ),
    );
    if (!across || !upward) return;
    this.bent.x = axisFor(across, this.bent.x);
    this.bent.y = axisFor(upward, this.bent.y);
    this.box = this.canvas.boxOf(this.bent.x, this.bent.y);
    this.canvas.paintGrid(this.box, found, theme);
    const [first, second] = directionsOf(shown(this.store.state).spec, found);
    this.canvas.paintAxes(this.box, first, second, theme);
  }

  /** The table's points as they lie in the picture. @returns {[number, number][]} */
  places() {
    const { found } = this;
    const { state } = this.store;
    const { dragged } = this.points;
    if (!found) return [];
    if ("layer" in found) return found.points.map(([x, y]) => [x ?? 0, y ?? 0]);
    const { inputs, targets } = this.surfaces.planeOf(state).table;
    const target = this.target();
    return inputs.map((row, number) =>
      dragged?.row === number
        ? dragged.place
        : [row[found.x.column] ?? 0, (found.y ? row[found.y.column] : targets[number]?.[target]) ?? 0],
    );
  }

  /** The target that the points show, where they have values instead of classes. */
  target() {
    const { state } = this.store;
    return targetOf(unitOf(state), layerSizes(shown(state).spec));
  }

  /** @param {import("./canvas.js").Theme} [theme] */
  paintDots(theme = themeOf()) {
    const { state } = this.store;
    const { box, found } = this;
    if (!box || !found) return;
    const { table } = this.surfaces.planeOf(state);
    const kinds = kindsOf(table);
    const tests = new Set(testRowsOf(state));
    const outline = kinds.length > 0 ? theme.panel : theme.ink; // a value's colour may be the ground's
    const dots = this.places().map(([x, y], row) => ({
      x,
      y,
      colour: this.colourAt(table.targets[row] ?? [], kinds, theme),
      outline,
      isHollow: tests.has(row),
    }));
    this.canvas.paintDots(box, dots, this.crossPlace(), rowOf(state), theme);
  }

  /**
   * @param {number[]} targets
   * @param {import("../../pure/table/points.js").Kind[]} kinds
   * @param {import("./canvas.js").Theme} theme
   */
  colourAt(targets, kinds, theme) {
    const kind = kindOf(kinds, targets);
    if (kind < 0) return colourFor(targets[this.target()] ?? 0, this.scale, theme);
    return `rgb(${(theme.classes[kind % CLASSES] ?? theme.positive).join(" ")})`;
  }

  /** Where the cross-hair stands, in values. @returns {[number, number] | null} */
  crossPlace() {
    const { cross, box, found } = this;
    if (!cross || !box || !found) return null;
    const [columns, rows] = gridOf(this.found);
    const x = valueAt(cross[0], box.x, columns);
    if (!("layer" in found) && found.y === null) return [x, found.values[cross[0]] ?? 0];
    return [x, valueAt(cross[1], box.y, rows)];
  }

  /** @param {PointerEvent | MouseEvent} event @returns {[number, number]} */
  at(event) {
    const { left, top } = this.above.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @param {PointerEvent} event */
  move(event) {
    const { box } = this;
    if (!box) return;
    const [px, py] = this.at(event);
    if (this.points.dragged) {
      this.points.drag(box, px, py);
      this.paintDots();
      return;
    }
    const [x, y] = fromPage(box, px, py);
    const isInside = x >= box.x.low && x <= box.x.high && y >= box.y.low && y <= box.y.high;
    const [columns, rows] = gridOf(this.found);
    this.cross = isInside ? [nearestStep(x, box.x, columns), nearestStep(y, box.y, rows)] : null;
    this.read(false);
  }

  leave() {
    this.cross = null;
    this.read(false);
  }

  /** @param {PointerEvent} event */
  press(event) {
    const { box } = this;
    if (!box || !this.points.isOn(this.store.state)) return;
    const [px, py] = this.at(event);
    if (this.points.press(box, this.places(), px, py)) this.above.setPointerCapture(event.pointerId);
  }

  drop() {
    if (!this.points.dragged) return;
    this.isDropped = true; // the click that follows is no click
    this.points.drop(this.surfaces.planeOf(this.store.state).columns);
  }

  /** @param {MouseEvent} event */
  click(event) {
    const { box } = this;
    const isDropped = this.isDropped === true;
    this.isDropped = false;
    if (isDropped || !box) return;
    if (!this.points.isOn(this.store.state)) {
      this.enlarger.toggle();
      return;
    }
    const [px, py] = this.at(event);
    this.points.click(box, this.places(), px, py, this.surfaces.planeOf(this.store.state).columns);
  }

  /** Arrows move the cross-hair, Shift further; Enter does what a click does. @param {KeyboardEvent} event */
  key(event) {
    const step = STEPS[event.key];
    const [columns, rows] = gridOf(this.found);
    if (step) {
      event.preventDefault();
      const [x, y] = this.cross ?? [Math.floor(columns / 2), Math.floor(rows / 2)];
      const far = event.shiftKey ? FAR : 1;
      const within = (/** @type {number} */ at, /** @type {number} */ count) => Math.max(0, Math.min(count - 1, at));
      this.cross = this.cross ? [within(x + step[0] * far, columns), within(y + step[1] * far, rows)] : [x, y];
      this.read(true);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const place = this.crossPlace();
      if (!this.points.isOn(this.store.state)) this.enlarger.toggle();
      else if (this.box && place)
        this.points.click(
          this.box,
          this.places(),
          ...toPage(this.box, ...place),
          this.surfaces.planeOf(this.store.state).columns,
        );
    }
  }

  /** Says what stands under the cross-hair. @param {boolean} isSpoken */
  read(isSpoken) {
    const place = this.crossPlace();
    const words = this.found && place ? wordsAt(shown(this.store.state).spec, this.found, this.cross, place) : "";
    setText(byId("plane-readout"), words || this.hint);
    if (isSpoken) setText(byId("plane-said"), words);
    this.paintDots();
  }
}
