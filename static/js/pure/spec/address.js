// The page's address holds the whole spec: a preset by its name, else the spec as JSON without what is default; of a
// made table, how it was made.

/** @typedef {import("../../types").Spec} Spec */

/** Equal as JSON, whatever the order of the keys. @param {unknown} a @param {unknown} b @returns {boolean} */
export function same(a, b) {
  if (a === b) return true;
  if (a === null || b === null || typeof a !== "object" || typeof b !== "object") return false;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((value, i) => same(value, b[i]));
  const [one, other] = [/** @type {Record<string, unknown>} */ (a), /** @type {Record<string, unknown>} */ (b)];
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => key in other && same(one[key], other[key]));
}

/**
 * What was compared with what, and what came out: a table of many rows takes a while.
 * @type {WeakMap<object, WeakMap<object, boolean>>}
 */
const COMPARED = new WeakMap();

/**
 * As `same`, for what is large and never changes: two objects are compared once.
 * @param {object} one
 * @param {object} other
 */
export function sameOnce(one, other) {
  if (one === other) return true;
  const known = COMPARED.get(one) ?? new WeakMap();
  const found = known.get(other) ?? same(one, other);
  COMPARED.set(one, known.set(other, found));
  return found;
}

/** What of `value` differs from `defaults`. @param {any} value @param {any} defaults @returns {any} */
export function differences(value, defaults) {
  /** @type {Record<string, unknown>} */
  const found = {};
  for (const [key, one] of Object.entries(value)) {
    if (same(one, defaults[key])) continue;
    const isObject = one !== null && typeof one === "object" && !Array.isArray(one) && defaults[key];
    found[key] = isObject ? differences(one, defaults[key]) : one;
  }
  return found;
}

/**
 * The query of a spec; null if it is longer than an address should be.
 * @param {Spec} spec
 * @param {Record<string, Spec>} presets
 * @param {Omit<Spec, "table">} defaults
 * @param {number} most bytes
 * @param {import("../../types").Recipe | null} [recipe] of the spec's table
 */
export function queryOf(spec, presets, defaults, most, recipe = null) {
  const preset = Object.keys(presets).find((name) => same(presets[name], spec));
  if (preset) return `?preset=${preset}`;
  const { table, ...rest } = spec;
  const settings = differences(rest, defaults);
  const query = recipe ? `?${making(recipe)}&spec=${encode(JSON.stringify(settings))}` : whole(table, settings, most);
  return query !== null && query.length <= most ? query : null;
}

/** @param {import("../../types").Recipe} recipe */
function making({ name, points, noise, seed, formula }) {
  return `made=${name}&points=${points}&noise=${noise}&data_seed=${seed}${formula === null ? "" : `&formula=${encode(formula)}`}`;
}

/** @param {import("../../types").Table} table @param {object} settings @param {number} most */
function whole(table, settings, most) {
  if (2 * table.inputs.length * table.input_names.length > most) return null; // a cell takes two characters at least
  return `?spec=${encode(JSON.stringify({ table, ...settings }))}`;
}

/** Percent-encoding that leaves what is allowed in a query readable. @param {string} text */
function encode(text) {
  return encodeURIComponent(text).replace(
    /%(2C|3A|5B|5D|7B|7D)/g,
    (code) => ({ "%2C": ",", "%3A": ":" })[code] ?? code,
  );
}
