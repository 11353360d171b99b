// What the figures have in common: built once for a network's shape, then only numbers and attributes change.

import { drawn, element, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {import("../../types").Spec} Spec */

export class Panel {
  /** @param {HTMLElement} body */
  constructor(body) {
    this.body = body;
    this.shape = "";
  }

  /** @param {Figures} found @param {Spec} spec */
  show(found, spec) {
    const shape = JSON.stringify([
      found.names,
      found.layers.map((layer) => [layer.activation, layer.inputs.length]),
      spec.table.inputs.length,
    ]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(found, spec);
    }
    this.update(found, spec);
  }

  /** Puts the figure's parts in place. @param {Figures} _found @param {Spec} _spec */
  build(_found, _spec) {}

  /** Writes the numbers. @param {Figures} _found @param {Spec} _spec */
  update(_found, _spec) {}
}

/**
 * A labelled choice above a figure; nothing to see where there is but one.
 * @param {string} name
 * @param {string[]} labels
 * @param {() => void} onChange
 */
export function choiceOf(name, labels, onChange) {
  const select = element(
    "select",
    { "aria-label": name },
    labels.map((label, i) => element("option", { value: String(i) }, [label])),
  );
  select.addEventListener("change", onChange);
  const line = element("div", { class: "figure-choice" }, [element("span", { "aria-hidden": "true" }, [name]), select]);
  line.hidden = labels.length < 2;
  return { line, select };
}

/** @param {string[]} heads @param {HTMLElement[]} rows @param {string} label */
export function tableOf(heads, rows, label) {
  const head = element(
    "tr",
    {},
    heads.map((text) => (text ? element("th", { scope: "col" }, [text]) : element("td"))),
  );
  return element("table", { class: "figure-table", "aria-label": label }, [
    element("thead", {}, [head]),
    element("tbody", {}, rows),
  ]);
}

/** A bar from 0 to either side: blue and whole to the right, vermilion and hatched to the left. */
export class SignedBar {
  constructor() {
    this.bar = drawn("rect", { y: 4, height: 10 });
    this.svg = drawn(
      "svg",
      { viewBox: "0 0 100 18", preserveAspectRatio: "none", class: "signed-bar", "aria-hidden": "true" },
      [drawn("path", { class: "zero", d: "M50 0V18" }), this.bar],
    );
  }

  /** @param {number | null} share of the scale, -1 to 1 */
  set(share) {
    const length = Math.min(1, Math.abs(share ?? 0)) * 50;
    const isNegative = (share ?? 0) < 0;
    setAttribute(this.bar, "class", isNegative ? "negative" : "positive");
    setAttribute(this.bar, "x", (isNegative ? 50 - length : 50).toFixed(2));
    setAttribute(this.bar, "width", length.toFixed(2));
  }
}

/** A row of cells, whose texts are set later. @param {string} name @param {number} count */
export function rowOf(name, count) {
  const cells = Array.from({ length: count }, () => element("td"));
  const row = element("tr", {}, [element("th", { scope: "row", title: name }, [name]), ...cells]);
  return {
    row,
    write: (/** @type {string[]} */ texts) => texts.forEach((text, i) => cells[i] && setText(cells[i], text)),
    cells,
  };
}
