// Values as colours: from the negative one through the ground to the positive one; or each class in its own.

/** @typedef {[number, number, number]} Colour red, green and blue, 0 to 255 */
/** @typedef {{low: number, high: number}} Range */

const LEVELS = 256;
const STRENGTH = 0.62; // of a colour at its end of the scale: a point in the same colour is still seen on it
const DECIDED = 0.45; // where a surface has two colours only
const FLOOR = 0.12; // of a class where it hardly wins
const OPAQUE = 255;

/** "rgb(31, 111, 178)" as numbers. @param {string} text @returns {Colour} */
export function colourOf(text) {
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** @param {Colour} from @param {Colour} to @param {number} share @returns {Colour} */
function mixed(from, to, share) {
  const at = (/** @type {0 | 1 | 2} */ i) => Math.round(from[i] + (to[i] - from[i]) * share);
  return [at(0), at(1), at(2)];
}

/** As a canvas keeps it on every machine that browsers run on. @param {Colour} colour */
const packed = ([red, green, blue]) => ((OPAQUE << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/**
 * A colour for each level between the ends of a range; discretised there are two.
 * @param {{negative: Colour, ground: Colour, positive: Colour}} theme
 * @param {boolean} isDiscrete
 */
export function paletteOf({ negative, ground, positive }, isDiscrete) {
  return Uint32Array.from({ length: LEVELS }, (_, level) => {
    const place = (2 * level) / (LEVELS - 1) - 1;
    const share = isDiscrete ? DECIDED : Math.abs(place) * STRENGTH;
    return packed(mixed(ground, place < 0 ? negative : positive, share));
  });
}

/** Which level of a palette a value has; what is no number has none. @param {number} value @param {Range} range */
export function levelOf(value, { low, high }) {
  if (Number.isNaN(value)) return -1;
  return Math.max(0, Math.min(LEVELS - 1, Math.round(((value - low) / (high - low)) * (LEVELS - 1))));
}

/**
 * A surface as pixels, its first row at the foot.
 * @param {Uint32Array} pixels width x height
 * @param {Float32Array} values
 * @param {number} start of the surface in them
 * @param {number} width
 * @param {Range} range
 * @param {Uint32Array} palette
 */
export function paintSurface(pixels, values, start, width, range, palette) {
  const height = pixels.length / width;
  for (let row = 0; row < height; row++) {
    const from = start + (height - 1 - row) * width;
    for (let column = 0; column < width; column++) {
      const level = levelOf(values[from + column] ?? NaN, range);
      pixels[row * width + column] = level < 0 ? 0 : (palette[level] ?? 0);
    }
  }
}

/**
 * Where several outputs compete: the colour of the largest, the stronger the further it is ahead of the next.
 * @param {Uint32Array} pixels width x height
 * @param {Float32Array} values one surface after the other
 * @param {number} width
 * @param {Range} range
 * @param {Colour[]} classes
 * @param {Colour} ground
 * @param {boolean} isDiscrete
 */
export function paintWinners(pixels, values, width, range, classes, ground, isDiscrete) {
  const area = pixels.length;
  const height = area / width;
  const palettes = classes.map((colour) =>
    Uint32Array.from({ length: LEVELS }, (_, level) =>
      packed(mixed(ground, colour, isDiscrete ? DECIDED : (FLOOR + (1 - FLOOR) * (level / (LEVELS - 1))) * STRENGTH)),
    ),
  );
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const { winner, lead } = winnerAt(values, (height - 1 - row) * width + column, area);
      const level = levelOf(lead, { low: 0, high: range.high - range.low });
      pixels[row * width + column] = level < 0 ? 0 : (palettes[winner % palettes.length]?.[level] ?? 0);
    }
  }
}

/**
 * The output that is largest at a point, and how far it is ahead.
 * @param {Float32Array} values
 * @param {number} point
 * @param {number} area points of one surface
 */
export function winnerAt(values, point, area) {
  let [winner, most, next] = [0, -Infinity, -Infinity];
  for (let at = point, unit = 0; at < values.length; at += area, unit++) {
    const value = values[at] ?? NaN;
    if (value > most) [winner, most, next] = [unit, value, most];
    else if (value > next) next = value;
  }
  return { winner, value: most, lead: most - next };
}
