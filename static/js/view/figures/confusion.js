// A confusion matrix: each cell counts the rows of one class that were predicted as another, and lists them when
// pressed.

import { MOST_CLASSES, rowsBehind, shareText } from "../../pure/reading/scores.js";
import { counted, whole } from "../../pure/words/format.js";
import { element, setAttribute, setText } from "../dom.js";
import { rowOf, tableOf } from "./panel.js";

/** @typedef {import("../../types").Scores} Scores */
/** @typedef {import("../../types").Question} Question */
/** @typedef {import("../../pure/reading/scores.js").Part} Part */

const COLOURS = 8; // --class-0 and so on, then again from the first
const FEW = 6; // classes whose cells have room
const MOST_LISTED = 24; // rows of one cell

export class ConfusionTable {
  /** @param {(row: number) => void} onRow @param {() => void} onList */
  constructor(onRow, onList) {
    this.onRow = onRow;
    this.onList = onList;
    this.key = "";
    this.listedKey = "";
    /** @type {{i: number, j: number} | null} */
    this.chosen = null;
    this.region = element("div", {
      class: "hidden-scroll",
      role: "region",
      tabindex: "0",
      "aria-label": "Confusion matrix",
    });
    this.listed = element("p", { class: "listed", role: "status" });
    this.classes = element("div");
    this.hint = element("p", { class: "hint-line" });
    this.parts = [this.region, this.listed, this.classes, this.hint];
  }

  /** @param {Scores} found @param {Question} question @param {Part} part @param {number} number of the question */
  update(found, question, part, number) {
    this.last = { found, question, part };
    const key = JSON.stringify([question.name, question.classes]);
    if (key !== this.key) {
      this.key = key;
      this.build(question);
    }
    const judgement = found[part]?.judgements[number];
    this.cells?.forEach((row, i) =>
      row.forEach((cell, j) => this.fill(cell, question, judgement?.confusion[i]?.[j] ?? 0, i, j)),
    );
    this.lines?.forEach(({ write }, i) => {
      const score = judgement?.classes[i];
      write([
        shareText(score?.precision ?? null),
        shareText(score?.recall ?? null),
        shareText(score?.f1 ?? null),
        whole(score?.support ?? 0),
      ]);
    });
    const isPartial = judgement?.classes.some((one) => one.precision === null || one.recall === null);
    const left =
      question.classes.length > MOST_CLASSES ? `The first ${MOST_CLASSES} of ${question.classes.length} classes. ` : "";
    setText(this.hint, `${left}${isPartial ? "none: nothing was predicted as this class, or no row is of it." : ""}`);
    this.list();
  }

  /** @param {Question} question */
  build(question) {
    this.chosen = null;
    const names = question.classes.slice(0, MOST_CLASSES);
    this.cells = names.map((_, i) => names.map((__, j) => this.button(i, j)));
    const head = element("tr", {}, [
      element("td"),
      ...names.map((name, j) => element("th", { scope: "col", title: name }, [swatch(j), name])),
    ]);
    const rows = this.cells.map((row, i) =>
      element("tr", {}, [
        element("th", { scope: "row", title: names[i] ?? "" }, [swatch(i), names[i] ?? ""]),
        ...row.map((cell) => element("td", {}, [cell])),
      ]),
    );
    const caption = element("caption", {}, ["expected, down; predicted, across"]);
    this.region.replaceChildren(
      element("table", { class: `confusion${names.length > FEW ? " many" : ""}` }, [
        caption,
        element("thead", {}, [head]),
        element("tbody", {}, rows),
      ]),
    );
    this.lines = names.map((name) => rowOf(name, 4));
    this.lines.forEach(({ row }, i) => row.firstElementChild?.prepend(swatch(i)));
    this.classes.replaceChildren(
      tableOf(
        ["class", "precision", "recall", "F1", "rows"],
        this.lines.map((line) => line.row),
        "scores of each class",
      ),
    );
  }

  /** @param {number} i expected @param {number} j predicted */
  button(i, j) {
    const cell = element("button", { type: "button", class: i === j ? "right" : "off" });
    cell.addEventListener("click", () => {
      const isSame = this.chosen?.i === i && this.chosen.j === j;
      this.chosen = isSame ? null : { i, j };
      this.list();
      const first = isSame ? undefined : this.rows()?.[0];
      if (first !== undefined) this.onRow(first);
    });
    return cell;
  }

  /** @param {HTMLElement} cell @param {Question} question @param {number} count @param {number} i @param {number} j */
  fill(cell, { classes }, count, i, j) {
    setText(cell, whole(count));
    cell.classList.toggle("some", count > 0);
    setAttribute(cell, "aria-label", `${counted(count, "row")}: expected ${classes[i]}, predicted ${classes[j]}`);
  }

  /** The rows of the chosen cell. */
  rows() {
    return this.last && this.chosen
      ? rowsBehind(this.last.found, this.last.question, this.last.part, this.chosen.i, this.chosen.j)
      : null;
  }

  /** Says which rows stand behind the chosen cell; each can be shown. */
  list() {
    this.cells?.forEach((row, i) =>
      row.forEach((cell, j) => setAttribute(cell, "aria-pressed", String(this.chosen?.i === i && this.chosen.j === j))),
    );
    const rows = this.rows();
    const key = JSON.stringify([this.chosen, rows]);
    if (key === this.listedKey) return;
    this.listedKey = key;
    const { classes } = /** @type {{question: Question}} */ (this.last).question;
    const buttons = (rows ?? [])
      .slice(0, MOST_LISTED)
      .map((row) =>
        element(
          "button",
          { type: "button", class: "quiet", "data-row": String(row), "aria-label": `Show row ${row + 1}` },
          [whole(row + 1)],
        ),
      );
    const rest = (rows?.length ?? 0) - buttons.length;
    const end = !this.chosen
      ? ""
      : rows === null
        ? "too many rows to list"
        : rows.length === 0
          ? "no row"
          : rest > 0
            ? ` and ${whole(rest)} more`
            : "";
    this.listed.replaceChildren(
      this.chosen ? `${headOf(classes, this.chosen)}: ` : "Press a cell for its rows.",
      ...buttons,
      end,
    );
    this.onList();
  }
}

/** What a cell counts, in words. @param {string[]} classes @param {{i: number, j: number}} cell */
const headOf = (classes, { i, j }) => (i === j ? `${classes[i]}, found` : `${classes[i]} taken for ${classes[j]}`);

/** The colour of a class. @param {number} number */
function swatch(number) {
  const mark = element("span", { class: "swatch", "aria-hidden": "true" });
  mark.style.setProperty("--of", `var(--class-${number % COLOURS})`);
  return mark;
}
