// A stream of surfaces comes in chunks, as the line cuts it: here it is put together again, piece by piece.

import { parseNpy } from "./npy.js";

/** @typedef {import("../../types").Piece} Piece */

const LENGTHS = 8; // bytes of the two lengths before each piece: of its head, and of its arrays

export class Pieces {
  constructor() {
    this.bytes = new Uint8Array(0);
  }

  /** @param {Uint8Array} chunk */
  add(chunk) {
    const joined = new Uint8Array(this.bytes.length + chunk.length);
    joined.set(this.bytes);
    joined.set(chunk, this.bytes.length);
    this.bytes = joined;
  }

  /** The last piece that is whole: whoever reads slowly skips those before. @returns {Piece | null} */
  newest() {
    let [start, last, end] = [0, -1, this.endOf(0)];
    for (; end > 0; end = this.endOf(start)) [last, start] = [start, end];
    const piece = last < 0 ? null : this.pieceAt(last);
    this.bytes = this.bytes.subarray(start);
    return piece;
  }

  /** Where the piece ends that begins there; 0 while it is not whole. @param {number} start */
  endOf(start) {
    if (this.bytes.length - start < LENGTHS) return 0;
    const [head, arrays] = this.lengthsAt(start);
    const end = start + LENGTHS + head + arrays;
    return end <= this.bytes.length ? end : 0;
  }

  /** @param {number} start @returns {[number, number]} */
  lengthsAt(start) {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + start, LENGTHS);
    return [view.getUint32(0, true), view.getUint32(4, true)];
  }

  /** @param {number} start @returns {Piece} */
  pieceAt(start) {
    const body = start + LENGTHS + this.lengthsAt(start)[0];
    const { looks, ...plane } = JSON.parse(new TextDecoder().decode(this.bytes.subarray(start + LENGTHS, body)));
    let place = body;
    const found = looks.map((/** @type {{units: string[], bytes: number}} */ { units, bytes }) => {
      const file = this.bytes.slice(place, (place += bytes)); // a buffer of its own, as arrays of numbers need one
      return { ...plane, units, ...parseNpy(file.buffer) };
    });
    return { epoch: plane.epoch, looks: found };
  }
}
