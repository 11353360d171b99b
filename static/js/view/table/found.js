// What was found in a file: its columns with their roles, its first rows, and every line that cannot be used.

import { kindOf, nextRole, ROLES, summaryOf } from "../../pure/table/opening.js";
import { counted, whole } from "../../pure/words/format.js";
import { byId, element, setText } from "../dom.js";

/** @typedef {import("../../types").Found} Found */

/** What the choice "auto" came to. @type {Record<string, (found: Found) => string>} */
const FOUND = {
  header: ({ header }) => (header ? "first line" : "none"),
  separator: ({ separator }) => separator ?? "none",
  decimal: ({ decimal }) => decimal,
};

const MOST_LINES = 100; // of those left out, one by one

export class FoundView {
  /** @param {(column: number) => void} onRole */
  constructor(onRole) {
    /** @type {Map<number, string>} */
    this.reasons = new Map(); // by line, as told last
    byId("data-head").addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { column } = /** @type {HTMLElement} */ (event.target).dataset;
      if (column !== undefined) onRole(Number(column));
    });
  }

  /** @param {Found} found @param {string} name @param {string} coding of texts */
  render(found, name, coding) {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset.column;
    setText(byId("data-summary"), summaryOf(found, name));
    for (const [id, said] of Object.entries(FOUND)) setText(byId(`data-${id}`).options[0], `auto: ${said(found)}`);
    byId("data-text-coding").closest("label").hidden = !found.columns.some(
      ({ kind, role }) => kind === "text" && role !== "left_out",
    );
    byId("data-head").replaceChildren(headOf(found, coding));
    byId("data-rows").replaceChildren(
      ...found.sample.map((row) =>
        element(
          "tr",
          {},
          found.columns.map(({ role }, i) => element("td", { class: role }, [row[i] ?? ""])),
        ),
      ),
    );
    if (focused !== undefined) byId("data-head").querySelector(`[data-column="${focused}"]`)?.focus();
    this.renderErrors(found);
  }

  /** Bad lines with what is wrong with them, and once they are left out too. @param {Found} found */
  renderErrors({ errors, more_errors: more, dropped, can_drop: canDrop }) {
    if (errors.length > 0) this.reasons = new Map(errors.map(({ line, detail }) => [line, detail]));
    const lines = errors.length > 0 ? errors.map(({ line }) => line) : dropped.slice(0, MOST_LINES);
    const rest = errors.length > 0 ? more : dropped.length - lines.length;
    const count = lines.length + rest;
    byId("data-bad").hidden = count === 0;
    setText(byId("data-bad-title"), `${counted(count, "line")} ${errors.length > 0 ? "cannot be used" : "left out"}`);
    const items = lines.map((line) =>
      element("li", {}, [element("b", {}, [`line ${whole(line)}`]), ` ${this.reasons.get(line) ?? ""}`]),
    );
    if (rest > 0) items.push(element("li", {}, [`and ${whole(rest)} more`]));
    byId("data-errors").replaceChildren(...items);
    byId("data-drop-label").hidden = errors.length > 0 && !canDrop && !byId("data-drop").checked;
    setText(
      byId("data-drop-label").querySelector("span"),
      count === 1 ? "leave this line out" : `leave these ${whole(count)} lines out`,
    );
  }
}

/** Names, roles and kinds. @param {Found} found @param {string} coding */
function headOf({ columns }, coding) {
  return element(
    "tr",
    {},
    columns.map((column, i) => {
      const role = element(
        "button",
        {
          type: "button",
          class: "quiet",
          "data-column": String(i),
          title: `Make it ${ROLES[nextRole(column.role)]}`,
          "aria-label": `${column.name}: ${ROLES[column.role]}`,
        },
        [ROLES[column.role]],
      );
      const hint = column.hint ? [element("span", { class: "hint" }, [column.hint])] : [];
      return element("th", { scope: "col", class: column.role }, [
        element("span", { class: "name" }, [column.name]),
        role,
        element("span", { class: "kind" }, [kindOf(column, coding)]),
        ...hint,
      ]);
    }),
  );
}
