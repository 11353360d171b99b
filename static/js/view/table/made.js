// The dialog that makes points in the plane: which set, how many, how noisy, from which seed, along which curve.

import { marks } from "../../pure/plane/marks.js";
import * as format from "../../pure/words/format.js";
import { sentence } from "../../pure/words/sentence.js";
import { byId, drawn, setAttribute, setText } from "../dom.js";

/** @typedef {import("../../types").Recipe} Recipe */

const PATIENCE = 80; // milliseconds that a slider rests before its table is asked for
const REACH = 4; // of the large picture: noise moves points beyond the plane

export class MadeView {
  /**
   * @param {import("../../services/editing/maker.js").Maker} maker
   * @param {import("../../services/store.js").Store} store
   * @param {{seed: number}} limits
   */
  constructor(maker, store, limits) {
    this.maker = maker;
    this.store = store;
    this.limits = limits;
    this.dialog = /** @type {HTMLDialogElement} */ (byId("made"));
    this.form = /** @type {HTMLFormElement} */ (byId("made-form"));
    this.timer = 0;
    this.hasPictures = false;
    byId("open-made").addEventListener("click", () => this.open());
    byId("made-close").addEventListener("click", () => this.dialog.close());
    byId("made-new").addEventListener("click", () => this.newSample());
    byId("made-formula").addEventListener("scroll", () => this.placeCaret());
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", (event) => this.change(event));
  }

  open() {
    const recipe = this.maker.recipeOf(this.store.state.spec.table);
    this.maker.open();
    this.fill(recipe);
    if (recipe) this.draw(this.store.state.spec.table);
    else byId("made-picture").replaceChildren();
    this.dialog.showModal();
    (this.chosen() ?? this.radios()[0])?.focus();
    this.drawSets();
  }

  /**
   * Shows how the page's table was made; settings that may be somebody's own are kept.
   * @param {Recipe | null} recipe
   */
  fill(recipe) {
    for (const radio of this.radios()) radio.checked = radio.value === recipe?.name;
    if (recipe) {
      slideTo(byId("made-points"), recipe.points);
      slideTo(byId("made-noise"), recipe.noise);
      byId("made-seed").value = String(recipe.seed);
      if (recipe.formula !== null) byId("made-formula").value = recipe.formula;
    }
    byId(recipe ? "made-keep" : "made-suggested").checked = true;
    this.complain("");
    this.tell();
  }

  /** @returns {HTMLInputElement[]} */
  radios() {
    return [...this.form.querySelectorAll(/** @type {"input"} */ ('input[name="set"]'))];
  }

  chosen() {
    return this.radios().find((radio) => radio.checked) ?? null;
  }

  /** The recipe that the form holds; null where no set is chosen, or the seed is none. @returns {Recipe | null} */
  recipe() {
    const radio = this.chosen();
    const seed = format.parseWhole(byId("made-seed").value);
    const isSeed = seed !== null && seed <= this.limits.seed;
    setAttribute(byId("made-seed"), "aria-invalid", String(!isSeed));
    if (!isSeed) this.complain(`a seed is a whole number from 0 to ${format.whole(this.limits.seed)}`);
    if (!radio || !isSeed) return null;
    const formula = radio.dataset.formula ? byId("made-formula").value : null;
    const [points, noise] = [Math.round(byId("made-points").value), Math.round(1000 * byId("made-noise").value) / 1000];
    return { name: radio.value, points, noise, seed, formula };
  }

  /** @param {Event} event */
  change(event) {
    this.tell();
    clearTimeout(this.timer);
    const isSliding = /** @type {HTMLInputElement} */ (event.target).type !== "radio";
    this.timer = window.setTimeout(() => this.make(), isSliding ? PATIENCE : 0);
  }

  newSample() {
    byId("made-seed").value = String(1 + Math.floor(Math.random() * 9999));
    this.make();
  }

  async make() {
    this.complain("");
    const recipe = this.recipe();
    if (!recipe) return;
    try {
      this.draw(await this.maker.make(recipe, byId("made-suggested").checked));
    } catch (error) {
      this.fail(/** @type {Error} */ (error));
    }
  }

  /** @param {Error} error */
  fail(error) {
    if (error.name === "AbortError") return;
    const wrong = /** @type {Partial<import("../../services/server/api.js").ApiError>} */ (error).errors?.find(
      (one) => one.pointer === "/formula",
    );
    if (wrong) this.complain(wrong.detail, wrong.position ?? 0);
    else this.complain(sentence(error));
  }

  /**
   * Says what is wrong; a position is that of a character in the formula, which a caret points at.
   * @param {string} words
   * @param {number | null} [position]
   */
  complain(words, position = null) {
    const isFormula = position !== null;
    setText(byId("made-problem"), isFormula ? `f(x), character ${position + 1}: ${words}` : words);
    setAttribute(byId("made-formula"), "aria-invalid", String(isFormula));
    const caret = byId("made-caret");
    caret.hidden = !isFormula;
    if (isFormula) caret.style.setProperty("--at", String(position));
    this.placeCaret();
  }

  /** A long formula scrolls in its field, and the caret with it. */
  placeCaret() {
    byId("made-caret").style.setProperty("--scrolled", `${byId("made-formula").scrollLeft}px`);
  }

  /** The words and numbers that follow from what is chosen. */
  tell() {
    const radio = this.chosen();
    setText(
      byId("made-help"),
      radio ? (radio.dataset.help ?? "") : "Choose a set: the table and the drawing follow at once.",
    );
    setText(byId("made-noise-help"), radio?.dataset.noise ?? "");
    setText(byId("made-points-value"), format.whole(Number(byId("made-points").value)));
    setText(byId("made-noise-value"), Number(byId("made-noise").value).toFixed(2));
    byId("made-formula-row").classList.toggle("absent", !radio?.dataset.formula);
  }

  /** @param {import("../../types").Table} table */
  draw(table) {
    const task = /** @type {"classes" | "numbers"} */ (this.chosen()?.dataset.task);
    byId("made-picture").replaceChildren(...pathsOf(table, task, 3, REACH));
  }

  /** A small picture of each set, once. */
  async drawSets() {
    if (this.hasPictures) return;
    this.hasPictures = true;
    try {
      for (const { name, task, example } of (await this.maker.examples()).generators) {
        byId(`made-picture-${name}`).replaceChildren(...pathsOf(example, task, 6));
      }
    } catch (error) {
      this.hasPictures = false;
      this.complain(sentence(/** @type {Error} */ (error)));
    }
  }
}

/**
 * @param {import("../../types").Table} table
 * @param {"classes" | "numbers"} task
 * @param {number} size
 * @param {number} [reach]
 */
function pathsOf(table, task, size, reach) {
  return marks(table, task, size, reach).map(({ side, isStrong, d }) =>
    drawn("path", { d, class: `points class-${side}${isStrong ? "" : " faint"}` }),
  );
}

/**
 * A link may ask for what the slider does not offer: then it offers it.
 * @param {HTMLInputElement} slider
 * @param {number} value
 */
function slideTo(slider, value) {
  slider.min = String(Math.min(Number(slider.min), value));
  slider.max = String(Math.max(Number(slider.max), value));
  slider.value = String(value);
  if (Number(slider.value) === value) return;
  slider.step = "any";
  slider.value = String(value);
}
