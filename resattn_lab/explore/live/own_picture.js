// A picture of the reader's, as the training would read it: its shorter side scaled with
// antialiasing, its centre cut out. It never leaves the page.

export async function readPicture(file, shape) {
  const bitmap = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff"; // where it is transparent, as in training
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return asInput(data, canvas.width, canvas.height, shape);
}

export function asInput(pixels, wide, high, [channels, h, w]) {
  const scale = Math.max(h / high, w / wide);
  const across = Math.max(w, Math.round(wide * scale)), down = Math.max(h, Math.round(high * scale));
  const left = (across - w) >> 1, top = (down - h) >> 1;
  const columns = weightsOf(wide, across, left, w), rows = weightsOf(high, down, top, h);
  const narrow = new Float32Array(high * w * 3), bytes = new Uint8Array(channels * h * w);
  for (let y = 0; y < high; y++) {
    columns.forEach(({ first, weights }, x) => {
      for (let c = 0; c < 3; c++) {
        let sum = 0;
        weights.forEach((weight, i) => { sum += weight * pixels[4 * (y * wide + first + i) + c]; });
        narrow[(y * w + x) * 3 + c] = sum;
      }
    });
  }
  rows.forEach(({ first, weights }, y) => {
    for (let x = 0; x < w; x++) {
      const colour = [0, 1, 2].map((c) =>
        weights.reduce((sum, weight, i) => sum + weight * narrow[((first + i) * w + x) * 3 + c], 0));
      const [red, green, blue] = colour;
      if (channels === 1) colour[0] = 0.299 * red + 0.587 * green + 0.114 * blue;
      for (let c = 0; c < channels; c++) bytes[(c * h + y) * w + x] = Math.round(colour[c]);
    }
  });
  return bytes;
}

// A triangle as wide as two pixels of the smaller of both pictures.
function weightsOf(before, after, start, count) {
  const ratio = before / after, reach = Math.max(1, ratio);
  return Array.from({ length: count }, (_, i) => {
    const centre = (start + i + 0.5) * ratio;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const last = Math.min(before, Math.floor(centre + reach + 0.5));
    const weights = [];
    for (let x = first; x < last; x++) weights.push(Math.max(0, 1 - Math.abs(x + 0.5 - centre) / reach));
    const sum = weights.reduce((a, b) => a + b, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}
