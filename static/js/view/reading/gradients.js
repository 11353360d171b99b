// The gradient check: every gradient of the backward pass beside one made by moving its weight a little.

import { rowsOf } from "../../pure/reading/gradients.js";
import { byId, element, setText } from "../dom.js";

const MOST_ROWS = 400;
const WHY = {
  kink: "a slope or a curvature jumps within the step",
  rounding: "the loss's own rounding is too large",
};

export class GradientsView {
  /** @param {import("../../services/running/runner.js").Runner} runner */
  constructor(runner) {
    this.runner = runner;
    this.dialog = byId("gradients");
    byId("check-gradients").addEventListener("click", () => this.check());
    byId("gradients-close").addEventListener("click", () => this.dialog.close());
  }

  async check() {
    const found = await this.runner.checkGradients();
    if (!found) return;
    const rows = rowsOf(found);
    const most = found.max_relative_difference.toExponential(1);
    const marked = Object.entries(WHY).flatMap(([mark, why]) => {
      const count = rows.filter((row) => row.mark === mark).length;
      return count ? [` At ${count} ${why}: a difference means nothing there.`] : [];
    });
    setText(
      byId("gradients-summary"),
      `Epoch ${found.epoch.toLocaleString("en")}, all rows as one batch, before trimming and clipping. ` +
        `The largest relative difference is ${most}: ${found.max_relative_difference < 1e-6 ? "they agree" : "they do not agree"}. ` +
        "It is relative to the larger of both, but at least to a thousandth of the largest gradient and to 1e-5 of the loss, or of 1." +
        marked.join("") +
        (rows.length > MOST_ROWS ? ` The ${MOST_ROWS} largest of ${rows.length.toLocaleString("en")} are shown.` : ""),
    );
    byId("gradients-rows").replaceChildren(
      ...rows
        .slice(0, MOST_ROWS)
        .map((row) =>
          element("tr", row.mark ? { class: "kink", title: WHY[row.mark] } : {}, [
            element("th", { scope: "row" }, [row.name]),
            ...[
              row.analytic.toPrecision(9),
              row.numeric.toPrecision(9),
              row.mark || row.difference.toExponential(1),
            ].map((text) => element("td", {}, [text.replaceAll("-", "−")])),
          ]),
        ),
    );
    this.dialog.showModal();
  }
}
