// What is chosen of the plane: whose answer, seen by which layer, over which columns, where the others stay.

import { shown } from "../../pure/run/showing.js";
import { fixed, plain } from "../../pure/words/format.js";
import { layerName, layerSizes, unitName } from "../../pure/words/units.js";
import { byId, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Spec} Spec */

const MOST_UNITS = 200; // in the list
const MOST_SLIDERS = 12;
const STEPS = 200; // of a slider

export class PlaneControls {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/looking/surfaces.js").Surfaces} surfaces
   */
  constructor(store, surfaces) {
    this.store = store;
    this.surfaces = surfaces;
    this.sliders = /** @type {{column: number, slider: HTMLInputElement, output: HTMLOutputElement}[]} */ ([]);
    this.laid = "";
    this.names = "";
    const choose = (/** @type {Partial<import("../../types").PlaneChoice>} */ part) =>
      store.set({ plane: { ...store.state.plane, ...part } });
    const onChange = (/** @type {string} */ id, /** @type {(value: string) => void} */ take) =>
      byId(id).addEventListener("change", () => take(byId(id).value));
    onChange("plane-unit", (unit) => choose({ unit }));
    onChange("plane-layer", (layer) => choose({ layer: Number(layer) }));
    onChange("plane-x", (x) =>
      choose(Number(x) === this.columns().y ? { x: Number(x), y: this.columns().x } : { x: Number(x) }),
    );
    onChange("plane-y", (y) =>
      choose(Number(y) === this.columns().x ? { y: Number(y), x: this.columns().y ?? 0 } : { y: Number(y) }),
    );
    byId("plane-discrete").addEventListener("change", () => choose({ isDiscrete: byId("plane-discrete").checked }));
  }

  columns() {
    return this.surfaces.planeOf(this.store.state).columns;
  }

  /** @param {State} state */
  render(state) {
    const { table, columns } = this.surfaces.planeOf(state);
    const view = shown(state);
    const key = JSON.stringify([layerSizes(view.spec), table.input_names, table.target_names, columns]);
    if (key !== this.laid) this.lay(view.spec, table, columns);
    this.laid = key;
    const names = table.input_names.join();
    const isOther = this.names !== "" && names !== this.names;
    this.names = names;
    // it was about other columns
    if (isOther && Object.keys(state.plane.fixed).length > 0) this.store.set({ plane: { ...state.plane, fixed: {} } });
    select(byId("plane-unit"), unitOf(state));
    select(byId("plane-layer"), String(layerOf(state)));
    byId("plane-unit").disabled = layerOf(state) > 0;
    byId("plane-discrete").checked = state.plane.isDiscrete;
  }

  /** @param {Spec} spec @param {import("../../types").Table} table @param {{x: number, y: number | null}} columns */
  lay(spec, table, columns) {
    const sizes = layerSizes(spec);
    const last = sizes.length - 1;
    const outputs = table.target_names.map((name, unit) => option(`${last}.${unit}`, name));
    const hidden = sizes
      .slice(1, -1)
      .flatMap((size, i) =>
        Array.from({ length: size }, (_, unit) => option(`${i + 1}.${unit}`, unitName(spec, i + 1, unit))),
      );
    const winner = outputs.length > 1 ? [option("winner", "largest output")] : [];
    byId("plane-unit").replaceChildren(...winner, ...outputs.slice(0, MOST_UNITS), ...hidden.slice(0, MOST_UNITS));
    byId("plane-layer").replaceChildren(
      option("0", "as it is"),
      ...sizes.slice(1, -1).map((_, i) => option(String(i + 1), `bent by ${layerName(spec, i + 1)}`)),
    );
    const named = table.input_names.map((name, column) => /** @type {[string, string]} */ ([String(column), name]));
    for (const [id, chosen] of /** @type {const} */ ([
      ["plane-x", columns.x],
      ["plane-y", columns.y],
    ])) {
      byId(id).replaceChildren(...named.map(([value, name]) => option(value, name)));
      byId(id).value = String(chosen);
    }
    byId("plane-columns").hidden = table.input_names.length < 2;
    this.laySliders(table, columns);
  }

  /**
   * A slider for each column that does not vary over the plane.
   * @param {import("../../types").Table} table
   * @param {{x: number, y: number | null}} columns
   */
  laySliders(table, columns) {
    const others = table.input_names
      .map((_, column) => column)
      .filter((column) => column !== columns.x && column !== columns.y);
    this.sliders = others.slice(0, MOST_SLIDERS).map((column) => {
      const { low, high } = this.surfaces.axisOf(table, column);
      const slider = element("input", {
        type: "range",
        id: `plane-at-${column}`,
        min: String(low),
        max: String(high),
        step: String((high - low) / STEPS),
      });
      slider.addEventListener("input", () => {
        const { plane } = this.store.state;
        this.store.set({ plane: { ...plane, fixed: { ...plane.fixed, [column]: Number(slider.value) } } });
      });
      return { column, slider, output: element("output", { for: slider.id }) };
    });
    const rows = this.sliders.map(({ column, slider, output }) => {
      const name = table.input_names[column] ?? "";
      return element("div", { class: "plane-other" }, [
        element("label", { for: slider.id, title: name }, [name]),
        slider,
        output,
      ]);
    });
    const left = others.length - this.sliders.length;
    byId("plane-others").replaceChildren(
      ...rows,
      ...(left > 0 ? [element("p", { class: "hint-line" }, [`${left} more stay at their mean`])] : []),
    );
  }

  /** Where the columns stay that do not vary. @param {number[]} at */
  showFixed(at) {
    for (const { column, slider, output } of this.sliders) {
      const value = this.store.state.plane.fixed[column] ?? at[column] ?? 0;
      if (document.activeElement !== slider) slider.value = String(value);
      setText(output, fixed(value, 3));
      setAttribute(slider, "aria-valuetext", plain(value));
    }
  }
}

/** The unit whose surface is shown: the one chosen, where the network has it. @param {State} state */
export function unitOf(state) {
  const sizes = layerSizes(shown(state).spec);
  const outputs = sizes.at(-1) ?? 1;
  const [layer = 0, unit = 0] = state.plane.unit.split(".").map(Number);
  if (state.plane.unit !== "winner" && layer > 0 && unit < (sizes[layer] ?? 0)) return state.plane.unit;
  return outputs > 1 ? "winner" : `${sizes.length - 1}.0`;
}

/** The layer whose view is shown, where the network has it; 0: none. @param {State} state */
export const layerOf = (state) =>
  state.plane.layer < layerSizes(shown(state).spec).length - 1 ? state.plane.layer : 0;

/** @param {string} value @param {string} text */
const option = (value, text) => element("option", { value }, [text]);

/** @param {HTMLSelectElement} field @param {string} value */
function select(field, value) {
  if (field.value !== value) field.value = value;
}
