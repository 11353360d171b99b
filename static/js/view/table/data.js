// "Your data": a file, a drop or a paste becomes the table, once somebody has seen what was found in it.

import {
  limitsSentence,
  nextRole,
  questionOf,
  sizeProblem,
  suiting,
  typeOf,
  withRoles,
} from "../../pure/table/opening.js";
import { sentence } from "../../pure/words/sentence.js";
import { byId, setText } from "../dom.js";
import { FoundView } from "./found.js";

/** @typedef {import("../../types").Found} Found */

const REST = 300; // milliseconds after the last key in the text

export class DataDialog {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {typeof import("../../services/server/api.js").parseTable} parse
   * @param {(found: Found, suiting: import("../../pure/table/opening.js").Suiting | null) => void} onUse
   * @param {Record<string, number>} limits @param {number} mostBytes
   */
  constructor(store, parse, onUse, limits, mostBytes) {
    this.store = store;
    this.parse = parse;
    this.onUse = onUse;
    this.mostBytes = mostBytes;
    this.dialog = byId("data");
    this.options = /** @type {HTMLSelectElement[]} */ ([...this.dialog.querySelectorAll("[data-option]")]);
    this.asking = new AbortController();
    this.timer = 0;
    /** @type {Blob | null} */
    this.text = null; // what is looked at
    this.name = ""; // of its file
    /** @type {Found | null} */
    this.found = null;
    /** @type {Map<number, import("../../types").Role>} */
    this.chosen = new Map(); // roles, by column
    this.view = new FoundView((column) => this.turn(column));
    setText(byId("data-limits"), limitsSentence(limits, mostBytes));
    this.listen();
    this.listenForDrops();
  }

  listen() {
    byId("open-data").addEventListener("click", () => this.dialog.showModal());
    byId("data-close").addEventListener("click", () => this.dialog.close());
    byId("data-choose").addEventListener("click", () => byId("data-file").click());
    byId("data-file").addEventListener("change", () => {
      const [file] = byId("data-file").files;
      if (file) this.take(file, file.name);
      byId("data-file").value = ""; // the same file again is news too
    });
    byId("data-text").addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.takeText(), REST);
    });
    for (const select of this.options) select.addEventListener("change", () => this.ask());
    byId("data-drop").addEventListener("change", () => this.ask());
    byId("data-use").addEventListener("click", () => this.use(false));
    byId("data-suit").addEventListener("click", () => this.use(true));
  }

  /** A file may be dropped anywhere. */
  listenForDrops() {
    const show = (/** @type {boolean} */ isOver) => document.documentElement.classList.toggle("dropping", isOver);
    const holdsFile = (/** @type {DragEvent} */ event) => event.dataTransfer?.types.includes("Files") ?? false;
    document.addEventListener("dragover", (event) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      show(true);
    });
    document.addEventListener("dragleave", (event) => event.relatedTarget === null && show(false));
    document.addEventListener("drop", (event) => {
      show(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (!file) return;
      event.preventDefault();
      if (!this.dialog.open) {
        byId("open-data").focus(); // where the focus returns
        this.dialog.showModal();
      }
      this.take(file, file.name);
    });
  }

  takeText() {
    const text = byId("data-text").value;
    if (text.trim() !== "") this.take(new Blob([text], { type: typeOf("", text) }), "");
    else this.forget();
  }

  /**
   * Looks at another file or text: nothing of the one before holds.
   * @param {Blob} text
   * @param {string} name "" for a text
   */
  take(text, name) {
    this.forget();
    const problem = sizeProblem({ name, size: text.size }, this.mostBytes);
    setText(byId("data-problem"), problem);
    if (problem) return;
    if (name) byId("data-text").value = "";
    this.text = name ? text.slice(0, text.size, typeOf(name, "")) : text;
    this.name = name;
    for (const select of this.options) select.selectedIndex = 0;
    this.ask();
  }

  forget() {
    this.asking.abort();
    this.text = null;
    this.found = null;
    this.chosen.clear();
    byId("data-drop").checked = false;
    byId("data-found").hidden = true;
    setText(byId("data-problem"), "");
  }

  /** Asks what is in the text, read as it is wished. */
  async ask() {
    if (!this.text) return;
    this.asking.abort();
    this.asking = new AbortController();
    byId("data-use").disabled = true; // what was found is not what is asked for now
    byId("data-suit").hidden = true;
    const options = Object.fromEntries(this.options.map((select) => [select.dataset.option, select.value]));
    const question = questionOf(
      { ...options, drop: String(byId("data-drop").checked) },
      this.chosen,
      this.found?.columns ?? [],
    );
    try {
      this.show(await this.parse(this.text, question, this.asking.signal));
    } catch (error) {
      const failure = /** @type {Error} */ (error);
      if (failure.name !== "AbortError") setText(byId("data-problem"), sentence(failure));
    }
  }

  /** @param {Found} answer */
  show(answer) {
    const found = withRoles(answer, this.chosen, this.found?.columns ?? []);
    this.found = found;
    setText(byId("data-problem"), "");
    byId("data-found").hidden = false;
    this.view.render(found, this.name, byId("data-text-coding").value);
    const suits = found.table && suiting(found.table, this.store.state.spec);
    byId("data-use").disabled = found.table === null;
    byId("data-suit").hidden = !suits;
    setText(byId("data-suit"), suits ? `Use it with ${suits.words}` : "");
  }

  /** Another role for a column. @param {number} column */
  turn(column) {
    const role = this.found?.columns[column]?.role;
    if (!role) return;
    this.chosen.set(column, nextRole(this.chosen.get(column) ?? role));
    this.ask();
  }

  /** @param {boolean} withSuiting */
  use(withSuiting) {
    const { found } = this;
    if (!found?.table) return;
    this.dialog.close();
    byId("data-text").value = "";
    this.onUse(found, withSuiting ? suiting(found.table, this.store.state.spec) : null);
    this.forget();
  }
}
