// The layers of the network on Float32Arrays of shape (channels, high, wide), row by row.

// out[o][p] = bias[o] + Σ weights[o][k] · x[k][p], four outputs and two positions at a time.
// At the edges a block repeats its last output or position: the same number is written twice.
function multiply(weights, first, bias, x, start, out, at, outputs, inputs, positions) {
  const row = (o) => Math.min(o, outputs - 1);
  for (let o = 0; o < outputs; o += 4) {
    const o1 = row(o + 1), o2 = row(o + 2), o3 = row(o + 3);
    const w0 = first + o * inputs, w1 = first + o1 * inputs;
    const w2 = first + o2 * inputs, w3 = first + o3 * inputs;
    const b0 = weights[bias + o], b1 = weights[bias + o1];
    const b2 = weights[bias + o2], b3 = weights[bias + o3];
    for (let p = 0; p < positions; p += 2) {
      const next = p + 1 < positions ? 1 : 0;
      let a0 = b0, a1 = b1, a2 = b2, a3 = b3, c0 = b0, c1 = b1, c2 = b2, c3 = b3;
      for (let k = 0, q = start + p; k < inputs; k++, q += positions) {
        const u = x[q], v = x[q + next];
        let w = weights[w0 + k];
        a0 += w * u; c0 += w * v;
        w = weights[w1 + k];
        a1 += w * u; c1 += w * v;
        w = weights[w2 + k];
        a2 += w * u; c2 += w * v;
        w = weights[w3 + k];
        a3 += w * u; c3 += w * v;
      }
      const z = at + p;
      out[z + o * positions] = a0; out[z + o * positions + next] = c0;
      out[z + o1 * positions] = a1; out[z + o1 * positions + next] = c1;
      out[z + o2 * positions] = a2; out[z + o2 * positions + next] = c2;
      out[z + o3 * positions] = a3; out[z + o3 * positions + next] = c3;
    }
  }
}

// Row (channel, y, x) of the columns holds what that weight of a kernel meets everywhere.
function unfold(x, [channels, high, wide], { kernel, stride, padding }, [h, w], columns) {
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let ky = 0; ky < kernel; ky++) {
      for (let kx = 0; kx < kernel; kx++) {
        for (let row = 0; row < h; row++) {
          const y = row * stride + ky - padding;
          const from = (c * high + y) * wide;
          for (let column = 0, i = kx - padding; column < w; column++, i += stride) {
            columns[at++] = y < 0 || y >= high || i < 0 || i >= wide ? 0 : x[from + i];
          }
        }
      }
    }
  }
}

export function convolve(step, weights, x, shape, out, [, h, w], added, columns) {
  const { outputs, kernel, stride, groups, at = 0 } = step;
  const positions = h * w, begin = at * positions;
  const plain = kernel === 1 && stride === 1;
  if (!plain) unfold(x, shape, step, [h, w], columns);
  const rows = outputs / groups, inputs = (shape[0] / groups) * kernel * kernel;
  for (let g = 0; g < groups; g++) {
    multiply(
      weights, step.weights + g * rows * inputs, step.bias + g * rows,
      plain ? x : columns, g * inputs * positions,
      out, begin + g * rows * positions, rows, inputs, positions,
    );
  }
  const end = begin + outputs * positions;
  if (added) for (let i = begin; i < end; i++) out[i] += added[i];
  if (step.relu) for (let i = begin; i < end; i++) if (out[i] < 0) out[i] = 0;
}

export function scale({ weights: first, relu }, weights, x, [channels, high, wide], out) {
  const size = high * wide;
  for (let c = 0, i = 0; c < channels; c++) {
    const factor = weights[first + c], shift = weights[first + channels + c];
    for (const end = i + size; i < end; i++) {
      const value = x[i] * factor + shift;
      out[i] = relu && value < 0 ? 0 : value;
    }
  }
}

// 3×3, stride 2, padding 1.
export function pool(x, [channels, high, wide], out, [, h, w]) {
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let row = 0; row < h; row++) {
      for (let column = 0; column < w; column++) {
        let most = -Infinity;
        for (let y = Math.max(2 * row - 1, 0); y < Math.min(2 * row + 2, high); y++) {
          const from = (c * high + y) * wide;
          const end = from + Math.min(2 * column + 2, wide);
          for (let i = from + Math.max(2 * column - 1, 0); i < end; i++) {
            if (x[i] > most) most = x[i];
          }
        }
        out[at++] = most;
      }
    }
  }
}

// Bilinear, corners on corners.
export function enlarge(x, [channels, high, wide], out, [, h, w], added) {
  const down = h > 1 ? (high - 1) / (h - 1) : 0, across = w > 1 ? (wide - 1) / (w - 1) : 0;
  let at = 0;
  for (let c = 0; c < channels; c++) {
    for (let row = 0; row < h; row++) {
      const y = Math.floor(row * down), dy = row * down - y;
      const above = (c * high + y) * wide, below = y + 1 < high ? above + wide : above;
      for (let column = 0; column < w; column++, at++) {
        const i = Math.floor(column * across), dx = column * across - i;
        const next = i + 1 < wide ? i + 1 : i;
        const top = x[above + i] + dx * (x[above + next] - x[above + i]);
        const bottom = x[below + i] + dx * (x[below + next] - x[below + i]);
        const value = top + dy * (bottom - top);
        out[at] = added ? value + added[at] : value;
      }
    }
  }
}

const sigmoid = (value) => 1 / (1 + Math.exp(-value));

export const GATES = {
  mixed(x, shape, out) {
    for (let i = 0; i < x.length; i++) out[i] = sigmoid(x[i]);
  },
  channel(x, [channels, high, wide], out, epsilon) {
    const size = high * wide;
    for (let p = 0; p < size; p++) {
      let squares = epsilon * epsilon;
      for (let i = p; i < x.length; i += size) squares += x[i] * x[i];
      const norm = Math.sqrt(squares);
      for (let i = p; i < x.length; i += size) out[i] = x[i] / norm;
    }
  },
  spatial(x, [channels, high, wide], out, epsilon) {
    const size = high * wide;
    for (let from = 0; from < x.length; from += size) {
      let mean = 0, variance = 0;
      for (let i = from; i < from + size; i++) mean += x[i] / size;
      for (let i = from; i < from + size; i++) variance += (x[i] - mean) ** 2 / size;
      const spread = Math.sqrt(variance + epsilon);
      for (let i = from; i < from + size; i++) out[i] = sigmoid((x[i] - mean) / spread);
    }
  },
};

export function mean(x, [channels, high, wide], out) {
  const size = high * wide;
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let i = c * size; i < (c + 1) * size; i++) sum += x[i];
    out[c] = sum / size;
  }
}
