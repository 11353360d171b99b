// Setting weights by hand: click a line for its weight, a unit for all that enter it; or Enter on a line that has the
// focus.

import { entering } from "../../pure/network/weights.js";
import { shown } from "../../pure/run/showing.js";
import { canFork } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Place} Place */

/** @typedef {{slider: HTMLInputElement, field: HTMLInputElement, lock: HTMLButtonElement}} Fields */

const LOCK =
  '<svg viewBox="-7 -7 14 14" aria-hidden="true"><path d="M-4.5 -1h9v7h-9zM-2.5 -1v-2a2.5 2.5 0 0 1 5 0v2"/></svg>';
const MOST = 200; // weights of one unit in the editor

export class WeightsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/editing/weights.js").Weights} weights
   * @param {import("./pointer.js").EdgeReader} reader
   * @param {{goOn: () => void, limit: number}} actions
   */
  constructor(store, weights, reader, { goOn, limit }) {
    this.store = store;
    this.weights = weights;
    this.reader = reader;
    this.limit = limit;
    this.editor = byId("weight-editor");
    this.places = /** @type {Place[]} */ ([]);
    this.fields = /** @type {Fields[]} */ ([]);
    this.isMoving = false;
    this.isLatest = false; // a weight was set after the table was edited: that is undone first
    this.isUndoing = false;
    this.key = "";
    this.opener = /** @type {HTMLElement | SVGElement | null} */ (null);
    byId("stage").addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    byId("drawing").addEventListener(
      "keydown",
      (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && this.openEdge(),
    );
    byId("weight-close").addEventListener("click", () => this.close());
    byId("weight-undo").addEventListener("click", () => weights.undo());
    document.addEventListener("keydown", (event) => this.undoKey(event), { capture: true }); // before the table's
    byId("weight-back").addEventListener("click", () => weights.putBack());
    byId("weight-unit").addEventListener("click", () => this.openUnit(/** @type {Place} */ (this.places[0])));
    for (const id of ["fork", "weight-fork"]) byId(id).addEventListener("click", goOn);
    this.editor.addEventListener(
      "keydown",
      (/** @type {KeyboardEvent} */ event) => event.key === "Escape" && this.close(),
    );
    store.subscribe((state, before) => {
      const view = shown(state);
      if (state.sheet !== before.sheet) this.isLatest = false;
      else if (state.edits.length > before.edits.length) this.isLatest = true;
      const words = this.words();
      if (words !== reader.notice) {
        reader.notice = words;
        reader.show();
      }
      const key = `${view.isRun ? state.run?.id : "start"} ${this.weights.now()?.weights.map((matrix) => `${matrix.length} ${matrix[0]?.length}`)}`;
      if (key !== this.key) this.close(); // other weights than those that are being set
      this.key = key;
      byId("fork").disabled = !canFork(state);
      byId("weight-fork").hidden = !canFork(state) || !view.isRun;
      if (!this.editor.hidden) this.render();
    });
  }

  /** @param {MouseEvent} event */
  click(event) {
    const target = /** @type {Element} */ (event.target);
    const unit = /** @type {SVGGElement | null} */ (target.closest(".unit[data-unit]"));
    if (unit && Number(unit.dataset.layer) > 0)
      this.openUnit({ layer: Number(unit.dataset.layer) - 1, from: null, to: Number(unit.dataset.unit) });
    else if (!unit && !target.closest(".layers, .weight-editor")) this.openEdge();
  }

  /** The line that is pointed at, or has the focus. */
  openEdge() {
    const place = this.reader.place();
    if (place === null || this.weights.now() === null) return;
    this.open([place], `${this.reader.nameOf(place.layer, String(place.from ?? "bias"))} → ${this.nameOf(place)}`);
  }

  /** @param {Place} place any that enters the unit */
  openUnit({ layer, to }) {
    const now = this.weights.now();
    if (now) this.open(entering(now, layer + 1, to).slice(0, MOST), `into ${this.nameOf({ layer, from: null, to })}`);
  }

  /** @param {Place} place */
  nameOf({ layer, to }) {
    return this.reader.nameOf(layer + 1, String(to));
  }

  /** @param {Place[]} places @param {string} title */
  open(places, title) {
    if (this.editor.hidden) this.opener = /** @type {HTMLElement} */ (document.activeElement);
    this.places = places;
    setText(byId("weight-title"), title);
    const [first] = places;
    const isOne =
      places.length === 1 &&
      first !== undefined &&
      entering(/** @type {import("../../types").Parameters} */ (this.weights.now()), first.layer + 1, first.to).length >
        1;
    byId("weight-unit").hidden = !isOne;
    if (first) setText(byId("weight-unit"), `all into ${this.nameOf(first)}`);
    this.fields = places.map((place, i) => this.fieldsOf(place, i));
    byId("weight-rows").replaceChildren(
      ...this.fields.map(({ slider, field, lock }, i) => {
        const { layer, from } = /** @type {Place} */ (places[i]);
        return element("div", { class: "weight-row" }, [
          element("label", { for: field.id }, [from === null ? "bias" : this.reader.nameOf(layer, String(from))]),
          slider,
          field,
          lock,
        ]);
      }),
    );
    const layers = this.weights.now()?.weights.length ?? 1;
    // beside what is set, not on it
    this.editor.classList.toggle("on-left", first !== undefined && first.layer + 1 > layers / 2);
    this.editor.hidden = false;
    this.render();
    this.fields[0]?.field.focus();
    this.fields[0]?.field.select();
  }

  /** @param {Place} place @param {number} i */
  fieldsOf(place, i) {
    const name = `${place.from === null ? "bias" : this.reader.nameOf(place.layer, String(place.from))} to ${this.nameOf(place)}`;
    const slider = element("input", {
      type: "range",
      min: "-1",
      max: "1",
      step: "any",
      "aria-label": `weight ${name}`,
    });
    const field = element("input", {
      type: "text",
      inputmode: "decimal",
      class: "number",
      id: `weight-${i}`,
      autocomplete: "off",
    });
    slider.addEventListener("input", () => {
      this.weights.set(place, Number(Number(slider.value).toPrecision(6)), this.isMoving);
      this.isMoving = true;
    });
    for (const end of ["change", "pointerup", "pointercancel", "blur"])
      slider.addEventListener(end, () => (this.isMoving = false));
    slider.addEventListener("keydown", (event) => this.nudge(event, place));
    field.addEventListener("change", () => this.type(place, field));
    field.addEventListener("keydown", (event) => this.nudge(event, place));
    const lock = element("button", {
      type: "button",
      class: "quiet lock",
      "aria-label": `frozen: weight ${name}`,
      "aria-pressed": "false",
      title: "Frozen: training leaves this weight as it is",
    });
    lock.innerHTML = LOCK;
    lock.addEventListener("click", () => this.weights.toggleFrozen(place));
    return { slider, field, lock };
  }

  /** What stands under the drawing while nothing is pointed at. */
  words() {
    const { edits } = this.store.state;
    const { left } = this.weights;
    if (edits.length > 0) return "weights are set by hand: Ctrl+Z undoes";
    return left ? `undo, at any line, goes back to the weights set at epoch ${format.whole(left.at)}` : "";
  }

  /** @param {KeyboardEvent} event */
  undoKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "z") return;
    const target = /** @type {HTMLInputElement} */ (event.target);
    const isHere = this.editor.contains(target);
    const isText = target.matches("input:not([type=checkbox]):not([type=range]), textarea");
    if (
      isHere
        ? isText && target.value !== target.dataset.stands
        : isText || !this.isLatest || this.store.state.edits.length === 0
    )
      return;
    event.preventDefault();
    this.isUndoing = true; // so the field that has the focus is written too
    this.weights.undo();
    this.isUndoing = false;
  }

  /**
   * Up and down by a hundredth of the scale, with Shift by a tenth.
   * @param {KeyboardEvent} event
   * @param {Place} place
   */
  nudge(event, place) {
    const isField = /** @type {HTMLInputElement} */ (event.target).type === "text";
    const ways = { ArrowUp: 1, ArrowDown: -1, ...(!isField && { ArrowRight: 1, ArrowLeft: -1 }) };
    const way = /** @type {Record<string, number>} */ (ways)[event.key];
    if (way === undefined) return;
    event.preventDefault();
    const by = (way * this.scale()) / (event.shiftKey ? 10 : 100);
    this.weights.set(place, Number((this.weights.valueOf(place) + by).toPrecision(6)), false);
  }

  /** @param {Place} place @param {HTMLInputElement} field */
  type(place, field) {
    const text = field.value.trim().replace("−", "-").replace(",", ".");
    const value = Number(text);
    const isRight = text !== "" && Number.isFinite(value) && Math.abs(value) <= this.limit;
    setAttribute(field, "aria-invalid", String(!isRight));
    field.title = isRight ? "" : `a weight is a number between ±${format.whole(this.limit)}`;
    if (!isRight) return;
    field.dataset.stands = field.value;
    if (format.plain(value) !== format.plain(this.weights.valueOf(place))) this.weights.set(place, value, false);
  }

  /** The ends of the sliders: those of the drawing's scale, or more where a weight lies outside. */
  scale() {
    return Math.max(
      1,
      ...this.places.map((place) => Math.abs(this.weights.valueOf(place))),
      ...(this.isMoving ? [this.end] : [10]),
    );
  }

  render() {
    if (!this.isMoving) this.end = this.scale();
    this.places.forEach((place, i) => {
      const value = this.weights.valueOf(place);
      const { slider, field, lock } = /** @type {Fields} */ (this.fields[i]);
      setAttribute(lock, "aria-pressed", String(this.weights.isFrozen(place)));
      slider.min = String(-this.end);
      slider.max = String(this.end);
      slider.value = String(value);
      setAttribute(slider, "aria-valuetext", format.plain(Number(value.toPrecision(8))));
      const text = format.plain(Number(value.toPrecision(8)));
      const trains = shown(this.store.state).isRun && this.store.state.edits.length === 0;
      const isTyped =
        // what is typed stays, and what is selected to be typed over
        !this.isUndoing && document.activeElement === field && (trains || field.value !== field.dataset.stands);
      if (field.getAttribute("aria-invalid") !== "true" && !isTyped) field.value = field.dataset.stands = text;
    });
    const isLost =
      !this.weights.canUndo &&
      [byId("weight-undo"), byId("weight-back")].some((button) => button === document.activeElement);
    byId("weight-undo").disabled = byId("weight-back").disabled = !this.weights.canUndo;
    if (isLost) this.fields[0]?.field.focus(); // a button that rests would take the focus with it
  }

  close() {
    if (this.editor.hidden) return;
    this.editor.hidden = true;
    this.places = [];
    if (this.opener?.isConnected) this.opener.focus();
  }

  end = 10;
}
