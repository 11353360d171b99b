// Hidden layers, added, removed and resized at the drawing itself.

import { inputNames } from "../../pure/spec/features.js";
import { addLayer, resizeLayer, sizeOf } from "../../pure/spec/hidden.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").HiddenLayer} HiddenLayer */

const FEW = 4; // hidden layers whose controls fit under their columns
const MARGIN = 104 / 680; // of the wide drawing

export class LayersView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {(hidden: HiddenLayer[]) => void} onHidden
   * @param {Record<string, number>} limits
   */
  constructor(store, onHidden, limits) {
    this.store = store;
    this.onHidden = onHidden;
    this.bar = byId("layers");
    this.most = { units: limits.units ?? 0, layers: limits.hidden_layers ?? 0 };
    this.shape = "";
    this.bar.addEventListener("click", (/** @type {MouseEvent} */ event) => this.click(event));
    this.bar.addEventListener("change", (/** @type {Event} */ event) =>
      this.type(/** @type {HTMLInputElement} */ (event.target)),
    );
    this.bar.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.key(event));
    store.subscribe((state) => this.render(state.spec));
  }

  get hidden() {
    return this.store.state.spec.network.hidden;
  }

  /** @param {MouseEvent} event */
  click(event) {
    const { action, layer } = /** @type {DOMStringMap} */ (
      /** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {}
    );
    const at = Number(layer);
    if (action === "add") this.onHidden(addLayer(this.hidden, at));
    else if (action) this.resize(at, action === "more" ? 1 : -1);
  }

  /** @param {number} at @param {number} by */
  resize(at, by) {
    const layer = this.hidden[at];
    if (layer !== undefined) this.onHidden(resizeLayer(this.hidden, at, Math.min(this.most.units, sizeOf(layer) + by)));
  }

  /** A size that was typed; what is none says so and stays. @param {HTMLInputElement} input */
  type(input) {
    const size = format.parseWhole(input.value);
    const isRight = size !== null && size >= 1 && size <= this.most.units;
    setAttribute(input, "aria-invalid", String(!isRight));
    input.title = isRight ? "" : `a layer has 1 to ${format.whole(this.most.units)} units`;
    setText(byId("layers-problem"), input.title);
    if (isRight) this.onHidden(resizeLayer(this.hidden, Number(input.dataset.layer), size));
  }

  /** Up and down change a size by one. @param {KeyboardEvent} event */
  key(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const by = /** @type {Record<string, number>} */ ({ ArrowUp: 1, ArrowDown: -1 })[event.key];
    const layer = this.hidden[Number(input.dataset.layer)];
    if (!by || !input.matches("input") || layer === undefined || sizeOf(layer) + by < 1) return;
    event.preventDefault();
    this.resize(Number(input.dataset.layer), by);
    input.value = String(sizeOf(/** @type {HiddenLayer} */ (this.hidden[Number(input.dataset.layer)])));
  }

  /** @param {import("../../types").Spec} spec */
  render(spec) {
    const { hidden } = spec.network;
    const shape = `${hidden.length} ${inputNames(spec).length} ${spec.table.target_names.length}`;
    if (shape !== this.shape) this.build(hidden.length, shape);
    setText(this.bar.querySelector("[data-end=inputs]"), format.counted(inputNames(spec).length, "input"));
    setText(this.bar.querySelector("[data-end=outputs]"), format.counted(spec.table.target_names.length, "output"));
    hidden.forEach((layer, i) => this.renderLayer(layer, i, spec.network.activation));
    for (const add of this.bar.querySelectorAll("[data-action=add]")) add.disabled = hidden.length >= this.most.layers;
  }

  /** @param {HiddenLayer} layer @param {number} number @param {string} activation */
  renderLayer(layer, number, activation) {
    const at = this.bar.querySelector(`[data-hidden="${number}"]`);
    const input = at.querySelector("input");
    const isTyped = document.activeElement === input && input.getAttribute("aria-invalid") === "true";
    if (!isTyped && input.value !== String(sizeOf(layer))) {
      input.value = String(sizeOf(layer));
      setAttribute(input, "aria-invalid", "false");
    }
    setText(at.querySelector(".kind"), (typeof layer === "object" && layer.activation) || activation);
    at.querySelector("[data-action=more]").disabled = sizeOf(layer) >= this.most.units;
  }

  /** @param {number} count @param {string} shape */
  build(count, shape) {
    const focused = /** @type {HTMLElement | null} */ (
      document.activeElement?.closest("#layers button, #layers input") ?? null
    );
    this.shape = shape;
    const place = (/** @type {number} */ column) =>
      `left: ${(100 * (MARGIN + ((1 - 2 * MARGIN) * column) / (count + 1))).toFixed(2)}%`;
    const children = [element("span", { class: "layer end", style: place(0), "data-end": "inputs" })];
    for (let i = 0; i <= count; i++) {
      const title = `Add a hidden layer ${i === count ? "before the outputs" : `before hidden layer ${i + 1}`}`;
      children.push(
        element("span", { class: "layer add", style: place(i + 0.5) }, [
          button(count < FEW ? "+ layer" : "+", "add", i, title),
        ]),
      );
      if (i < count) children.push(layerControls(i, place(i + 1)));
    }
    children.push(element("span", { class: "layer end", style: place(count + 1), "data-end": "outputs" }));
    this.bar.classList.toggle("flow", count > FEW);
    this.bar.replaceChildren(...children);
    if (focused) this.refocus(focused.dataset);
  }

  /** The focus stays on the same control, or goes to its neighbour. @param {DOMStringMap} was */
  refocus({ action, layer }) {
    const same = this.bar.querySelector(
      action ? `[data-action="${action}"][data-layer="${layer}"]` : `input[data-layer="${layer}"]`,
    );
    (same ?? this.bar.querySelector("button"))?.focus();
  }
}

/** @param {number} number @param {string} style */
function layerControls(number, style) {
  const name = `hidden layer ${number + 1}`;
  const size = {
    type: "text",
    inputmode: "numeric",
    class: "number",
    "data-layer": String(number),
    "aria-label": `Units in ${name}`,
    autocomplete: "off",
  };
  return element("span", { class: "layer", style, "data-hidden": String(number), role: "group", "aria-label": name }, [
    button("−", "fewer", number, `One unit fewer in ${name}; at one, the layer goes`),
    element("input", size),
    button("+", "more", number, `One unit more in ${name}`),
    element("span", { class: "kind" }),
  ]);
}

/** @param {string} text @param {string} action @param {number} layer @param {string} title */
const button = (text, action, layer, title) =>
  element(
    "button",
    { type: "button", class: "quiet", "data-action": action, "data-layer": String(layer), title, "aria-label": title },
    [text],
  );
