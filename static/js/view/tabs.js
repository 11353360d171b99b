// What lies beside the network: one of the tabs' panels. The choice is kept for the next visit.

import { byId, setAttribute } from "./dom.js";

/** @typedef {import("../types").Tab} Tab */

const STEPS = /** @type {Record<string, number>} */ ({ ArrowRight: 1, ArrowLeft: -1, Home: -Infinity, End: Infinity });
const KEPT = "tab";

export class TabsView {
  /** @param {import("../services/store.js").Store} store */
  constructor(store) {
    this.tabs = /** @type {HTMLButtonElement[]} */ ([...document.querySelectorAll('[role="tab"]')]);
    this.chosen = "";
    this.page = /** @type {HTMLElement} */ (document.querySelector(".page"));
    for (const tab of this.tabs) {
      tab.addEventListener("click", () => store.set({ tab: nameOf(tab) }));
      tab.addEventListener("keydown", (event) => this.walk(event));
    }
    const kept = this.tabs.find((tab) => tab.dataset.tab === sessionStorage.getItem(KEPT));
    if (kept) store.set({ tab: nameOf(kept) });
    store.subscribe((state) => this.render(state.tab));
  }

  /** Arrows walk the tabs, as in every tab list. @param {KeyboardEvent} event */
  walk(event) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = this.tabs.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    const next = Number.isFinite(step)
      ? (at + step + this.tabs.length) % this.tabs.length
      : step > 0
        ? this.tabs.length - 1
        : 0;
    this.tabs[next]?.focus();
    this.tabs[next]?.click();
  }

  /** @param {Tab} chosen */
  render(chosen) {
    if (this.chosen === chosen) return;
    this.chosen = chosen;
    this.page.dataset.tab = chosen;
    sessionStorage.setItem(KEPT, chosen);
    for (const tab of this.tabs) {
      const isChosen = tab.dataset.tab === chosen;
      setAttribute(tab, "aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      byId(`panel-${tab.dataset.tab}`).hidden = !isChosen;
    }
  }
}

/** @param {HTMLElement} tab */
const nameOf = (tab) => /** @type {Tab} */ (tab.dataset.tab);
