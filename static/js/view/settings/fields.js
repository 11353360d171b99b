// The settings that are plain fields: each says by its data attributes where it stands in the spec and what it may be.

import { pending } from "../../pure/run/showing.js";
import { belongs, settled, valueAt, withValue } from "../../pure/spec/fields.js";
import { SETTINGS, settingAt } from "../../pure/spec/needs.js";
import { byId, setValue } from "../dom.js";
import { refill, typed } from "./typed.js";

/** @typedef {import("../../types").Spec} Spec */
/** @typedef {import("../../types").State} State */

export class FieldsView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {import("../../services/running/runner.js").Runner} runner
   * @param {(spec: Spec) => void} onSpec
   */
  constructor(store, runner, onSpec) {
    this.store = store;
    this.runner = runner;
    this.onSpec = onSpec;
    this.fields = /** @type {any[]} */ ([...document.querySelectorAll("#settings [data-path]")]);
    this.needs = JSON.parse(byId("loss").dataset.needs);
    for (const field of this.fields) field.addEventListener("change", () => this.change(field));
    store.subscribe((state, before) => {
      if (state === before || state.spec !== before.spec || state.run !== before.run) this.render(state);
    });
  }

  /** @param {any} field */
  change(field) {
    const { path, kind } = field.dataset;
    const value = kind ? typed(field, formOf(field)) : field.type === "checkbox" ? field.checked : field.value;
    if (value === undefined) return;
    const setting = path.split(".").pop();
    if (SETTINGS.includes(setting) && path.split(".").length === 2) {
      this.runner.setSetting(setting, value ?? Number(field.placeholder));
      return;
    }
    const isOption = path.includes("_options.");
    const isGone = value === null && path === "training.stop.improvement";
    const spec = withValue(this.store.state.spec, path, value ?? (isOption ? undefined : isGone ? 0 : null));
    this.onSpec(settled(spec, path, this.needs));
  }

  /** @param {State} state */
  render(state) {
    const { spec, run } = state;
    const epoch = run !== null && pending(state).length === 0 ? Math.max(run.epoch, state.horizon) : 0;
    for (const field of this.fields) {
      const { path, kind } = field.dataset;
      const row = field.closest(".setting");
      if (row.dataset.only) row.hidden = !belongs(row.dataset.only, spec);
      if (document.activeElement === field && kind) continue;
      const setting = path.split(".").pop();
      const value =
        path.split(".").length === 2 && SETTINGS.includes(setting)
          ? settingAt(spec, setting, epoch)
          : valueAt(spec, path);
      if (field.type === "checkbox") field.checked = value === true;
      else if (!kind) setValue(field, String(value));
      else refill(field, value === null || (path.endsWith("improvement") && value === 0) ? "" : String(value));
    }
    const rest = byId("stop-improvement").closest(".setting");
    rest.hidden = valueAt(spec, "training.stop.epochs") === null;
  }
}

/** @param {any} field */
const formOf = (field) => ({
  kind: field.dataset.kind,
  bounds: JSON.parse(field.dataset.bounds),
  optional: field.hasAttribute("placeholder"),
});
