// The figures: one at a time, about the epoch and the row that are shown.

import { shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import { countWeights } from "../../pure/spec/hidden.js";
import { whole } from "../../pure/words/format.js";
import { byId, element, setText } from "../dom.js";
import { BatchPanel } from "./batch.js";
import { ColumnsPanel } from "./columns.js";
import { HiddenPanel } from "./hidden.js";
import { LayersPanel } from "./layers.js";
import { ScoresPanel } from "./scores.js";
import { SlopePanel } from "./slope.js";
import { UpdatePanel } from "./update.js";

/** @typedef {import("../../types").Figures} Figures */
/** @typedef {import("../../types").Scores} Scores */
/** @typedef {import("../../types").Spec} Spec */
/** @typedef {typeof import("../../services/server/api.js")} Source */
/** @typedef {{of: "pass", found: Figures, spec: Spec} | {of: "scores", found: Scores, spec: Spec}} Answer */
/** @typedef {{key: unknown[], spec: Spec, ask: () => Promise<Answer | null>}} Question */

const NOT_TRAINED = "This is the run as it was trained: weights set by hand and rows changed since are not in it.";
const WORST = 10; // rows that the scores name
const OF_UPDATES = new Set(["update", "batch", "layers"]); // the figures that the server's notes are about

export class FiguresView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {Source} source
   * @param {(next: () => (() => Promise<void>) | null) => import("../../services/server/asking.js").Asking} asking
   *   questions one at a time
   * @param {number} most rows times weights
   * @param {(row: number) => void} onRow
   */
  constructor(store, source, asking, most, onRow) {
    this.store = store;
    this.source = source;
    this.most = most;
    /** @type {Question | null} */
    this.wanted = null;
    /** @type {Question | null} */
    this.asked = null;
    /** @type {Answer | null} */
    this.answer = null;
    this.asking = asking(() => this.wanted && (() => this.ask(/** @type {Question} */ (this.wanted))));
    this.choice = /** @type {HTMLSelectElement} */ (byId("figure"));
    this.panels = {
      slope: new SlopePanel(sectionOf("slope"), source.curve),
      update: new UpdatePanel(bodyOf("update")),
      batch: new BatchPanel(bodyOf("batch")),
      columns: new ColumnsPanel(bodyOf("columns")),
      hidden: new HiddenPanel(bodyOf("hidden")),
      layers: new LayersPanel(bodyOf("layers")),
    };
    this.scores = new ScoresPanel(bodyOf("scores"), onRow);
    this.choice.addEventListener("change", () => {
      this.choose();
      this.want(this.questionOf(store.state));
    });
    this.choose();
    store.subscribe((state) => {
      if (state.tab !== "figures") return;
      this.want(this.questionOf(state));
      this.scores.mark(state.row);
      this.note();
    });
  }

  /** @param {import("../../types").State} state @returns {Question} */
  questionOf(state) {
    const view = shown(state);
    const { run, at } = state;
    const isOfRun = view.isRun && run !== null;
    const spec = isOfRun ? run.spec : view.spec; // not a table that is only thought of, where a fork might leave
    const row = Math.min(state.row, spec.table.inputs.length - 1);
    const epoch = at === null ? null : view.frame.epoch;
    const key = isOfRun ? [run.id, view.frame.epoch] : [spec];
    if (this.choice.value === "scores") {
      const ask = () => (isOfRun ? this.source.scores(run.id, epoch, WORST) : this.source.firstScores(spec, WORST));
      return { key: ["scores", ...key], spec, ask: async () => answerOf("scores", await ask(), spec) };
    }
    const ask = () => (isOfRun ? this.source.figures(run.id, epoch, row) : this.source.firstFigures(spec, row));
    return {
      key: ["pass", ...key, row],
      spec,
      ask: async () => {
        this.check(spec);
        return answerOf("pass", await ask(), spec);
      },
    };
  }

  /** @param {Question} question */
  want(question) {
    const newest = this.wanted ?? this.asked;
    if (newest && newest.key.length === question.key.length && newest.key.every((part, i) => part === question.key[i]))
      return;
    this.wanted = question;
    this.asking.follow();
  }

  /** @param {Question} question */
  async ask(question) {
    [this.asked, this.wanted] = [question, null];
    try {
      const answer = await question.ask();
      if (answer) this.take(answer);
      else this.wanted ??= question; // its epoch is still being computed
    } catch (error) {
      this.refuse(/** @type {Error} */ (error));
    }
  }

  /** What the server would refuse is not asked for. @param {Spec} spec */
  check(spec) {
    const isTooMuch = countWeights(spec) * spec.table.inputs.length > this.most;
    if (isTooMuch)
      throw new Error(`This is too much to be taken apart: figures show up to ${whole(this.most)} rows times weights.`);
  }

  /** @param {Answer} answer */
  take(answer) {
    this.answer = answer;
    if (!this.isAnswered()) return; // another figure was chosen meanwhile
    setText(byId("figure-problem"), "");
    const epoch = `epoch ${whole(answer.found.epoch)}`;
    setText(byId("figure-about"), answer.of === "pass" ? `row ${whole(answer.found.row + 1)} · ${epoch}` : epoch);
    this.note();
    this.open();
    if (answer.of === "scores") this.scores.show(answer.found, answer.spec);
    else this.panels[/** @type {keyof FiguresView["panels"]} */ (this.choice.value)].show(answer.found, answer.spec);
  }

  /**
   * What is to be known beside the figure: whether the page shows something else just now, and what it leaves out of an
   * update.
   */
  note() {
    const { answer, store } = this;
    if (!answer || !this.isAnswered()) return;
    const left = answer.of === "pass" && OF_UPDATES.has(this.choice.value) ? answer.found.notes : [];
    const notes = shown(store.state).isRun && !isAsTrained(store.state) ? [NOT_TRAINED, ...left] : left;
    const list = byId("figure-notes");
    if (list.textContent !== notes.join("")) list.replaceChildren(...notes.map((note) => element("li", {}, [note])));
  }

  /** Whether there is an answer to what the chosen figure asks. */
  isAnswered() {
    return this.answer?.of === (this.choice.value === "scores" ? "scores" : "pass");
  }

  /** Shows the chosen figure alone, and none before there is an answer. */
  open() {
    for (const name of [...Object.keys(this.panels), "scores"])
      sectionOf(name).hidden = name !== this.choice.value || !this.isAnswered();
  }

  /** Without an answer there is nothing to see, but for the reason. @param {Error} error */
  refuse(error) {
    const isSilent = error instanceof TypeError;
    if (isSilent) this.asked = null; // may be asked again
    this.answer = null;
    setText(byId("figure-about"), "");
    setText(byId("figure-problem"), isSilent ? "The server does not answer." : error.message);
    byId("figure-notes").replaceChildren();
    this.choose();
  }

  choose() {
    this.open();
    if (this.answer) this.take(this.answer);
  }
}

/** @param {Answer["of"]} of @param {any} found @param {Spec} spec @returns {Answer | null} */
const answerOf = (of, found, spec) => found && { of, found, spec };

/** @param {string} name @returns {HTMLElement} */
const sectionOf = (name) => /** @type {HTMLElement} */ (byId("panel-figures").querySelector(`[data-figure="${name}"]`));

/** @param {string} name */
const bodyOf = (name) => /** @type {HTMLElement} */ (sectionOf(name).querySelector(".figure-body"));
