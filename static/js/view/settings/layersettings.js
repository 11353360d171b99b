// Layer by layer: what a hidden layer has of its own; empty is as the whole network has it.

import { ownOf, resizeLayer, sizeOf, withOwn } from "../../pure/spec/hidden.js";
import { byId, element, setAttribute, setValue } from "../dom.js";
import { explainAll } from "./help.js";
import { refill, typed } from "./typed.js";

/** @typedef {import("../../types").HiddenLayer} HiddenLayer */
/** @typedef {import("../../types").Spec} Spec */

const SAME = "as above";

export class LayerSettingsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {(hidden: HiddenLayer[]) => void} onHidden
   * @param {string[]} activations
   * @param {Record<string, number>} limits
   */
  constructor(store, onHidden, activations, limits) {
    this.store = store;
    this.onHidden = onHidden;
    this.activations = activations;
    this.limits = limits;
    this.box = byId("layer-settings");
    this.count = -1;
    this.box.addEventListener("change", (/** @type {Event} */ event) =>
      this.change(/** @type {HTMLInputElement} */ (event.target)),
    );
    store.subscribe((state) => this.render(state.spec));
  }

  /** @param {HTMLInputElement} field */
  change(field) {
    const { hidden } = this.store.state.spec.network;
    const { own = "" } = field.dataset,
      layer = Number(field.dataset.layer);
    if (own === "size") {
      const size = typed(field, { kind: "whole", bounds: { min: 1, max: this.limits.units ?? 1 }, optional: false });
      if (size) this.onHidden(resizeLayer(hidden, layer, size));
      return;
    }
    /** @type {Record<string, (text: string) => unknown>} */
    const read = {
      activation: (text) => text || null,
      batch_norm: (text) => (text === "" ? null : text === "on"),
      dropout: () =>
        typed(field, { kind: "number", bounds: { min: 0, max: this.limits.dropout ?? 0 }, optional: true }),
    };
    const value = read[own]?.(field.value);
    if (value !== undefined) this.onHidden(withOwn(hidden, layer, own, value));
  }

  /** @param {Spec} spec */
  render({ network: { hidden } }) {
    if (hidden.length !== this.count) this.build(hidden.length);
    hidden.forEach((layer, i) => {
      const own = ownOf(layer);
      const values = {
        size: String(sizeOf(layer)),
        activation: own.activation ?? "",
        dropout: own.dropout === null ? "" : String(own.dropout),
        batch_norm: own.batch_norm === null ? "" : own.batch_norm ? "on" : "off",
      };
      for (const [name, value] of Object.entries(values)) {
        const field = this.box.querySelector(`[data-layer="${i}"][data-own="${name}"]`);
        if (document.activeElement === field) continue;
        if (field.matches("select")) setValue(field, value);
        else refill(field, value);
      }
    });
  }

  /** @param {number} count */
  build(count) {
    this.count = count;
    const layers = [...Array(count).keys()].map((i) => this.fieldset(i));
    this.box.replaceChildren(
      ...(count ? layers : [element("p", { class: "note muted" }, ["There is no hidden layer."])]),
    );
    explainAll(this.box);
  }

  /** @param {number} layer */
  fieldset(layer) {
    const names = [["", SAME], ...this.activations.map((name) => [name, name.replaceAll("_", " "), formulaOf(name)])];
    const switches = [
      ["", SAME],
      ["on", "on"],
      ["off", "off"],
    ];
    return element("fieldset", {}, [
      element("legend", {}, [`Hidden layer ${layer + 1}`]),
      ...row(
        "Size",
        "How many units the layer has.",
        layer,
        "size",
        element("input", { type: "text", inputmode: "numeric", class: "number" }),
      ),
      ...row("Activation", ownHelp("activation"), layer, "activation", select(names)),
      ...row(
        "Dropout",
        ownHelp("dropout"),
        layer,
        "dropout",
        element("input", { type: "text", inputmode: "decimal", class: "number", placeholder: SAME }),
      ),
      ...row("Batch norm", ownHelp("batch-norm"), layer, "batch_norm", select(switches)),
    ]);
  }
}

/** What the setting of the whole network says of itself. @param {string} id */
const ownHelp = (id) =>
  `${document.querySelector(`label[for="${id}"]`)?.getAttribute("data-help")} Of this layer alone; “${SAME}” is what the whole network has.`;

/** @param {string} name of an activation function */
const formulaOf = (name) => document.querySelector(`#activation option[value="${name}"]`)?.getAttribute("title") ?? "";

/** @param {string[][]} choices */
const select = (choices) =>
  element(
    "select",
    {},
    choices.map(([value = "", text = "", title = ""]) => element("option", { value, title }, [text])),
  );

/**
 * A setting, and where it is said what is wrong with it.
 * @param {string} text
 * @param {string} help
 * @param {number} layer
 * @param {string} own
 * @param {HTMLElement} field
 */
function row(text, help, layer, own, field) {
  Object.assign(field.dataset, { layer: String(layer), own });
  field.id = `layer-${layer}-${own.replace("_", "-")}`;
  const problem = `${field.id}-problem`;
  setAttribute(field, "aria-describedby", problem);
  return [
    element("div", { class: "setting" }, [element("label", { for: field.id, "data-help": help }, [text]), field]),
    element("p", { class: "problem", id: problem, role: "alert" }),
  ];
}
