// NumPy's own kind of file, as far as the server sends it: 32-bit floats, the last index fastest.

const LENGTH_AT = 8; // of the header, after the magic word and the version
const TEXT_AT = 10;

/** @param {ArrayBuffer} file @returns {{shape: number[], values: Float32Array}} */
export function parseNpy(file) {
  const length = new DataView(file).getUint16(LENGTH_AT, true);
  const header = new TextDecoder().decode(new Uint8Array(file, TEXT_AT, length));
  const shape = /'shape': \(([^)]*)\)/.exec(header)?.[1];
  if (!header.includes("'<f4'") || !header.includes("False") || shape === undefined)
    throw new Error("the server sent an array of another kind");
  return {
    shape: shape
      .split(",")
      .filter((part) => part.trim())
      .map(Number),
    values: new Float32Array(file, TEXT_AT + length),
  };
}
