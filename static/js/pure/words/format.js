// Numbers as a person reads them. A minus is a minus sign, so that columns of digits stay aligned.

const WHOLE = new Intl.NumberFormat("en"); // one for all: making one takes longer than using it

/** @param {number} value */
export const whole = (value) => WHOLE.format(value);

/** A number of things. @param {number} count @param {string} one */
export const counted = (count, one) => `${whole(count)} ${one}${count === 1 ? "" : "s"}`;

/** Fixed digits. @param {number | null} value @param {number} digits */
export function fixed(value, digits) {
  if (value === null || !Number.isFinite(value)) return "–";
  const text = Math.abs(value) >= 1e6 ? value.toExponential(2) : value.toFixed(digits);
  return text.replace(/^-(?=[0.]*$)/, "").replace("-", "−");
}

const TERM_DIGITS = 4;

/**
 * A number of a sum that is written out: so many decimals, and never fewer digits that say something.
 * @param {number} value
 * @param {number} [digits]
 */
export function term(value, digits = TERM_DIGITS) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.001 || (size >= 1e6 && size < Infinity)))
    return value.toExponential(digits - 1).replaceAll("-", "−");
  const zeros = size !== 0 && size < 0.1 ? (size < 0.01 ? 2 : 1) : 0;
  return fixed(value, digits + zeros);
}

/** An error in seven characters. @param {number | null} value */
export function error(value) {
  if (value === null) return "–";
  return value !== 0 && value < 0.0001 ? value.toExponential(1) : fixed(value, value < 10 ? 5 : 2);
}

/** A unit's value in the few characters that fit into it; the drawing's format_value. @param {number | null} value */
export function unit(value) {
  if (value === null || !Number.isFinite(value)) return "∞";
  const size = Math.abs(value);
  const text =
    size < 9999.5 ? value.toFixed(size < 9.995 ? 2 : size < 99.95 ? 1 : 0) : value.toExponential(0).replace("e+", "e");
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** A setting as it is typed: no digits that say nothing. @param {number} value */
export const plain = (value) => String(Number(value.toPrecision(12)));

/**
 * In words, how a setting changes on the way; "" if it does not.
 * @param {string} name
 * @param {number | null} first
 * @param {{epoch: number, [setting: string]: number | null}[]} all
 */
export function changesOf(name, first, all) {
  const changes = all.filter((change) => (change[name] ?? null) !== null);
  const last = changes.at(-1);
  if (!last) return "";
  const before = changes.length > 1 ? `, ${whole(changes.length)} changes, the last ` : ", ";
  return `${first === null ? "as it is" : plain(first)} at first${before}${plain(last[name] ?? 0)} from epoch ${whole(last.epoch)}`;
}

/** A whole number that a person typed, with or without commas; null if it is none. @param {string} text */
export function parseWhole(text) {
  const digits = text.trim().replace(/[,_\s]/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : null;
}

/**
 * A number with its sign, in at most nine characters: what is small is written with an exponent.
 * @param {number | null | undefined} value
 */
export function signed(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  return value > 0 ? `+${small(value)}` : small(value);
}

/** A number in at most nine characters. @param {number | null | undefined} value */
export function small(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 0.001 && size < 1000 ? size.toFixed(4) : size.toExponential(2).replace("e+", "e").replace("e-", "e−");
  return value < 0 ? `−${text}` : text;
}
