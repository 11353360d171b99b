// Hidden values: what the units of a layer say for each row, beside what is expected, at first and now.

import { layerName } from "../../pure/reading/figures.js";
import { fixed, plain, unit, whole } from "../../pure/words/format.js";
import { element, setAttribute, setText } from "../dom.js";
import { choiceOf, Panel } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {import("../../types").Spec} Spec */

const MOST_ROWS = 16;
const SIDE_BY_SIDE = 4; // units that fit twice beside each other

export class HiddenPanel extends Panel {
  /** @type {ReturnType<HiddenPanel["table"]>[]} */
  tables = [];

  /** @param {Figures} found @param {Spec} spec */
  build(found, spec) {
    const layers = found.names.slice(1, -1).map((_, i) => layerName(found, i + 1));
    if (layers.length === 0) {
      this.tables = [];
      this.body.replaceChildren(
        element("p", {}, ["This network has no hidden layer: its inputs lead straight to the outputs."]),
      );
      return;
    }
    const again = () => this.last && this.lay(this.last, spec);
    this.layer = choiceOf("Layer", layers, again);
    this.output = choiceOf("Expected", found.names.at(-1) ?? [], again);
    this.place = element("div");
    const rows = spec.table.inputs.length;
    const left =
      rows > MOST_ROWS ? `The first ${MOST_ROWS} of ${whole(rows)} rows; the correlations are those of all.` : "";
    this.body.replaceChildren(
      this.layer.line,
      this.output.line,
      this.place,
      element("p", { class: "hint-line" }, [`Foot: each unit's correlation with the expected column. ${left}`]),
    );
    this.lay(found, spec);
  }

  /** @param {Figures} found @param {Spec} spec */
  lay(found, spec) {
    const layer = Number(this.layer?.select.value ?? 0);
    const output = Number(this.output?.select.value ?? 0);
    const units = found.names[layer + 1] ?? [];
    this.tables = ["first", "shown"].map((when) =>
      this.table(
        /** @type {"first" | "shown"} */ (when),
        units,
        spec.table.targets.slice(0, MOST_ROWS).map((row) => row[output] ?? 0),
        found.names.at(-1)?.[output] ?? "",
      ),
    );
    setAttribute(
      /** @type {Element} */ (this.place),
      "class",
      `hidden-tables${units.length > SIDE_BY_SIDE ? " apart" : ""}`,
    );
    this.place?.replaceChildren(...this.tables.map((one) => one.region));
    this.update(found);
  }

  /**
   * @param {"first" | "shown"} when
   * @param {string[]} units
   * @param {number[]} expected
   * @param {string} name of that column
   */
  table(when, units, expected, name) {
    const caption = element("caption");
    const heads = ["", ...units.map((_, i) => String(i + 1)), name];
    const head = element(
      "tr",
      {},
      heads.map((text, i) =>
        element(text ? "th" : "td", text ? { scope: "col", title: units[i - 1] ?? name } : {}, [text]),
      ),
    );
    const rows = expected.map((value, row) => {
      const cells = units.map(() => element("td", { class: "value" }));
      return {
        cells,
        row: element("tr", {}, [
          element("th", { scope: "row" }, [String(row + 1)]),
          ...cells,
          element("td", { class: "expected" }, [plain(value)]),
        ]),
      };
    });
    const feet = units.map(() => element("td"));
    const foot = element("tr", {}, [
      element("th", { scope: "row", title: "correlation" }, ["r"]),
      ...feet,
      element("td"),
    ]);
    const table = element("table", { class: "hidden-values" }, [
      caption,
      element("thead", {}, [head]),
      element(
        "tbody",
        {},
        rows.map((one) => one.row),
      ),
      element("tfoot", {}, [foot]),
    ]);
    const region = element(
      "div",
      {
        class: "hidden-scroll",
        role: "region",
        tabindex: "0",
        "aria-label": `Hidden values, ${when === "first" ? "at first" : "now"}`,
      },
      [table],
    );
    return { when, caption, rows, feet, region };
  }

  /** @param {Figures} found */
  update(found) {
    this.last = found;
    const layer = Number(this.layer?.select.value ?? 0);
    const output = Number(this.output?.select.value ?? 0);
    for (const { when, caption, rows, feet } of this.tables) {
      const hidden = found.hidden[when];
      setText(caption, `epoch ${whole(hidden.epoch)}`);
      rows.forEach(({ cells, row }, r) => {
        row.classList.toggle("here", r === found.row);
        cells.forEach((cell, i) => {
          const value = hidden.values[layer]?.[r]?.[i] ?? null;
          setText(cell, unit(value));
          const level = Math.min(1, Math.abs(value ?? 0));
          cell.style.setProperty("--level", `${(level * 100).toFixed(1)}%`);
        });
      });
      feet.forEach((cell, i) => {
        const r = hidden.correlations[layer]?.[i]?.[output] ?? null;
        setText(cell, r === null ? "none" : fixed(r, 2));
        cell.className = r === null ? "" : r < 0 ? "negative" : "positive";
      });
    }
  }
}
