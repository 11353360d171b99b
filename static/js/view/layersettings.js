// Layer by layer: what a hidden layer has of its own; empty is as the whole network has it.

import { parseField } from "../pure/fields.js";
import { ownOf, withOwn } from "../pure/hidden.js";
import { byId, element, setAttribute, setText, setValue } from "./dom.js";

/** @typedef {import("../types").HiddenLayer} HiddenLayer */
/** @typedef {import("../types").Spec} Spec */

const SAME = "as above";

export class LayerSettingsView {
  /** @param {import("../store.js").Store} store @param {(hidden: HiddenLayer[]) => void} onHidden @param {string[]} activations @param {Record<string, number>} limits */
  constructor(store, onHidden, activations, limits) {
    this.store = store;
    this.onHidden = onHidden;
    this.activations = activations;
    this.limits = limits;
    this.box = byId("layer-settings");
    this.count = -1;
    this.box.addEventListener("change", (/** @type {Event} */ event) => this.change(/** @type {HTMLInputElement} */ (event.target)));
    store.subscribe((state) => this.render(state.spec));
  }

  /** @param {HTMLInputElement} field */
  change(field) {
    const { own = "", layer } = field.dataset;
    /** @type {Record<string, (text: string) => unknown>} */
    const read = {
      activation: (text) => text || null,
      batch_norm: (text) => (text === "" ? null : text === "on"),
      dropout: () => this.dropout(field),
    };
    const value = read[own]?.(field.value);
    if (value !== undefined) this.onHidden(withOwn(this.store.state.spec.network.hidden, Number(layer), own, value));
  }

  /** @param {HTMLInputElement} field */
  dropout(field) {
    const bounds = { min: 0, max: this.limits.dropout ?? 0 };
    const { value, problem } = parseField(field.value, "dropout", { kind: "number", bounds, optional: true });
    setAttribute(field, "aria-invalid", String(problem !== ""));
    setText(/** @type {Element} */ (field.closest("fieldset")?.querySelector(".problem")), problem);
    return problem ? undefined : value;
  }

  /** @param {Spec} spec */
  render({ network: { hidden } }) {
    if (hidden.length !== this.count) this.build(hidden.length);
    hidden.forEach((layer, i) => {
      const own = ownOf(layer);
      const values = { activation: own.activation ?? "", dropout: own.dropout === null ? "" : String(own.dropout), batch_norm: own.batch_norm === null ? "" : own.batch_norm ? "on" : "off" };
      for (const [name, value] of Object.entries(values)) {
        const field = this.box.querySelector(`[data-layer="${i}"][data-own="${name}"]`);
        if (document.activeElement !== field) setValue(field, value);
      }
    });
  }

  /** @param {number} count */
  build(count) {
    this.count = count;
    const layers = [...Array(count).keys()].map((i) => this.fieldset(i));
    this.box.replaceChildren(...(count ? layers : [element("p", { class: "note muted" }, ["There is no hidden layer."])]));
  }

  /** @param {number} layer */
  fieldset(layer) {
    const names = [["", SAME], ...this.activations.map((name) => [name, name.replaceAll("_", " ")])];
    const switches = [["", SAME], ["on", "on"], ["off", "off"]];
    return element("fieldset", {}, [
      element("legend", {}, [`Hidden layer ${layer + 1}`]),
      row("Activation", layer, "activation", select(names)),
      row("Dropout", layer, "dropout", element("input", { type: "text", inputmode: "decimal", class: "number", placeholder: SAME })),
      row("Batch norm", layer, "batch_norm", select(switches)),
      element("p", { class: "problem", role: "alert" }),
    ]);
  }
}

/** @param {string[][]} choices */
const select = (choices) => element("select", {}, choices.map(([value = "", text = ""]) => element("option", { value }, [text])));

/** @param {string} text @param {number} layer @param {string} own @param {HTMLElement} field */
function row(text, layer, own, field) {
  Object.assign(field.dataset, { layer: String(layer), own });
  field.id = `layer-${layer}-${own.replace("_", "-")}`;
  return element("div", { class: "setting" }, [element("label", { for: field.id }, [text]), field]);
}
