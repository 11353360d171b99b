// Small helpers for the views.

/** The element with that id; a page without it is a fault. @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

/** @type {HTMLElement | null} */
let probe = null;

/**
 * What a colour of tokens.css is in the theme of the page, as "rgb(r, g, b)".
 * @param {string} name such as --positive
 */
export function colourToken(name) {
  if (!probe) {
    probe = document.createElement("span");
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} [attributes]
 * @param {(Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, children = []) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/**
 * Sets text only where it differs, so that nothing is laid out again for nothing, and in the node that is there.
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent === text) return;
  const { firstChild } = target;
  if (firstChild instanceof Text && firstChild === target.lastChild && text !== "") firstChild.data = text;
  else target.textContent = text;
}

/**
 * Sets a field's value only where it differs: after each that a script sets, a browser looks through all the page's
 * fields.
 * @param {{value: string}} field
 * @param {string} value
 */
export function setValue(field, value) {
  if (field.value !== value) field.value = value;
}

/** @param {Element} target @param {string} name @param {string} value */
export function setAttribute(target, name, value) {
  if (target.getAttribute(name) !== value) target.setAttribute(name, value);
}

/**
 * Whether a field still holds what somebody typed wrongly: it keeps that until it is mended, or until the value that it
 * stands for becomes another one.
 * @param {HTMLInputElement} field @param {string} text of the value
 */
export function keepsWrong(field, text) {
  if (field.getAttribute("aria-invalid") !== "true") {
    field.dataset.stands = text;
    return false;
  }
  return field.dataset.stands === text;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element of a drawing.
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {Node[]} [children]
 * @returns {SVGElementTagNameMap[Tag]}
 */
export function drawn(tag, attributes = {}, children = []) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}
