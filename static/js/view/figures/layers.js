// Gradients by layer: size and spread of values and gradients as one box for each layer.

import { decadesAround, endOf, layerName, logPlace } from "../../pure/reading/figures.js";
import { fixed, plain, small } from "../../pure/words/format.js";
import { drawn, element, setAttribute, setText } from "../dom.js";
import { Panel, tableOf } from "./panel.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {import("../../types").Spread} Spread */

const WIDTH = 140;

export class LayersPanel extends Panel {
  /** @param {Figures} found */
  build(found) {
    this.values = this.part(found, "Values", "values of each layer");
    this.gradients = this.part(found, "Gradients, |d loss / d weight|", "gradients of each layer");
    this.verdict = element("p", { class: "verdict" });
    const legend =
      "Line: least to largest; box: the middle half; upright: the median; diamond: size (root mean square).";
    this.body.replaceChildren(
      this.verdict,
      ...this.values.parts,
      ...this.gradients.parts,
      element("p", { class: "hint-line" }, [legend]),
    );
  }

  /** @param {Figures} found @param {string} title @param {string} label */
  part(found, title, label) {
    const boxes = found.layers.map((layer, i) => new Box(layerName(found, i + 1), layer.activation));
    const range = element("th", { scope: "col", class: "range" });
    const table = tableOf(
      ["layer", "", "size", "deviation"],
      boxes.map((box) => box.row),
      label,
    );
    table.querySelector("thead :nth-child(2)")?.replaceWith(range);
    return { parts: [element("h3", {}, [title]), table], boxes, range };
  }

  /** @param {Figures} found */
  update(found) {
    const { values, gradients, verdict } = this;
    if (!values || !gradients || !verdict) return;
    const all = found.spread.map((one) => one.activations);
    const high = endOf(all.map((one) => Math.max(0, one.most ?? 0)));
    const low = all.some((one) => (one.least ?? 0) < 0) ? -endOf(all.map((one) => Math.min(0, one.least ?? 0))) : 0;
    setText(values.range, `${plain(low).replace("-", "−")} … ${plain(high)}`);
    values.boxes.forEach((box, i) => all[i] && box.set(all[i], (value) => ((value ?? 0) - low) / (high - low)));
    const sizes = found.spread.map((one) => one.gradients);
    const [least, most] = decadesAround(sizes.flatMap((one) => [one.least, one.most]));
    setText(
      gradients.range,
      `${least.toExponential(0).replace("-", "−")} … ${most.toExponential(0).replace("e+", "e").replace("-", "−")}, log`,
    );
    gradients.boxes.forEach((box, i) => sizes[i] && box.set(sizes[i], (value) => logPlace(value, least, most)));
    setText(verdict, wordsOf(found));
  }
}

/** @param {Figures} found */
function wordsOf(found) {
  const saturated = found.spread
    .map((one, i) => `${layerName(found, i + 1)} ${fixed(100 * one.saturated, 0)} %`)
    .join(", ");
  const flat = `Saturated (slope below 1/100 of the steepest): ${saturated}.`;
  if (found.gradient_ratio === null)
    return `${found.layers.length > 1 ? "The last layer has no gradient" : "With one layer of weights there is nothing to compare"}. ${flat}`;
  const verdict = found.is_vanishing ? "It vanishes" : "It does not vanish";
  return `The first layer’s gradient is ${small(found.gradient_ratio)} times the last one’s. ${verdict}: the rule is below 1/100. ${flat}`;
}

class Box {
  /** @param {string} name @param {string} activation */
  constructor(name, activation) {
    this.name = name;
    this.line = drawn("path", { class: "whisker" });
    this.rect = drawn("rect", { class: "box", y: 5, height: 12 });
    this.median = drawn("path", { class: "median" });
    this.size = drawn("path", { class: "size", d: "M0 -4L4 0L0 4L-4 0Z" });
    this.svg = drawn("svg", { viewBox: `-5 0 ${WIDTH + 10} 22`, class: "boxplot", role: "img" }, [
      this.line,
      this.rect,
      this.median,
      this.size,
    ]);
    this.numbers = [element("td"), element("td")];
    this.row = element("tr", {}, [
      element("th", { scope: "row", title: `${name}, ${activation}` }, [name]),
      element("td", { class: "drawn" }, [this.svg]),
      ...this.numbers,
    ]);
  }

  /** @param {Spread} spread @param {(value: number | null) => number} place 0 to 1 */
  set(spread, place) {
    const [least, lower, median, upper, most, size] = [
      spread.least,
      spread.lower,
      spread.median,
      spread.upper,
      spread.most,
      spread.rms,
    ].map((value) => place(value) * WIDTH);
    setAttribute(this.line, "d", `M${at(least)} 11H${at(most)}M${at(least)} 7V15M${at(most)} 7V15`);
    setAttribute(this.rect, "x", at(lower));
    setAttribute(this.rect, "width", at(Math.max(0.5, (upper ?? 0) - (lower ?? 0))));
    setAttribute(this.median, "d", `M${at(median)} 5V17`);
    setAttribute(this.size, "transform", `translate(${at(size)} 11)`);
    [spread.rms, spread.deviation].forEach((value, i) => this.numbers[i] && setText(this.numbers[i], small(value)));
    const words = [spread.least, spread.lower, spread.median, spread.upper, spread.most].map(small).join(", ");
    setAttribute(this.svg, "aria-label", `${this.name}: least, quartiles and largest are ${words}`);
  }
}

/** @param {number | undefined} value */
const at = (value) => (value ?? 0).toFixed(2);
