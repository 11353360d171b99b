// Hidden layers, added, removed and resized at the drawing itself.

import { byId, element, setText } from "./dom.js";

/** @typedef {import("../types").HiddenLayer} HiddenLayer */

export class LayersView {
  /** @param {import("../store.js").Store} store @param {(hidden: HiddenLayer[]) => void} onHidden @param {Record<string, number>} limits */
  constructor(store, onHidden, limits) {
    this.bar = byId("layers");
    this.limits = limits;
    this.shape = "";
    this.bar.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { action, layer } = /** @type {DOMStringMap} */ (/** @type {HTMLElement} */ (event.target).closest("button")?.dataset ?? {});
      if (action) onHidden(changed(store.state.spec.network.hidden, action, Number(layer)));
    });
    store.subscribe((state) => this.render(state.spec));
  }

  /** @param {import("../types").Spec} spec */
  render(spec) {
    const { hidden } = spec.network;
    const shape = `${hidden.length} ${spec.table.input_names.length} ${spec.table.target_names.length}`;
    if (shape !== this.shape) this.build(hidden.length, shape);
    const words = (/** @type {number} */ count, /** @type {string} */ one) => `${count} ${one}${count === 1 ? "" : "s"}`;
    setText(this.bar.querySelector("[data-end=inputs]"), words(spec.table.input_names.length, "input"));
    setText(this.bar.querySelector("[data-end=outputs]"), words(spec.table.target_names.length, "output"));
    hidden.forEach((layer, i) => {
      const at = this.bar.querySelector(`[data-hidden="${i}"]`);
      setText(at.querySelector(".number"), String(sizeOf(layer)));
      setText(at.querySelector(".kind"), (typeof layer === "object" && layer.activation) || spec.network.activation);
      at.querySelector("[data-action=more]").disabled = sizeOf(layer) >= (this.limits.units ?? 0);
    });
    for (const add of this.bar.querySelectorAll("[data-action=add]")) add.disabled = hidden.length >= (this.limits.hidden_layers ?? 0);
  }

  /** @param {number} count @param {string} shape */
  build(count, shape) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement?.closest("#layers button") ?? null)?.dataset;
    this.shape = shape;
    const [first, last] = [104 / 680, 576 / 680]; // the drawing's margins
    const place = (/** @type {number} */ column) => `left: ${(100 * (first + ((last - first) * column) / (count + 1))).toFixed(2)}%`;
    const children = [element("span", { class: "layer", style: place(0), "data-end": "inputs" })];
    for (let i = 0; i <= count; i++) {
      const title = `Add a hidden layer ${i === count ? "before the outputs" : `before hidden layer ${i + 1}`}`;
      children.push(element("span", { class: "layer add", style: place(i + 0.5) }, [button("+ layer", "add", i, title)]));
      if (i === count) break;
      children.push(
        element("span", { class: "layer", style: place(i + 1), "data-hidden": String(i) }, [
          button("−", "fewer", i, `One unit fewer in hidden layer ${i + 1}; at one, the layer goes`),
          element("span", { class: "number" }),
          element("span", { class: "kind" }),
          button("+", "more", i, `One unit more in hidden layer ${i + 1}`),
        ]),
      );
    }
    children.push(element("span", { class: "layer", style: place(count + 1), "data-end": "outputs" }));
    this.bar.classList.toggle("crowded", count > 2);
    this.bar.replaceChildren(...children);
    if (focused) this.bar.querySelector(`[data-action="${focused.action}"][data-layer="${focused.layer}"], button`)?.focus();
  }
}

/** @param {string} text @param {string} action @param {number} layer @param {string} title */
const button = (text, action, layer, title) =>
  element("button", { type: "button", class: "quiet", "data-action": action, "data-layer": String(layer), title, "aria-label": title }, [text]);

/** @param {HiddenLayer} layer */
const sizeOf = (layer) => (typeof layer === "number" ? layer : layer.size);

/** @param {HiddenLayer[]} hidden @param {string} action @param {number} at @returns {HiddenLayer[]} */
export function changed(hidden, action, at) {
  if (action === "add") return [...hidden.slice(0, at), hidden[at] === undefined ? 3 : sizeOf(hidden[at]), ...hidden.slice(at)];
  const resized = (/** @type {HiddenLayer} */ layer, /** @type {number} */ by) => (typeof layer === "number" ? layer + by : { ...layer, size: layer.size + by });
  if (action === "more") return hidden.map((layer, i) => (i === at ? resized(layer, 1) : layer));
  return hidden.flatMap((layer, i) => (i !== at ? [layer] : sizeOf(layer) > 1 ? [resized(layer, -1)] : []));
}
