// A number that is typed among the settings: a wrong one stays where it is, and what is wrong with it stands below.

import { parseField } from "../../pure/spec/fields.js";
import { byId, keepsWrong, setAttribute, setText, setValue } from "../dom.js";

/**
 * What was typed, null for nothing; undefined where it is wrong.
 * @param {any} field
 * @param {Parameters<typeof parseField>[2]} form
 */
export function typed(field, form) {
  const { value, problem } = parseField(field.value, field.labels[0].textContent.trim(), form);
  tell(field, problem);
  return problem ? undefined : value;
}

/** Shows a value, unless somebody is mending what was wrong with it. @param {any} field @param {string} text */
export function refill(field, text) {
  if (keepsWrong(field, text)) return;
  setValue(field, text);
  field.dataset.stands = text;
  tell(field, "");
}

/** @param {HTMLElement} field @param {string} problem */
function tell(field, problem) {
  setAttribute(field, "aria-invalid", String(problem !== ""));
  setText(byId(`${field.id}-problem`), problem);
}
