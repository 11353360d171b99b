import assert from "node:assert/strict";
import { test } from "node:test";
import { Pieces } from "../../static/js/pure/plane/pieces.js";

/** A piece with one surface of two values. @param {number} epoch */
function piece(epoch) {
  const text = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }";
  const padded = `${text.padEnd(117)}\n`;
  const file = new Uint8Array(10 + 118 + 8);
  file.set([0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0]);
  file.set(new TextEncoder().encode(padded), 10);
  new DataView(file.buffer).setFloat32(128, epoch, true);
  new DataView(file.buffer).setFloat32(132, 0.5, true);
  const head = new TextEncoder().encode(
    JSON.stringify({ epoch, x: {}, y: null, at: [0], looks: [{ units: ["1.0"], bytes: file.length }] }),
  );
  const whole = new Uint8Array(8 + head.length + file.length);
  new DataView(whole.buffer).setUint32(0, head.length, true);
  new DataView(whole.buffer).setUint32(4, file.length, true);
  whole.set(head, 8);
  whole.set(file, 8 + head.length);
  return whole;
}

test("a piece is there when its last byte is", () => {
  for (const cut of [1, 7, 8, 30, piece(3).length - 1]) {
    const pieces = new Pieces();
    pieces.add(piece(3).subarray(0, cut));
    assert.equal(pieces.newest(), null);
    pieces.add(piece(3).subarray(cut));
    const found = pieces.newest();
    assert.equal(found?.epoch, 3);
    assert.deepEqual(found?.looks[0]?.units, ["1.0"]);
    assert.deepEqual([...(found?.looks[0]?.values ?? [])], [3, 0.5]);
    assert.equal(pieces.newest(), null, "it is given once");
  }
});

test("of several the newest counts, and the rest of a chunk is kept", () => {
  const pieces = new Pieces();
  const all = new Uint8Array([...piece(1), ...piece(2), ...piece(4)]);
  pieces.add(all.subarray(0, all.length - 5));
  assert.equal(pieces.newest()?.epoch, 2);
  pieces.add(all.subarray(all.length - 5));
  assert.equal(pieces.newest()?.epoch, 4);
});
