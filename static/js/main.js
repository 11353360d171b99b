// The composition root of the page: the only module that knows everyone.

import { queryOf, same } from "./pure/spec/address.js";
import { withTable } from "./pure/spec/features.js";
import { asOwn, fitting, needsNewStart } from "./pure/spec/needs.js";
import { fromTable } from "./pure/table/sheet.js";
import { Editor } from "./services/editing/editor.js";
import { Maker } from "./services/editing/maker.js";
import { Weights } from "./services/editing/weights.js";
import { Programs } from "./services/looking/programs.js";
import { SlowMotion } from "./services/looking/slowmotion.js";
import { Surfaces } from "./services/looking/surfaces.js";
import { Player } from "./services/running/player.js";
import { Runner } from "./services/running/runner.js";
import { Watcher } from "./services/running/watcher.js";
import * as api from "./services/server/api.js";
import { Asking } from "./services/server/asking.js";
import { Presets } from "./services/server/presets.js";
import { Store } from "./services/store.js";
import { byId, setText } from "./view/dom.js";
import { FiguresView } from "./view/figures/figures.js";
import { CompareView } from "./view/network/compare.js";
import { EdgeLabels } from "./view/network/labels.js";
import { LayersView } from "./view/network/layers.js";
import { LightsView } from "./view/network/lights.js";
import { NetworkView } from "./view/network/network.js";
import { EdgeReader } from "./view/network/pointer.js";
import { UnitSurfaces } from "./view/network/unitsurfaces.js";
import { WeightsView } from "./view/network/weights.js";
import { PlaneView } from "./view/plane/plane.js";
import { GradientsView } from "./view/reading/gradients.js";
import { NumbersView } from "./view/reading/numbers.js";
import { ProgramView } from "./view/reading/program.js";
import { StepsView } from "./view/reading/steps.js";
import { Announcer } from "./view/run/announcer.js";
import { ControlsView } from "./view/run/controls.js";
import { PlotView } from "./view/run/plot.js";
import { ScrubberView } from "./view/run/scrubber.js";
import { FeaturesView } from "./view/settings/features.js";
import { FieldsView } from "./view/settings/fields.js";
import { LayerSettingsView } from "./view/settings/layersettings.js";
import { SettingsView } from "./view/settings/settings.js";
import { DataDialog } from "./view/table/data.js";
import { MadeView } from "./view/table/made.js";
import { SaveView } from "./view/table/save.js";
import { SteppersView } from "./view/table/steppers.js";
import { TableView } from "./view/table/table.js";
import { TabsView } from "./view/tabs.js";

/** @typedef {import("./types").Spec} Spec */
/** @typedef {import("./types").State} State */

/** @type {import("./types").Start} */
const start = JSON.parse(byId("start").textContent);
start.preview.svg = byId("drawing").innerHTML.trim();
const { spec } = start.preview;

const store = new Store({
  spec,
  sheet: fromTable(spec.table),
  undo: false,
  redo: false,
  preview: start.preview,
  run: null,
  runSvg: "",
  runFrame: null,
  at: null,
  kept: null,
  edits: [],
  playing: 0,
  playPace: "unhurried",
  axis: { low: 0, high: 10, isLog: false },
  isReading: false,
  numbers: false,
  digits: 4,
  surfaces: null,
  plane: { x: 0, y: 1, fixed: {}, unit: "", layer: 0, isDiscrete: false, edit: null },
  tab: "settings",
  stepping: { trace: null, problem: "", at: 0, stands: 0, pace: 0 },
  row: Math.min(1, spec.table.inputs.length - 1),
  pace: "unhurried",
  horizon: 0,
  narrow: start.narrow,
  curves: [],
  notice: byId("notice-text").textContent.trim(),
});
const watcher = new Watcher(store);
const runner = new Runner(store, watcher, start.limits.epochs ?? 0);
const presets = new Presets(
  start.preset === null ? start.presets : { ...start.presets, [start.preset]: spec },
  api.preset,
);
const player = new Player(store, () => watcher.showNewest());
const editor = new Editor(store, (table, settings, split) =>
  ask(settings ? { ...settings, table } : fitting(withTable(store.state.spec, table, split), store.state.spec)),
);
const maker = new Maker(store, editor, ask);
maker.remember(start.recipe, spec.table);

/** @param {import("./types").HiddenLayer[]} hidden */
function askHidden(hidden) {
  const { spec } = store.state;
  return ask(fitting({ ...spec, network: { ...spec.network, hidden } }, spec));
}

/**
 * Asks for another spec: the address says it, the drawing shows its start.
 * @param {Spec} wanted
 * @param {"push" | "replace" | "keep"} address
 */
function ask(wanted, address = "push") {
  const { run } = store.state;
  const goesOn = address === "keep" || (run !== null && needsNewStart(wanted, run.spec).length === 0);
  const next = goesOn ? wanted : asOwn(wanted); // a new start begins with what was changed on the way
  if (address !== "keep") writeAddress(next, address);
  return runner.respecify(next);
}

/** The query of a spec; of one too large for that, its run's; null if there is none yet. @param {Spec} wanted */
function addressOf(wanted) {
  const { run } = store.state;
  if (run?.parent && same(run.spec, wanted)) return `?run=${run.id}`; // its first frame is not in its spec
  return (
    queryOf(wanted, presets.known, start.defaults, start.addressBytes, maker.recipeOf(wanted.table)) ??
    (run && same(run.spec, wanted) ? `?run=${run.id}` : null)
  );
}

/** @param {Spec} wanted @param {"push" | "replace"} how */
function writeAddress(wanted, how) {
  const query = addressOf(wanted);
  if (query !== null && query === location.search) return;
  history[how === "push" ? "pushState" : "replaceState"](entryOf(wanted), "", query ?? location.pathname);
}

/** What the browser's history keeps with an address. @param {Spec} wanted */
const entryOf = (wanted) => ({ spec: wanted, recipe: maker.recipeOf(wanted.table) });

/** @param {Spec} wanted @param {"push" | "keep"} address */
function load(wanted, address) {
  editor.load(fromTable(wanted.table), wanted);
  return ask(wanted, address);
}

/**
 * A table that was opened takes the place of the one that is there; what fits it of that one's settings stays.
 * @param {import("./types").Found} found
 * @param {import("./pure/table/opening.js").Suiting | null} suiting
 */
function open({ table, split }, suiting) {
  if (!table) return;
  const { spec: now } = store.state;
  const fits = fitting({ ...withTable(now, table), ...(split && { split }) }, now);
  const [features, network, training] = [
    { ...fits.features, ...suiting?.features },
    { ...fits.network, ...suiting?.network },
    { ...fits.training, ...suiting?.training },
  ];
  load({ ...fits, features, network, training }, "push");
}

let chosen = ""; // the preset that was chosen last: one that comes later than the next choice is dropped

/** One that has to be fetched comes before whatever is commanded next. @param {string} name */
function choose(name) {
  chosen = name;
  const known = presets.known[name];
  if (known) return load(known, "push");
  return runner.enqueue(async () => {
    const wanted = await presets.get(name);
    maker.remember(start.made[name], wanted.table);
    if (chosen === name) await load(wanted, "push");
  });
}

const network = new NetworkView(store);
new EdgeLabels(network, store);
new NumbersView(store, start.formulas);
const reader = new EdgeReader(network, store);
const table = new TableView(store, editor, (row) => runner.selectRow(row), start.middles, start.limits);
new SteppersView(table);
new DataDialog(store, api.parseTable, open, start.limits, start.bodyBytes);
new SaveView(store, api);
new LayersView(store, askHidden, start.limits);
new SettingsView(store, runner, start.limits);
new FieldsView(store, runner, (wanted) =>
  ask(wanted.network === store.state.spec.network ? wanted : fitting(wanted, store.state.spec)),
);
new FeaturesView(store, {
  check: (wanted) => api.problemOf(fitting(wanted, store.state.spec)),
  ask: (wanted) => ask(fitting(wanted, store.state.spec)),
});
new LayerSettingsView(store, askHidden, start.activations, start.limits);
new GradientsView(runner);
new MadeView(maker, store, { seed: start.limits.seed ?? 0 });
new TabsView(store);
new ProgramView(new Programs(store), reader);
new FiguresView(
  store,
  api,
  (next) => new Asking(next),
  start.limits.inspected ?? 0,
  (row) => {
    runner.selectRow(row);
    table.reveal(row);
  },
);
new StepsView(store, new SlowMotion(store, player, runner), () => runner.waitAtStart());
new LightsView(store, network);
const surfaces = new Surfaces(store);
const unitSurfaces = new UnitSurfaces(store, surfaces);
const plane = new PlaneView(store, surfaces, editor, start);
new ControlsView(store, runner, {
  preset: choose,
  seed: (seed) => ask({ ...fitting(store.state.spec, store.state.spec), seed }),
  presetOf: (state) => presets.nameOf(state.spec),
  seedLimit: start.limits.seed ?? 0,
  leadToWrong: () => {
    editor.settle();
    return table.leadToWrong();
  },
});
new Announcer(store);
new ScrubberView(store, player);
const phone = matchMedia("(max-width: 560px)");
const compare = new CompareView(store, player, network, {
  middles: start.middles,
  frameOf: api.frame,
  redraw: (isNarrow) => runner.redraw(isNarrow || phone.matches),
});
new WeightsView(store, new Weights(store, ask), reader, {
  goOn: () => runner.goOnFromHere(),
  limit: start.limits.weight ?? 0,
});
const plot = new PlotView(
  store,
  start.figure,
  (id) => runner.forget(id),
  (epoch) => player.look(epoch),
);

// Changes that a run takes on its way stand in the address too, without a step of their own in the history.
store.subscribe((state, before) => {
  const { training: _, ...now } = state.spec;
  const { training: __, ...then } = before.spec;
  const isChange = state.spec !== before.spec && same(now, then);
  const isNew = state.run?.id !== before.run?.id;
  if (isNew && state.run?.parent && before.run) {
    history.replaceState(entryOf(before.spec), "", `?run=${before.run.id}`); // Back leads to the run that was left
    writeAddress(state.spec, "push");
  } else if (isChange || (isNew && location.search === "")) writeAddress(state.spec, "replace");
});
const kept = history.state?.spec; // of a table too large for the address, reloaded before it had a run
maker.remember(history.state?.recipe, kept?.table ?? spec.table);
if (kept && location.search === "" && !same(kept, spec)) await load(kept, "keep");
else history.replaceState(entryOf(spec), "", location.href);
addEventListener("popstate", async (event) => {
  const wanted = event.state?.spec;
  if (wanted) maker.remember(event.state.recipe, wanted.table);
  const { href } = location;
  const named = new URLSearchParams(location.search).get("preset");
  if (named !== null) await presets.get(named).catch(() => {}); // so that the menu can name it
  if (location.href !== href) return; // somebody went further meanwhile
  if (wanted && !location.search.includes("run=")) load(wanted, "keep");
  else location.reload();
});

byId("share").addEventListener("click", async () => {
  writeAddress(store.state.spec, "replace");
  if (addressOf(store.state.spec) === null) {
    store.set({ notice: "This table is too large for a link. Press Train: the link then names the run." });
    return;
  }
  await navigator.clipboard.writeText(location.href).catch(() => prompt("The link to this run", location.href));
  setText(byId("share"), "Copied");
  setTimeout(() => setText(byId("share"), "Share"), 1500);
});
byId("theme").addEventListener("click", () => {
  const themes = ["system", "light", "dark"];
  const next = themes[(themes.indexOf(document.documentElement.dataset.theme ?? "system") + 1) % 3] ?? "system";
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store
  document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`; // the server draws in it
  if (next === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = next;
  byId("theme").setAttribute("aria-label", `Theme: ${next === "system" ? "as the system has it" : next}`);
  repaint();
});

/** What is painted by scripts follows the theme. */
function repaint() {
  network.repaint();
  unitSurfaces.paint();
  plane.paint();
  compare.repaint();
  plot.soon();
}
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);

phone.addEventListener("change", () => runner.redraw(phone.matches || store.state.kept !== null));
if (phone.matches !== start.narrow || !start.preview.frame.weights) await runner.redraw(phone.matches);
if (start.run) await runner.attach(start.run, start.parents);
requestAnimationFrame(() => setTimeout(() => plot.load()));
document.documentElement.dataset.ready = "true";
