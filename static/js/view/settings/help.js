// The line of help below the settings: a name explains itself under the pointer, a field in focus too, and of a choice
// what is chosen.

import { byId, setText } from "../dom.js";

const HINT = byId("help").textContent ?? "";

/** All that has help in a part of the page. @param {HTMLElement} part */
export function explainAll(part) {
  for (const label of /** @type {NodeListOf<HTMLElement>} */ (part.querySelectorAll("[data-help]"))) explain(label);
}

/** @param {HTMLElement} label a name, or a button, with its help */
function explain(label) {
  const row = /** @type {HTMLElement} */ (label.closest(".setting") ?? label);
  const help = byId("help");
  row.title = label.dataset.help ?? "";
  row.addEventListener("pointerenter", () => setText(help, label.dataset.help ?? ""));
  for (const type of ["focusin", "change"]) row.addEventListener(type, () => setText(help, helpOf(label, row)));
  for (const type of ["pointerleave", "focusout"]) row.addEventListener(type, () => setText(help, HINT));
}

/**
 * What a setting means, and of a choice what is chosen: its formula.
 * @param {HTMLElement} label
 * @param {HTMLElement} row
 */
function helpOf(label, row) {
  const chosen = row.querySelector("select")?.selectedOptions[0];
  return `${label.dataset.help ?? ""}${chosen?.title ? `\n${chosen.text}: ${chosen.title}` : ""}`;
}
