// The table as a file; of a run that is shown, with what it predicts at the shown epoch.

import { shown } from "../../pure/run/showing.js";
import { whole } from "../../pure/words/format.js";
import { sentence } from "../../pure/words/sentence.js";
import { byId, element, setText } from "../dom.js";

export class SaveView {
  /**
   * @param {import("../../services/store.js").Store} store
   * @param {Pick<typeof import("../../services/server/api.js"), "tableFile" | "runFile">} api
   */
  constructor(store, api) {
    this.store = store;
    this.api = api;
    this.dialog = byId("data");
    for (const button of this.dialog.querySelectorAll("[data-save]"))
      button.addEventListener("click", () => this.save(button.dataset.save, button.dataset.format));
    store.subscribe((state) => {
      const { isRun, epoch } = shown(state);
      for (const part of this.dialog.querySelectorAll(".save-run")) part.hidden = !isRun;
      setText(byId("save-run-title"), isRun ? `with predictions at epoch ${whole(epoch)}` : "");
    });
  }

  /** @param {"table" | "run"} what @param {"csv" | "json"} format */
  async save(what, format) {
    const { state } = this.store;
    setText(byId("data-problem"), "");
    try {
      const { run } = state;
      const file =
        what === "run" && run
          ? await this.api.runFile(run.id, shown(state).epoch, format)
          : await this.api.tableFile(state.spec, format);
      const link = element("a", { href: URL.createObjectURL(file.blob), download: file.name });
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href));
    } catch (error) {
      setText(byId("data-problem"), sentence(/** @type {Error} */ (error)));
    }
  }
}
