// What the colours of a plane are, in the theme of the page.

import { colourOf } from "../pure/colours.js";
import { CLASSES } from "./planelegend.js";

/** @param {Element} figure @returns {import("./planecanvas.js").Theme} */
export function themeOf(figure) {
  const style = getComputedStyle(figure);
  const text = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const classes = Array.from({ length: CLASSES }, (_, i) => colourOf(text(`--class-${i}`)));
  const [negative, ground, positive] = [
    colourOf(text("--negative")),
    colourOf(text("--panel")),
    colourOf(text("--positive")),
  ];
  return {
    ink: text("--ink"),
    muted: text("--muted"),
    hairline: text("--hairline"),
    panel: text("--panel"),
    negative,
    ground,
    positive,
    classes,
  };
}
