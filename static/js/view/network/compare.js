// Two epochs side by side: one is kept, the other follows the scrubber; lines whose sign has turned are marked in both.

import { placeLabels } from "../../pure/network/labels.js";
import { flatten } from "../../pure/network/lines.js";
import { shown } from "../../pure/run/showing.js";
import { headlineOf } from "../../pure/table/tasks.js";
import * as format from "../../pure/words/format.js";
import { sentence } from "../../pure/words/sentence.js";
import { byId, setAttribute, setText } from "../dom.js";
import { CanvasEdges, curvesOf } from "./canvas.js";
import { Drawing } from "./drawing.js";
import { boxesOf } from "./labels.js";

/** @typedef {import("../../types").State} State */
/** @typedef {import("../../types").Frame} Frame */

const MOST_MARKS = 200; // lines that get a sign, those that changed most: more would only cover the drawing

export class CompareView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/running/player.js").Player} player
   * @param {import("./network.js").NetworkView} network
   * @param {{middles: Record<string, number>, redraw: (isNarrow: boolean) => void, frameOf: typeof
   *   import("../../services/server/api.js").frame}} more
   */
  constructor(store, player, network, { middles, redraw, frameOf }) {
    this.frameOf = frameOf;
    this.redraw = redraw;
    this.store = store;
    this.player = player;
    this.network = network;
    this.middles = middles;
    /** @type {Drawing | null} */
    this.drawing = null;
    /** @type {CanvasEdges | null} */
    this.canvas = null;
    this.svg = "";
    this.marked = "";
    this.isComparing = false;
    this.asked = 0;
    byId("compare").addEventListener("click", () => this.toggle());
    new ResizeObserver(() => this.repaint()).observe(byId("kept-drawing"));
    store.subscribe((state, before) => {
      if (state.kept && (state.run?.id !== before.run?.id || !shown(state).isRun)) store.set({ kept: null });
      else if (state.kept && state.row !== before.row) this.keep(state.kept.epoch);
      else this.render(state);
    });
  }

  /** Keeps the epoch that is shown; at the newest, the first: the article's advice. */
  async toggle() {
    const { kept, at } = this.store.state;
    const span = this.player.span();
    this.asked += 1; // an answer that is still under way comes too late
    if (kept) this.store.set({ kept: null });
    else if (span) await this.keep(at ?? span.first);
  }

  /** @param {number} epoch */
  async keep(epoch) {
    const { run, row } = this.store.state;
    if (!run) return;
    try {
      const asked = ++this.asked;
      const frame = await this.frameOf(run, epoch, Math.min(row, run.spec.table.inputs.length - 1));
      if (this.store.state.run?.id === run.id && asked === this.asked) this.store.set({ kept: frame });
    } catch (error) {
      this.store.set({ notice: sentence(/** @type {Error} */ (error)) });
    }
  }

  /** @param {State} state */
  render(state) {
    const view = shown(state);
    const span = this.player.span();
    const kept = view.isRun ? state.kept : null;
    byId("compare").disabled = span === null || span.first === span.last || !view.frame.weights;
    setAttribute(byId("compare"), "aria-pressed", String(kept !== null));
    setText(byId("compare"), kept ? `beside epoch ${format.whole(kept.epoch)} ×` : "compare");
    const isComparing = kept !== null;
    if (byId("stages").classList.toggle("comparing", isComparing) !== this.isComparing) {
      this.isComparing = isComparing;
      this.redraw(isComparing); // two narrow drawings fit where a wide one was
    }
    byId("kept").toggleAttribute("hidden", kept === null);
    setText(byId("shown-caption"), kept ? captionOf(view.frame, view.epoch, view.error, view, this.middles) : "");
    if (kept) this.draw(kept, view);
    else if (this.drawing) this.clear();
  }

  /** @param {Frame} kept @param {ReturnType<typeof shown>} view */
  draw(kept, view) {
    if (!kept.weights || !view.frame.weights) return;
    if (view.svg !== this.svg) {
      this.svg = view.svg;
      this.drawing = new Drawing(byId("kept-drawing"), view.svg);
      this.drawing.edges.forEach((edge) => edge.setAttribute("tabindex", "-1"));
      this.canvas = this.drawing.isMany ? new CanvasEdges(byId("kept-edges"), this.drawing.svg) : null;
      this.drawing.svg.classList.toggle("unpainted", this.canvas !== null);
      byId("kept-edges").hidden = this.canvas === null;
    }
    const [before, after] = [flatten(kept.weights, kept.biases), flatten(view.frame.weights, view.frame.biases)];
    this.network.grow(before.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0));
    this.drawing?.strokeEdges(before, this.network.scale);
    if (this.drawing) this.canvas?.update(before, this.network.scale, this.drawing.stroke);
    this.drawing?.labelEdges(before);
    this.drawing?.showUnits(kept);
    // it is of the run's own rows, whatever is thought of for a fork
    const spec = this.store.state.run?.spec ?? view.spec;
    setText(byId("kept-caption"), captionOf(kept, kept.epoch, kept.error ?? null, { ...view, spec }, this.middles));
    const way = (/** @type {number} */ i) => Math.abs((after[i] ?? 0) - (before[i] ?? 0));
    const turned = before.flatMap((weight, i) => (weight < 0 !== (after[i] ?? 0) < 0 ? [i] : []));
    this.mark(turned.length > MOST_MARKS ? turned.toSorted((a, b) => way(b) - way(a)) : turned);
  }

  /**
   * A sign on each line whose weight has turned, in both drawings, where no number stands.
   * @param {number[]} turned by their places among the weights, the most wanted first
   */
  mark(turned) {
    const svgs = [this.drawing, this.network.drawn].flatMap((one) => (one ? [one.svg] : []));
    const { numbers, digits } = this.store.state;
    const key = `${turned.join()} ${numbers ? digits : ""}`;
    if (key === this.marked && svgs.every((svg) => svg.querySelector(".turned"))) return;
    this.unmark();
    this.marked = key;
    for (const svg of svgs) {
      const group = document.createElementNS(svg.namespaceURI, "g");
      setAttribute(group, "class", "turned");
      setAttribute(group, "aria-hidden", "true");
      const curves = curvesOf(svg);
      const numberOf = new Map(curves.map(({ index }, number) => [index, number]));
      const order = turned.slice(0, MOST_MARKS).map((index) => numberOf.get(index) ?? -1);
      for (const { x, y } of placeLabels(curves, order, 9, 11, boxesOf(svg, digits))) {
        const text = document.createElementNS(svg.namespaceURI, "text");
        setAttribute(text, "x", x.toFixed(1));
        setAttribute(text, "y", y.toFixed(1));
        text.textContent = "±";
        group.append(text);
      }
      svg.append(group);
    }
    setText(
      byId("turned-note"),
      turned.length ? `± ${format.counted(turned.length, "weight")} turned` : "no weight turned",
    );
  }

  /** After another theme, or another size. */
  repaint() {
    if (this.canvas && this.drawing) this.canvas.draw(this.canvas.painted, this.network.scale, this.drawing.stroke);
  }

  /** One drawing again. */
  clear() {
    this.unmark();
    byId("kept-drawing").replaceChildren();
    this.drawing = this.canvas = null;
    this.svg = "";
  }

  unmark() {
    this.marked = "";
    document.querySelectorAll(".turned").forEach((one) => one.remove());
    setText(byId("turned-note"), "");
  }
}

/**
 * @param {Frame} frame
 * @param {number} epoch
 * @param {number | null} error
 * @param {{spec: import("../../types").Spec, testRows: number[]}} view
 * @param {Record<string, number>} middles
 */
function captionOf(frame, epoch, error, { spec, testRows }, middles) {
  const { value, words } = headlineOf(
    frame.predictions,
    spec.table.targets,
    middles[spec.network.output_activation] ?? 0.5,
    testRows,
  );
  const parts = [`epoch ${format.whole(epoch)}`, `error ${format.error(error)}`, `${value} ${words}`.trimEnd()];
  return parts.map((part) => part.replaceAll(" ", "\u00a0")).join("\u00a0· "); // a line ends between two of them
}
