// What the colours of a plane are, in the theme of the page.

import { colourOf } from "../../pure/plane/colours.js";
import { colourToken } from "../dom.js";
import { CLASSES } from "./legend.js";

/** @returns {import("./canvas.js").Theme} */
export function themeOf() {
  const classes = Array.from({ length: CLASSES }, (_, i) => colourOf(colourToken(`--class-${i}`)));
  const [negative, ground, positive] = [
    colourOf(colourToken("--negative")),
    colourOf(colourToken("--panel")),
    colourOf(colourToken("--positive")),
  ];
  return {
    ink: colourToken("--ink"),
    muted: colourToken("--muted"),
    hairline: colourToken("--hairline"),
    panel: colourToken("--panel"),
    negative,
    ground,
    positive,
    classes,
  };
}
