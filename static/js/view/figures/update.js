// One row's update: alpha × input × delta for each weight, written out.

import { endOf, groupsOf } from "../../pure/reading/figures.js";
import { plain, signed, small, whole } from "../../pure/words/format.js";
import { element, setText } from "../dom.js";
import { choiceOf, Panel, rowOf, SignedBar, tableOf } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */

const END = "the bars’ ends stand above them";

export class UpdatePanel extends Panel {
  /** @param {Figures} found */
  build(found) {
    this.groups = groupsOf(found);
    this.choice = choiceOf(
      "Weights",
      this.groups.map((group) => group.label),
      () => {
        if (this.last) this.lay(this.last);
      },
    );
    this.choice.select.value = String(this.groups.length - 1);
    this.place = element("div");
    this.foot = element("p", { class: "hint-line" });
    this.body.replaceChildren(this.choice.line, this.place, this.foot);
    this.rows = found.rows.length;
    this.lay(found);
  }

  /** The lines of the weights that are chosen. @param {Figures} found */
  lay(found) {
    const group = this.groups?.[Number(this.choice?.select.value)];
    if (!group) return;
    this.group = group;
    this.lines = group.pairs.map((pair) => ({ ...rowOf(pair.name, 4), bar: new SignedBar(), pair }));
    for (const line of this.lines) line.cells[3]?.append(line.bar.svg);
    const table = tableOf(
      ["weight", "input", "× delta", "= change", " "],
      this.lines.map((line) => line.row),
      "input times delta for each weight",
    );
    this.scale = table.querySelector("thead th:last-child");
    this.place?.replaceChildren(table);
    this.update(found);
  }

  /** @param {Figures} found */
  update(found) {
    this.last = found;
    const { group, lines } = this;
    const layer = group && found.layers[group.layer];
    if (!layer || !lines || !this.foot) return;
    const changes = lines.map(
      ({ pair }) => found.contributions[group.layer]?.[pair.from]?.[pair.to]?.[found.rows.indexOf(found.row)] ?? null,
    );
    const end = endOf(changes);
    lines.forEach(({ pair, write, bar }, i) => {
      write([small(layer.inputs[pair.from]), signed(layer.deltas[pair.to]), signed(changes[i])]);
      bar.set((changes[i] ?? 0) / end);
    });
    const share = found.rate === found.learning_rate ? "" : `, shared among ${whole(this.rows ?? 1)} rows`;
    const left = group.left ? ` The first ${group.pairs.length} of ${group.pairs.length + group.left} weights.` : "";
    setText(this.foot, `change = alpha ${plain(found.learning_rate)} × input × delta${share}; ${END}.${left}`);
    if (this.scale) setText(this.scale, `± ${small(end)}`);
  }
}
