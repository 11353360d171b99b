// What the colours of the plane stand for: the ends of the surface's scale, and the classes of the points.

import { testRowsOf } from "../../pure/run/showing.js";
import { kindsOf } from "../../pure/table/points.js";
import { plain } from "../../pure/words/format.js";
import { byId, element, setText } from "../dom.js";

export const CLASSES = 8; // colours

export class PlaneLegend {
  laid = "";

  /**
   * @param {import("../../types").State} state
   * @param {import("../../types").Table} table
   * @param {import("../../pure/plane/plane.js").Range | null} scale null: there is no surface
   * @param {{isWinner: boolean, target: number}} unit whether it is the largest of all; the target that goes with it
   */
  show(state, table, scale, { isWinner, target }) {
    byId("plane-legend").hidden = scale === null;
    for (const id of ["plane-low", "plane-scale", "plane-high"]) byId(id).hidden = isWinner;
    if (scale) {
      setText(byId("plane-low"), plain(scale.low).replace("-", "−"));
      setText(byId("plane-high"), plain(scale.high).replace("-", "−"));
    }
    byId("plane-scale").classList.toggle("discrete", state.plane.isDiscrete);
    const name = table.target_names.length === 1 ? `${table.target_names[0]} = ` : "";
    const kinds = kindsOf(table).map(({ label }) => `${name}${label}`);
    const others = [
      ...(kinds.length ? [] : [`points: the expected ${table.target_names[target] ?? "value"}`]),
      ...(testRowsOf(state).length > 0 ? ["hollow: test rows"] : []),
    ];
    const key = JSON.stringify([kinds, others]);
    if (key !== this.laid) this.lay(kinds.slice(0, 2 * CLASSES), others);
    this.laid = key;
  }

  /** @param {string[]} kinds @param {string[]} others */
  lay(kinds, others) {
    const classes = kinds.map((text, number) => {
      const dot = element("span", { class: "dot", "aria-hidden": "true" });
      dot.style.background = `var(--class-${number % CLASSES})`;
      return element("li", {}, [dot, text]);
    });
    byId("plane-classes").replaceChildren(...classes, ...others.map((text) => element("li", {}, [text])));
  }
}
