// Lines of the plot. A logarithmic axis has no 0: epoch 0 is put at its left edge and still called 0.

/** @typedef {import("../../types").Curve} Curve */

export const LEFT_EDGE = 0.5; // where epoch 0 lies on a logarithmic axis

/**
 * @param {Curve} curve @param {boolean} isCurrent @param {boolean} isLog of the epoch axis
 * @param {{ink: string, faint: string}} colours
 */
export function trace(curve, isCurrent, isLog, colours) {
  return {
    type: "scatter",
    mode: curve.epoch.length < 3 ? "lines+markers" : "lines",
    name: curve.name,
    x: isLog ? curve.epoch.map((epoch) => epoch || LEFT_EDGE) : curve.epoch,
    y: curve.error,
    customdata: curve.epoch,
    hovertemplate: "epoch %{customdata:,}<br>error %{y:.12~g}<extra>%{fullData.name}</extra>",
    line: { color: isCurrent ? colours.ink : colours.faint, width: isCurrent ? 1.6 : 1 },
    marker: { size: 4 },
  };
}

/**
 * The loss of the current run, dotted beside its error.
 * @param {Curve} curve
 * @param {boolean} isLog
 * @param {{ink: string, faint: string}} colours
 */
export function lossTrace(curve, isLog, colours) {
  const one = trace(curve, true, isLog, colours);
  return {
    ...one,
    y: curve.loss,
    hovertemplate: one.hovertemplate.replace("error", "loss"),
    line: { ...one.line, width: 1.2, dash: "dot" },
  };
}

/**
 * The error of the current run over its test rows, dashed beside that over its training rows.
 * @param {Curve} curve
 * @param {boolean} isLog
 * @param {{ink: string, faint: string}} colours
 */
export function testTrace(curve, isLog, colours) {
  const one = trace(curve, true, isLog, colours);
  return {
    ...one,
    y: curve.test_error,
    hovertemplate: one.hovertemplate.replace("error", "test error"),
    line: { ...one.line, dash: "dash" },
  };
}

/** The epoch axis from 0 to the end of the longest run. @param {number} end @param {boolean} isLog */
export function epochAxis(end, isLog) {
  if (!isLog)
    return { type: "linear", range: [0, Math.max(end, 1)], tickmode: "auto", tickvals: undefined, ticktext: undefined };
  const powers = [...Array(9).keys()].map((power) => 10 ** power).filter((epoch) => epoch <= Math.max(end, 10));
  return {
    type: "log",
    range: [Math.log10(LEFT_EDGE), Math.log10(Math.max(end, 2))],
    tickmode: "array",
    tickvals: [LEFT_EDGE, ...powers],
    ticktext: ["0", ...powers.map((epoch) => epoch.toLocaleString("en"))],
  };
}

/**
 * The error axis around all that is drawn.
 * @param {Curve[]} curves
 * @param {boolean} isLog
 * @param {number[][]} [others] that are drawn beside
 */
export function errorAxis(curves, isLog, others = []) {
  let most = 0;
  let least = Infinity;
  for (const values of [...curves.map((curve) => curve.error), ...others]) {
    for (const value of values) {
      if (value > most) most = value;
      if (value > 0 && value < least) least = value;
    }
  }
  if (!isLog)
    return {
      type: "linear",
      range: [0, most * 1.05 || 1],
      dtick: undefined,
      tickformat: most > 1e4 ? ".0e" : undefined,
    };
  const low = Math.min(-3, Math.floor(Math.log10(least) + 1e-9)); // seldom moves, and never at the start
  const high = Math.max(0.05, Math.log10(most * 1.25));
  const decades = Math.ceil(high - low);
  return { type: "log", range: [low, high], dtick: Math.ceil(decades / 5), tickformat: high > 4 ? ".0e" : undefined };
}
