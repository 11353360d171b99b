// The figures: one at a time, about the epoch and the row that are shown. One question to the server at a time; what is
// wanted meanwhile replaces what was wanted before.

import { whole } from "../pure/format.js";
import { countWeights } from "../pure/hidden.js";
import { shown } from "../pure/showing.js";
import { byId, element, setText } from "./dom.js";
import { BatchPanel } from "./figures/batch.js";
import { ColumnsPanel } from "./figures/columns.js";
import { HiddenPanel } from "./figures/hidden.js";
import { LayersPanel } from "./figures/layers.js";
import { SlopePanel } from "./figures/slope.js";
import { UpdatePanel } from "./figures/update.js";

/** @typedef {import("../types").Figures} Figures */
/** @typedef {import("../types").Spec} Spec */
/** @typedef {{figures: (id: string, epoch: number | null, row: number) => Promise<Figures | null>, firstFigures: (spec: Spec, row: number) => Promise<Figures>, curve: (name: string) => Promise<import("../types").ActivationCurve>}} Source */
/** @typedef {{key: unknown[], spec: Spec, ask: () => Promise<Figures | null>}} Question */

const OF_UPDATES = new Set(["update", "batch", "layers"]); // the figures that the server's notes are about

export class FiguresView {
  /** @param {import("../store.js").Store} store @param {Source} source @param {number} most rows times weights */
  constructor(store, source, most) {
    this.source = source;
    this.most = most;
    /** @type {Question | null} */
    this.wanted = null;
    /** @type {Question | null} */
    this.asked = null;
    /** @type {{found: Figures, spec: Spec} | null} */
    this.answer = null;
    this.isAsking = false;
    this.choice = /** @type {HTMLSelectElement} */ (byId("figure"));
    this.panels = {
      slope: new SlopePanel(sectionOf("slope"), source.curve),
      update: new UpdatePanel(bodyOf("update")),
      batch: new BatchPanel(bodyOf("batch")),
      columns: new ColumnsPanel(bodyOf("columns")),
      hidden: new HiddenPanel(bodyOf("hidden")),
      layers: new LayersPanel(bodyOf("layers")),
    };
    this.choice.addEventListener("change", () => this.choose());
    this.choose();
    store.subscribe((state) => {
      if (state.tab === "figures") this.want(this.questionOf(state));
    });
  }

  /** @param {import("../types").State} state @returns {Question} */
  questionOf(state) {
    const view = shown(state);
    const { spec } = view;
    const row = Math.min(state.row, spec.table.inputs.length - 1);
    const { run, at } = state;
    if (!view.isRun || run === null) return { key: [spec, row], spec, ask: () => this.source.firstFigures(spec, row) };
    return { key: [run.id, view.frame.epoch, row], spec, ask: () => this.source.figures(run.id, at === null ? null : view.frame.epoch, row) };
  }

  /** @param {Question} question */
  want(question) {
    const newest = this.wanted ?? this.asked;
    if (newest && newest.key.length === question.key.length && newest.key.every((part, i) => part === question.key[i])) return;
    this.wanted = question;
    if (!this.isAsking) this.askAll();
  }

  async askAll() {
    this.isAsking = true;
    while (this.wanted) {
      const question = this.wanted;
      [this.asked, this.wanted] = [question, null];
      try {
        this.check(question.spec);
        const found = await question.ask();
        if (found) this.take({ found, spec: question.spec });
        else this.wanted ??= question; // its epoch is still being computed
      } catch (error) {
        this.refuse(/** @type {Error} */ (error));
      }
    }
    this.isAsking = false;
  }

  /** What the server would refuse is not asked for. @param {Spec} spec */
  check(spec) {
    const isTooMuch = countWeights(spec) * spec.table.inputs.length > this.most;
    if (isTooMuch) throw new Error(`This is too much to be taken apart: figures show up to ${whole(this.most)} rows times weights.`);
  }

  /** @param {{found: Figures, spec: Spec}} answer */
  take(answer) {
    this.answer = answer;
    setText(byId("figure-problem"), "");
    setText(byId("figure-about"), `row ${whole(answer.found.row + 1)} · epoch ${whole(answer.found.epoch)}`);
    const notes = OF_UPDATES.has(this.choice.value) ? answer.found.notes : [];
    const list = byId("figure-notes");
    if (list.textContent !== notes.join("")) list.replaceChildren(...notes.map((note) => element("li", {}, [note])));
    for (const name of Object.keys(this.panels)) sectionOf(name).hidden = name !== this.choice.value;
    this.panels[/** @type {keyof FiguresView["panels"]} */ (this.choice.value)].show(answer.found, answer.spec);
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
    for (const name of Object.keys(this.panels)) sectionOf(name).hidden = name !== this.choice.value || this.answer === null;
    if (this.answer) this.take(this.answer);
  }
}

/** @param {string} name @returns {HTMLElement} */
const sectionOf = (name) => /** @type {HTMLElement} */ (byId("panel-figures").querySelector(`[data-figure="${name}"]`));

/** @param {string} name */
const bodyOf = (name) => /** @type {HTMLElement} */ (sectionOf(name).querySelector(".figure-body"));
