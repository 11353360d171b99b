// The panel of one iteration: the sub-step that is looked at, term by term, and the buttons that walk.

import { groupAt, modeOf, startsOf, substepAt, walkOf } from "../../pure/reading/steps.js";
import { rowOf, shown } from "../../pure/run/showing.js";
import { isAsTrained } from "../../pure/spec/fork.js";
import * as format from "../../pure/words/format.js";
import { byId, element, setAttribute, setText, setValue } from "../dom.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Trace} Trace */
/** @typedef {import("../../types").Line} Line */
/** @typedef {import("../../types").Term} Term */
/** @typedef {import("../../types").Substep} Substep */

const NOT_TRAINED =
  "Weights were set by hand, or rows changed, and the run knows nothing of that: go on from here, and the new run can be taken apart.";
const WAITING = "Getting the numbers of this pass.";

export class StepsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/looking/slowmotion.js").SlowMotion} motion
   * @param {() => void} begin
   */
  constructor(store, motion, begin) {
    this.motion = motion;
    this.store = store;
    this.invitation = byId("steps-problem").textContent;
    this.shown = "";
    this.groups = "";
    this.keys = /** @type {Record<string, () => void>} */ ({
      ArrowRight: () => motion.next(),
      n: () => motion.next(),
      ArrowLeft: () => motion.back(),
      b: () => motion.back(),
      Home: () => motion.go(0),
      End: () => motion.go(Infinity),
    });
    byId("steps-begin").addEventListener("click", begin);
    byId("steps-next").addEventListener("click", () => this.walk(() => motion.next()));
    byId("steps-back").addEventListener("click", () => this.walk(() => motion.back()));
    byId("steps-play").addEventListener("click", () => motion.play(store.state.stepping.pace > 0 ? 0 : this.pace()));
    byId("steps-pace").addEventListener("change", () => store.state.stepping.pace > 0 && motion.play(this.pace()));
    byId("steps-row-back").addEventListener("click", () => motion.moveRow(-1));
    byId("steps-row-on").addEventListener("click", () => motion.moveRow(1));
    byId("steps-group").addEventListener("change", () => this.walk(() => motion.go(Number(byId("steps-group").value))));
    this.listen(
      "steps-batch",
      () => store.state.stepping.trace?.batches ?? 1,
      (batch) => motion.land(null, batch),
    );
    this.listen(
      "steps-unit",
      () => Infinity,
      (unit) => motion.standFor(unit),
    );
    byId("panel-steps").addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => this.press(event));
    store.subscribe((state) => this.render(state));
  }

  /**
   * A field that holds a number counted from 1.
   * @param {string} id
   * @param {() => number} most
   * @param {(number: number) => void} act from 0
   */
  listen(id, most, act) {
    const field = byId(id);
    field.addEventListener("change", () => {
      const number = format.parseWhole(field.value);
      const isWrong = number === null || number < 1 || number > most();
      setAttribute(field, "aria-invalid", String(isWrong));
      if (!isWrong) act(number - 1);
    });
    field.addEventListener("blur", () => this.renderHead(this.store.state));
  }

  /** What is walked by hand does not play. @param {() => void} act */
  walk(act) {
    if (this.store.state.stepping.pace > 0) this.motion.play(0);
    act();
  }

  pace() {
    return Number(byId("steps-pace").value);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const act = this.keys[event.key];
    const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement;
    if (!act || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.walk(act);
  }

  /** @param {State} state */
  render(state) {
    if (state.tab !== "steps") return;
    const { trace, problem } = state.stepping;
    const isRun = shown(state).isRun;
    const isThere = isRun && trace !== null && isAsTrained(state);
    byId("steps").hidden = !isThere;
    byId("steps-start").hidden = isThere;
    byId("steps-begin").hidden = isRun;
    setText(byId("steps-problem"), !isRun ? this.invitation : !isAsTrained(state) ? NOT_TRAINED : problem || WAITING);
    if (isThere && trace.rows.includes(rowOf(state))) this.renderTrace(state, trace);
  }

  /** @param {State} state @param {Trace} trace */
  renderTrace(state, trace) {
    const { spec } = /** @type {import("../../types").Run} */ (state.run);
    const { at, stands, pace } = state.stepping;
    const walk = walkOf(trace, spec, stands);
    this.renderHead(state);
    this.renderGroups(walk, at);
    for (const id of ["steps-units", "steps-rule"]) byId(id).hidden = !walk.isJumping;
    const mode = modeOf(trace);
    setText(byId("steps-mode"), mode);
    byId("steps-mode").hidden = mode === "";
    setAttribute(byId("steps-sentence"), "aria-live", pace > 0 ? "off" : "polite");
    setAttribute(byId("steps-play"), "aria-pressed", String(pace > 0));
    setText(byId("steps-play"), pace > 0 ? "❚❚ pause" : "play ▶▶");
    const { isFirst, isLast, isEnd } = this.motion.ends();
    setAttribute(byId("steps-back"), "aria-disabled", String(isFirst));
    setAttribute(byId("steps-next"), "aria-disabled", String(isLast));
    byId("steps-play").disabled = isLast && pace === 0;
    const isOn = isEnd && !isLast;
    setText(byId("steps-next"), !isOn ? "Next ▶" : trace.batch + 1 < trace.batches ? "Next batch ▶" : "Next epoch ▶");
    const substep = substepAt(walk, trace, spec, rowOf(state), at);
    setText(
      byId("steps-progress"),
      `${substep.stage} · ${substep.where} (${format.whole(at + 1)} of ${format.whole(walk.count)})`,
    );
    setText(byId("steps-sentence"), substep.sentence);
    this.renderSum(substep, at);
  }

  /** @param {State} state */
  renderHead(state) {
    const { trace, stands } = state.stepping;
    if (!trace) return;
    const rows = shown(state).spec.table.inputs.length;
    const row = rowOf(state);
    setText(byId("steps-pass"), `${format.whole(trace.epoch)} → ${format.whole(trace.epoch + 1)}`);
    setText(byId("steps-row"), `row ${format.whole(row + 1)} of ${format.whole(rows)}`);
    byId("steps-row-back").disabled = row === 0;
    byId("steps-row-on").disabled = row + 1 >= rows;
    byId("steps-batches").hidden = trace.batches === 1;
    setText(byId("steps-batch-count"), `of ${format.whole(trace.batches)}`);
    for (const [id, number] of /** @type {const} */ ([
      ["steps-batch", trace.batch],
      ["steps-unit", stands],
    ])) {
      const field = byId(id);
      if (document.activeElement === field && field.getAttribute("aria-invalid") === "true") continue;
      setValue(field, String(number + 1));
      setAttribute(field, "aria-invalid", "false");
    }
  }

  /** @param {import("../../pure/reading/steps.js").Walk} walk @param {number} at */
  renderGroups(walk, at) {
    const starts = startsOf(walk);
    const key = JSON.stringify(starts);
    const select = byId("steps-group");
    if (key !== this.groups)
      select.replaceChildren(...starts.map(({ name, start }) => element("option", { value: String(start) }, [name])));
    this.groups = key;
    if (select.selectedIndex !== groupAt(walk, at)) select.selectedIndex = groupAt(walk, at);
  }

  /** @param {Substep} substep @param {number} at */
  renderSum(substep, at) {
    const { terms, rest, lines } = substep;
    const key = JSON.stringify([terms, rest, lines]);
    if (key === this.shown) return;
    this.shown = key;
    const others =
      rest &&
      element("tr", { class: "rest" }, [
        cell("th", `… and ${format.whole(rest.count)} more, together`, 4),
        cell("td", format.term(rest.value)),
      ]);
    byId("steps-terms").replaceChildren(...terms.map(termRow), ...(others ? [others] : []));
    byId("steps-lines").replaceChildren(...lines.map(lineRow));
    if (at !== this.at) byId("steps-sum").scrollTop = 0;
    this.at = at;
  }

  at = -1;
}

/** @param {Term} term */
function termRow({ name, factors, product, isShown }) {
  const [left = 0, right] = factors;
  const texts = right === undefined ? ["", "", ""] : [format.term(left), "×", format.term(right)];
  return element("tr", isShown ? { class: "shown", title: "the row that the units show" } : {}, [
    cell("th", name),
    ...texts.map((text) => cell("td", text)),
    cell("td", format.term(product)),
  ]);
}

/** @param {Line} line */
const lineRow = ({ name, label, text, value, meaning }) =>
  element("tr", { title: `${name}: ${meaning}`, "data-name": name }, [
    cell("th", label),
    cell("td", text, 3),
    cell("td", format.term(value)),
  ]);

/** @param {"th" | "td"} tag @param {string} text @param {number} [span] */
function cell(tag, text, span = 1) {
  return element(tag, { ...(tag === "th" && { scope: "row" }), ...(span > 1 && { colspan: String(span) }) }, [text]);
}
