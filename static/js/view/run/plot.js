// The error plot: the runs of this visit over one another, drawn by Plotly, which is loaded last.

import { colourOf } from "../../pure/plane/colours.js";
import { epochAxis, errorAxis, lossTrace, testTrace, trace } from "../../pure/run/curves.js";
import { isLive, shown } from "../../pure/run/showing.js";
import * as format from "../../pure/words/format.js";
import { byId, colourToken, element, setText } from "../dom.js";

/** @typedef {import("../../types").State} State */

const SCRIPT = new URL("../../../vendor/plotly/plotly-basic.min.js", import.meta.url).href;
const REST = 400; // milliseconds between two drawings: each costs some frames of the network above
const CONFIG = { displayModeBar: false, responsive: true, scrollZoom: false, showTips: false };

export class PlotView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {{layout: Record<string, any>}} figure
   * @param {(id: string) => void} onRemove
   * @param {(epoch: number) => void} onEpoch
   */
  constructor(store, figure, onRemove, onEpoch) {
    this.onEpoch = onEpoch;
    this.isHeard = false;
    this.store = store;
    this.figure = figure;
    this.plot = byId("plot");
    this.runs = byId("runs");
    this.logX = localStorage.getItem("x-scale") === "log";
    this.logY = localStorage.getItem("y-scale") !== "linear";
    this.withLoss = localStorage.getItem("with-loss") === "yes";
    this.timer = 0;
    this.listed = "";
    byId("x-scale").addEventListener("click", () => this.toggle("x"));
    byId("y-scale").addEventListener("click", () => this.toggle("y"));
    byId("with-loss").addEventListener("click", () => this.toggleLoss());
    this.runs.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      const { remove } = /** @type {HTMLElement} */ (event.target).dataset;
      if (!remove) return;
      onRemove(remove);
      this.runs.focus(); // the button is gone
    });
    this.showScales();
    new ResizeObserver(
      () =>
        /** @type {any} */ (window).Plotly &&
        this.isHeard &&
        /** @type {any} */ (window).Plotly.Plots.resize(this.plot),
    ).observe(this.plot);
    store.subscribe((state, before) => {
      this.showTestError(state);
      if (
        state === before ||
        state.curves !== before.curves ||
        state.run?.id !== before.run?.id ||
        state.run?.status !== before.run?.status
      ) {
        this.listRuns(state);
        this.soon();
      }
    });
  }

  /** Plotly comes last, and nothing waits for it. */
  load() {
    const script = element("script", { src: SCRIPT });
    script.addEventListener("load", () => this.soon());
    document.head.append(script);
  }

  /** @param {"x" | "y"} axis */
  toggle(axis) {
    if (axis === "x") this.logX = !this.logX;
    else this.logY = !this.logY;
    localStorage.setItem(`${axis}-scale`, (axis === "x" ? this.logX : this.logY) ? "log" : "linear");
    this.showScales();
    this.soon();
  }

  toggleLoss() {
    this.withLoss = !this.withLoss;
    localStorage.setItem("with-loss", this.withLoss ? "yes" : "no");
    this.showScales();
    this.soon();
  }

  showScales() {
    byId("with-loss").setAttribute("aria-pressed", String(this.withLoss));
    setText(byId("with-loss"), this.withLoss ? "loss: dotted" : "loss: off");
    for (const [id, name, isLog] of /** @type {[string, string, boolean][]} */ ([
      ["x-scale", "epoch", this.logX],
      ["y-scale", "error", this.logY],
    ])) {
      setText(byId(id), `${name}: ${isLog ? "log" : "linear"}`);
      byId(id).setAttribute("aria-pressed", String(isLog));
      byId(id).title = `Make the ${name} axis ${isLog ? "linear" : "logarithmic"}`;
    }
  }

  /** The error over the test rows, of what is shown. @param {State} state */
  showTestError(state) {
    const { testError, testRows } = shown(state);
    const place = byId("test-error");
    place.toggleAttribute("hidden", testRows.length === 0);
    if (!place.hidden) setText(place.querySelector("b"), format.error(testError));
  }

  /** @param {State} state */
  listRuns(state) {
    const ids = `${state.curves.map((curve) => curve.id).join()} ${state.run?.id} ${isLive(state.run?.status)}`;
    if (ids === this.listed) return;
    this.listed = ids;
    this.runs.replaceChildren(
      ...state.curves.map((curve) => {
        const isCurrent = curve.id === state.run?.id;
        const remove = element(
          "button",
          {
            type: "button",
            class: "quiet",
            "data-remove": curve.id,
            "aria-label": `Remove run ${curve.name} from the plot`,
          },
          ["×"],
        );
        const link = element(
          "a",
          { href: `/?run=${curve.id}`, class: "quiet name", title: `Open this run: ${curve.name}` },
          [curve.name],
        );
        if (isCurrent) remove.title = "Leave this run, and take its line out of the plot; the run itself stays";
        const isTraining = isCurrent && isLive(state.run?.status); // such a line would grow on
        return element("span", { class: `run-name${isCurrent ? " current" : ""}`, role: "listitem" }, [
          isCurrent ? element("span", { class: "name", title: curve.name }, [curve.name]) : link,
          ...(isTraining ? [] : [remove]),
        ]);
      }),
    );
    this.runs.scrollLeft = this.runs.scrollWidth;
  }

  soon() {
    if (this.timer || !(/** @type {any} */ (window).Plotly)) return;
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.draw(this.store.state);
    }, REST);
  }

  /** @param {State} state */
  draw(state) {
    const style = getComputedStyle(document.documentElement);
    const colour = (/** @type {string} */ name) => colourToken(`--${name}`);
    const colours = { ink: colour("ink"), faint: mix(colour("muted")) };
    const current = state.run?.id;
    const curves = state.curves.filter((curve) => curve.epoch.length > 0);
    const ordered = [
      ...curves.filter((curve) => curve.id !== current),
      ...curves.filter((curve) => curve.id === current),
    ];
    const own = curves.filter((curve) => curve.id === current);
    const losses = this.withLoss ? own : [];
    const tests = own.filter((curve) => curve.test_error.length > 0);
    const beside = [...tests.map((curve) => curve.test_error), ...losses.map((curve) => curve.loss)];
    const longest = Math.max(1, ...curves.map((curve) => curve.epoch.at(-1) ?? 0));
    const end = isLive(state.run?.status) || longest > 1 ? nextRound(longest, state.run?.epochs ?? longest) : 10;
    const epochs = epochAxis(end, this.logX);
    const axis = {
      gridcolor: colour("hairline"),
      color: colour("muted"),
      tickfont: { size: 11, color: colour("muted") },
    };
    const { layout } = this.figure;
    /** @type {any} */ (window).Plotly.react(
      this.plot,
      [
        ...ordered.map((curve) => trace(curve, curve.id === current, this.logX, colours)),
        ...tests.map((curve) => testTrace(curve, this.logX, colours)),
        ...losses.map((curve) => lossTrace(curve, this.logX, colours)),
      ],
      {
        ...layout,
        paper_bgcolor: "rgba(0,0,0,0)",
        plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: style.fontFamily || "sans-serif", size: 11, color: colour("muted") },
        hoverlabel: { bgcolor: colour("panel"), bordercolor: colour("hairline"), font: { color: colour("ink") } },
        xaxis: { ...layout.xaxis, ...axis, ...epochs },
        yaxis: { ...layout.yaxis, ...axis, ...errorAxis(ordered, this.logY, beside) },
      },
      CONFIG,
    );
    this.tellAxis(epochs.range);
    if (this.isHeard) return;
    this.isHeard = true;
    /** @type {any} */ (this.plot).on("plotly_relayout", () =>
      this.tellAxis(/** @type {any} */ (this.plot).layout.xaxis.range),
    );
    /** @type {any} */ (this.plot).on("plotly_click", (/** @type {any} */ event) =>
      this.onEpoch(event.points[0].customdata),
    );
  }

  /** The scrubber lies along the axis as it is drawn, moved and zoomed. @param {number[]} range */
  tellAxis([low = 0, high = 1]) {
    const { axis } = this.store.state;
    if (axis.low !== low || axis.high !== high || axis.isLog !== this.logX)
      this.store.set({ axis: { low, high, isLog: this.logX } });
  }
}

/**
 * The axis ends at the run's end once it is near, and before that at 1, 2 or 5 times a power of ten, so that it seldom
 * moves.
 * @param {number} epoch
 * @param {number} last
 */
function nextRound(epoch, last) {
  const magnitude = 10 ** Math.floor(Math.log10(epoch));
  const round = [1, 2, 5, 10].map((step) => step * magnitude).find((end) => end >= epoch * 1.02) ?? epoch;
  return last >= epoch ? Math.min(round, last) : round;
}

/** A colour at half of its strength. @param {string} colour */
const mix = (colour) => `rgba(${colourOf(colour).join(",")},0.45)`;
