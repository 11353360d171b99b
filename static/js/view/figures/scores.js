// Scores: how well the network does, and which rows stand behind each number.

import { partsOf, saidBy, shareText } from "../../pure/reading/scores.js";
import { fixed, small, whole } from "../../pure/words/format.js";
import { element, setAttribute, setText } from "../dom.js";
import { ConfusionTable } from "./confusion.js";
import { choiceOf, rowOf, tableOf } from "./panel.js";
import { ResidualPlot } from "./residuals.js";

/** @typedef {import("../../types").Scores} Scores */
/** @typedef {import("../../types").Spec} Spec */

export class ScoresPanel {
  /** @param {HTMLElement} body @param {(row: number) => void} onRow */
  constructor(body, onRow) {
    this.body = body;
    this.onRow = onRow;
    this.shape = "";
    this.row = -1;
    /** @type {{found: Scores, spec: Spec} | null} */
    this.last = null;
    body.addEventListener("click", (event) => {
      const row = /** @type {HTMLElement} */ (event.target).closest("button[data-row]")?.getAttribute("data-row");
      if (row) onRow(Number(row));
    });
  }

  /** @param {Scores} found @param {Spec} spec */
  show(found, spec) {
    this.last = { found, spec };
    const shape = JSON.stringify([
      found.task,
      found.names,
      found.questions.map((one) => one.classes),
      partsOf(found),
      spec.table.targets.length,
    ]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.build(found);
    }
    this.update(found, spec);
    this.mark(this.row);
  }

  /** The row that the drawing shows. @param {number} row */
  mark(row) {
    this.row = row;
    this.body
      .querySelectorAll("button[data-row]")
      .forEach((one) => setAttribute(one, "aria-pressed", String(one.getAttribute("data-row") === String(row))));
    this.plot?.mark(row);
  }

  /** @param {Scores} found */
  build(found) {
    const again = () => this.last && this.show(this.last.found, this.last.spec);
    const parts = partsOf(found);
    const isRegression = found.task === "regression";
    const names = isRegression ? found.names : found.questions.map((one) => one.name);
    this.output = choiceOf("Output", names, again);
    this.part = choiceOf("Rows", parts, again);
    const lines = isRegression
      ? ["RMSE", "MAE", "R²"]
      : ["rows right", "accuracy", ...(names.length > 1 ? ["of this output"] : [])];
    this.summary = lines.map((name) => rowOf(name, parts.length));
    const heads = tableOf(
      ["", ...parts],
      this.summary.map((line) => line.row),
      "scores",
    );
    this.worst = found.worst.map(() => new WorstLine());
    const worst = tableOf(
      ["row", "expected", "predicted", "error"],
      this.worst.map((line) => line.row),
      "the rows missed by most",
    );
    this.confusion = isRegression ? null : new ConfusionTable(this.onRow, () => this.mark(this.row));
    this.plot = isRegression ? new ResidualPlot(this.onRow) : null;
    const choices = isRegression ? [this.output.line] : [this.output.line, this.part.line];
    this.body.replaceChildren(
      ...choices,
      heads,
      ...(this.confusion?.parts ?? []),
      ...(this.plot?.parts ?? []),
      element("h3", {}, ["Missed by most"]),
      worst,
    );
  }

  /** @param {Scores} found @param {Spec} spec */
  update(found, spec) {
    const output = Number(this.output?.select.value ?? 0);
    const parts = partsOf(found);
    const part = parts[Number(this.part?.select.value ?? 0)] ?? "training";
    this.columns(found, output).forEach((texts, line) => this.summary?.[line]?.write(texts));
    const question = found.questions[output];
    if (question) this.confusion?.update(found, question, part, output);
    this.plot?.update(found, spec.table.targets, output);
    this.worst?.forEach((line, i) => found.worst[i] && line.update(found, found.worst[i]));
  }

  /** The texts of the summary, line by line. @param {Scores} found @param {number} output */
  columns(found, output) {
    const parts = partsOf(found).flatMap((name) => found[name] ?? []);
    if (found.task === "regression") {
      const scores = parts.map((part) => part.outputs[output]);
      return [
        scores.map((one) => small(one?.rmse)),
        scores.map((one) => small(one?.mae)),
        scores.map((one) => (one?.r_squared == null ? "none: constant" : fixed(one.r_squared, 4))),
      ];
    }
    const right = parts.map((part) => `${whole(part.correct ?? 0)} of ${whole(part.rows)}`);
    return [
      right,
      parts.map((part) => shareText(part.accuracy)),
      parts.map((part) => shareText(part.judgements[output]?.accuracy ?? null)),
    ];
  }
}

/** One of the rows that are missed by most; a click shows it. */
class WorstLine {
  constructor() {
    this.pick = element("button", { type: "button", class: "quiet pick" });
    this.cells = [element("td"), element("td"), element("td")];
    this.row = element("tr", {}, [element("th", { scope: "row" }, [this.pick]), ...this.cells]);
  }

  /** @param {Scores} found @param {import("../../types").WorstRow} worst */
  update(found, { row, error, expected, predicted }) {
    setText(this.pick, `${whole(row + 1)}${found.test_rows.includes(row) ? " test" : ""}`);
    setAttribute(this.pick, "data-row", String(row));
    setAttribute(this.pick, "aria-label", `Show row ${row + 1}`);
    const texts = [saidBy(found, expected, row, "expected"), saidBy(found, predicted, row, "predicted"), small(error)];
    texts.forEach((text, i) => this.cells[i] && setText(this.cells[i], text));
  }
}
