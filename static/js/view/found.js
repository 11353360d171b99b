// What was found in a file: its columns with their roles, its first rows, and every line that cannot be used.

import { counted, whole } from "../pure/format.js";
import { ROLES, kindOf, nextRole, summaryOf } from "../pure/opening.js";
import { byId, element, setText } from "./dom.js";

/** @typedef {import("../types").Found} Found */

/** What the choice "auto" came to. @type {Record<string, (found: Found) => string>} */
const FOUND = {
  header: ({ header }) => (header ? "first line" : "none"),
  separator: ({ separator }) => separator ?? "none",
  decimal: ({ decimal }) => decimal,
};

export class FoundView {
  /** @param {(column: number) => void} onRole */
  constructor(onRole) {
    byId("data-head").addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { column } = /** @type {HTMLElement} */ (event.target).dataset;
      if (column !== undefined) onRole(Number(column));
    });
  }

  /** @param {Found} found @param {string} name @param {{ coding: string, drops: boolean }} wishes */
  render(found, name, { coding, drops }) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.column;
    setText(byId("data-summary"), summaryOf(found, name));
    for (const [id, said] of Object.entries(FOUND)) setText(byId(`data-${id}`).options[0], `auto: ${said(found)}`);
    byId("data-text-coding").closest("label").hidden = !found.columns.some(({ kind, role }) => kind === "text" && role !== "left_out");
    byId("data-head").replaceChildren(headOf(found, coding));
    byId("data-rows").replaceChildren(...found.sample.map((row) => element("tr", {}, found.columns.map(({ role }, i) => element("td", { class: role }, [row[i] ?? ""])))));
    if (focused !== undefined) byId("data-head").querySelector(`[data-column="${focused}"]`)?.focus();
    this.renderErrors(found, drops);
  }

  /** @param {Found} found @param {boolean} drops whether bad lines are left out */
  renderErrors({ errors, more_errors: more, dropped, table }, drops) {
    const count = errors.length + more;
    byId("data-bad").hidden = count === 0 && dropped.length === 0;
    byId("data-errors").hidden = count === 0;
    setText(byId("data-bad-title"), count > 0 ? `${counted(count, "line")} cannot be used` : `${counted(dropped.length, "line")} left out`);
    const lines = errors.map(({ line, detail }) => element("li", {}, [element("b", {}, [`line ${whole(line)}`]), ` ${detail}`]));
    if (more > 0) lines.push(element("li", {}, [`and ${whole(more)} more`]));
    byId("data-errors").replaceChildren(...lines);
    const number = drops && table ? dropped.length : count;
    setText(byId("data-drop-label").querySelector("span"), number === 1 ? "leave this line out" : `leave these ${whole(number)} lines out`);
  }
}

/** Names, roles and kinds. @param {Found} found @param {string} coding */
function headOf({ columns }, coding) {
  return element(
    "tr",
    {},
    columns.map((column, i) => {
      const role = element("button", { type: "button", class: "quiet", "data-column": String(i), title: `Make it ${ROLES[nextRole(column.role)]}`, "aria-label": `${column.name}: ${ROLES[column.role]}` }, [ROLES[column.role]]);
      return element("th", { scope: "col", class: column.role }, [element("span", { class: "name" }, [column.name]), role, element("span", { class: "kind" }, [kindOf(column, coding)])]);
    }),
  );
}
