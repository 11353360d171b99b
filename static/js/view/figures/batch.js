// The whole batch's update: what every row adds to a weight, stacked on both sides of 0, and what is left of it.

import { endOf, groupsOf, merged, stacked } from "../../pure/reading/figures.js";
import { counted, signed, small } from "../../pure/words/format.js";
import { drawn, element, setAttribute, setText } from "../dom.js";
import { choiceOf, Panel, tableOf } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */

const HALF = 100; // of a bar's width, in its own units
const WRITTEN = 12; // rows that are written out

export class BatchPanel extends Panel {
  /** @param {Figures} found */
  build(found) {
    this.rows = found.rows.length;
    this.groups = groupsOf(found);
    this.choice = choiceOf(
      "Weights",
      this.groups.map((group) => group.label),
      () => {
        if (this.last) this.lay(this.last);
      },
    );
    this.place = element("div");
    this.sum = element("p", { class: "sum number", "aria-live": "off" });
    this.foot = element("p", { class: "hint-line" });
    this.body.replaceChildren(this.choice.line, this.place, this.sum, this.foot);
    this.lay(found);
  }

  /** @param {Figures} found */
  lay(found) {
    const group = this.groups?.[Number(this.choice?.select.value)];
    if (!group) return;
    this.group = group;
    this.pointed = 0;
    const bars = Math.min(merged(Array(this.rows ?? 0).fill(0)).length, this.rows ?? 0);
    this.lines = group.pairs.map((pair, i) => ({ ...this.line(pair.name, bars, i), pair }));
    const table = tableOf(
      ["weight", "", "sum"],
      this.lines.map((line) => line.row),
      "what the rows add to each weight",
    );
    this.range = element("th", { scope: "col", class: "range" });
    table.querySelector("thead :nth-child(2)")?.replaceWith(this.range);
    this.place?.replaceChildren(table);
    this.update(found);
  }

  /** @param {string} name @param {number} bars @param {number} number */
  line(name, bars, number) {
    const parts = Array.from({ length: bars }, () => ({
      rect: drawn("rect", { y: 9, height: 11 }),
      text: drawn("text", { y: 7 }),
    }));
    const mark = drawn("path", { class: "mark" });
    const svg = drawn("svg", { viewBox: `0 0 ${2 * HALF} 24`, class: "stack", role: "img" }, [
      drawn("path", { class: "zero", d: `M${HALF} 5V24` }),
      ...parts.flatMap((part) => [part.rect, part.text]),
      mark,
    ]);
    const button = element("button", { type: "button", class: "quiet pick", title: name }, [name]);
    const sum = element("td", { class: "total" });
    const row = element("tr", {}, [
      element("th", { scope: "row" }, [button]),
      element("td", { class: "drawn" }, [svg]),
      sum,
    ]);
    const point = () => {
      this.pointed = number;
      if (this.last) this.write(this.last);
    };
    button.addEventListener("click", point);
    row.addEventListener("pointerenter", point);
    return { row, svg, parts, mark, button, sum };
  }

  /** @param {Figures} found */
  update(found) {
    this.last = found;
    const { group, lines, foot } = this;
    if (!group || !lines || !foot) return;
    const all = lines.map(({ pair }) => found.contributions[group.layer]?.[pair.from]?.[pair.to] ?? []);
    const spans = all.map((numbers) => stacked(merged(numbers)));
    const end = endOf(spans.flatMap((some) => some.flatMap(({ from, to }) => [from, to])));
    const place = (/** @type {number} */ value) => HALF + (value / end) * (HALF - 2);
    const isMerged = (all[0]?.length ?? 0) !== (spans[0]?.length ?? 0);
    lines.forEach(({ parts, mark, pair, sum, svg }, i) => {
      const change = found.changes[group.layer]?.[pair.from]?.[pair.to] ?? null;
      spans[i]?.forEach(({ row, from, to }) => {
        const part = parts[row];
        if (!part) return;
        const [x0, x1] = [place(from), place(to)];
        setAttribute(part.rect, "x", x0.toFixed(2));
        setAttribute(part.rect, "width", (x1 - x0).toFixed(2));
        setAttribute(
          part.rect,
          "class",
          `${from < 0 ? "negative" : "positive"}${!isMerged && found.rows[row] === found.row ? " here" : ""}`,
        );
        setAttribute(part.text, "x", ((x0 + x1) / 2).toFixed(2));
        setText(part.text, !isMerged && x1 - x0 > 7 ? String((found.rows[row] ?? row) + 1) : "");
      });
      setAttribute(mark, "d", `M${place(change ?? 0).toFixed(2)} 7V22`);
      setText(sum, signed(change));
      setAttribute(svg, "aria-label", `${pair.name}: ${sumOf(all[i] ?? [], change)}`);
    });
    const left = group.left ? ` The first ${group.pairs.length} of ${group.pairs.length + group.left} weights.` : "";
    setText(
      foot,
      `${isMerged ? `All ${counted(this.rows ?? 0, "row")} on each side in one bar.` : "Small digits: the row; outlined: the shown one."}${left}`,
    );
    if (this.range) setText(this.range, `−${small(end)} … +${small(end)}`);
    this.write(found);
  }

  /** The sum of the weight that is pointed at. @param {Figures} found */
  write(found) {
    const line = this.lines?.[this.pointed ?? 0];
    if (!line || !this.group || !this.sum) return;
    this.lines?.forEach((one) => setAttribute(one.button, "aria-pressed", String(one === line)));
    const { from, to, name } = line.pair;
    const { layer } = this.group;
    setText(
      this.sum,
      `${name}: ${sumOf(found.contributions[layer]?.[from]?.[to] ?? [], found.changes[layer]?.[from]?.[to] ?? null)}`,
    );
  }
}

/** @param {(number | null)[]} numbers @param {number | null} change */
function sumOf(numbers, change) {
  const more = numbers.length > WRITTEN ? ` … (${counted(numbers.length, "row")})` : "";
  const terms = numbers
    .slice(0, WRITTEN)
    .map((number, i) => ((number ?? 0) < 0 ? `− ${small(-(number ?? 0))}` : `${i ? "+ " : ""}${small(number)}`));
  return `${terms.join(" ")}${more} = ${signed(change)}`;
}
