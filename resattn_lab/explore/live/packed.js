// Numbers that packed.py wrote into the page.

export async function unpackBytes(text) {
  const packed = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Planes of bytes, the lowest first, to numbers.
export async function unpackNumbers({ text, precision }) {
  const planes = await unpackBytes(text);
  const width = precision === "half" ? 2 : 4;
  const count = planes.length / width;
  const bytes = new Uint8Array(planes.length);
  for (let plane = 0, at = 0; plane < width; plane++) {
    for (let number = 0; number < count; number++) bytes[number * width + plane] = planes[at++];
  }
  if (precision === "single") return new Float32Array(bytes.buffer);
  const table = Float32Array.from({ length: 65536 }, (_, bits) => halfToNumber(bits));
  return Float32Array.from(new Uint16Array(bytes.buffer), (bits) => table[bits]);
}

export function halfToNumber(bits) {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24;
  return bits >> 15 ? -size : size;
}
