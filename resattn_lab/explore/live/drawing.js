// Pictures on canvases: small pixels enlarged by whole numbers, lines at the screen's resolution.

let small;

// 256 colours between a few, each "#rrggbb", as the pixels of an image hold them.
export function colourTable(stops) {
  const colours = stops.map((stop) => [1, 3, 5].map((at) => parseInt(stop.slice(at, at + 2), 16)));
  const bytes = Uint8ClampedArray.from({ length: 1024 }, (_, i) => {
    const place = ((i >> 2) / 255) * (colours.length - 1), c = i & 3;
    const from = Math.min(Math.floor(place), colours.length - 2), part = place - from;
    return c === 3 ? 255 : colours[from][c] + part * (colours[from + 1][c] - colours[from][c]);
  });
  return new Uint32Array(bytes.buffer);
}

// Values from low to high as pixels.
export function coloured(values, low, high, table) {
  const factor = high > low ? 255 / (high - low) : 0;
  const number = (value) => Math.round(Math.min(255, Math.max(0, (value - low) * factor)));
  return new Uint8ClampedArray(Uint32Array.from(values, (value) => table[number(value)]).buffer);
}

// The image, dimmed where the mask is shut; a floor of 15 % stays. No mask: the image.
export function lit(bytes, [channels, high, wide], mask, [, h, w]) {
  const pixels = new Uint8ClampedArray(high * wide * 4);
  for (let row = 0, p = 0; row < high; row++) {
    for (let column = 0; column < wide; column++, p++) {
      const cell = Math.floor((row * h) / high) * w + Math.floor((column * w) / wide);
      const light = mask ? 0.15 + 0.85 * Math.min(1, Math.max(0, mask[cell])) : 1;
      for (let c = 0; c < 3; c++) {
        pixels[4 * p + c] = light * bytes[(channels === 3 ? c : 0) * high * wide + p];
      }
      pixels[4 * p + 3] = 255;
    }
  }
  return pixels;
}

// An empty canvas of so many pixels of the page; lines may be drawn on the context it returns.
export function clear(canvas, across, down) {
  const density = window.devicePixelRatio || 1;
  canvas.width = Math.round(across * density);
  canvas.height = Math.round(down * density);
  canvas.style.width = `${across}px`;
  canvas.style.height = `${down}px`;
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  context.scale(canvas.width / across, canvas.height / down);
  return context;
}

export function place(context, pixels, wide, high, x, y, across, down) {
  small ??= document.createElement("canvas");
  small.width = wide;
  small.height = high;
  small.getContext("2d").putImageData(new ImageData(pixels, wide, high), 0, 0);
  context.drawImage(small, x, y, across, down);
}

export function paint(canvas, pixels, wide, high, [across, down]) {
  const context = clear(canvas, across, down);
  place(context, pixels, wide, high, 0, 0, across, down);
  return context;
}

function onDarkRim(context, width, draw) {
  for (const [colour, extra] of [["#000", 2], ["#fff", 0]]) {
    context.strokeStyle = colour;
    context.lineWidth = width + extra;
    context.beginPath();
    draw();
    context.stroke();
  }
}

// Every pixel edge between object and rest.
export function outline(context, object, wide, high, scale) {
  const inside = (row, column) =>
    row >= 0 && row < high && column >= 0 && column < wide && object[row * wide + column];
  context.lineCap = "square";
  onDarkRim(context, 1.5, () => {
    for (let row = 0; row <= high; row++) {
      for (let column = 0; column <= wide; column++) {
        const here = Boolean(inside(row, column));
        if (here !== Boolean(inside(row, column - 1))) {
          context.moveTo(column * scale, row * scale);
          context.lineTo(column * scale, (row + 1) * scale);
        }
        if (here !== Boolean(inside(row - 1, column))) {
          context.moveTo(column * scale, row * scale);
          context.lineTo((column + 1) * scale, row * scale);
        }
      }
    }
  });
}

// A frame around one cell, and hairlines to the picture's edges.
export function cross(context, row, column, cell, [across, down]) {
  const x = column * cell[0], y = row * cell[1];
  onDarkRim(context, 1, () => {
    context.moveTo(0, y + cell[1] / 2);
    context.lineTo(x, y + cell[1] / 2);
    context.moveTo(x + cell[0], y + cell[1] / 2);
    context.lineTo(across, y + cell[1] / 2);
    context.moveTo(x + cell[0] / 2, 0);
    context.lineTo(x + cell[0] / 2, y);
    context.moveTo(x + cell[0] / 2, y + cell[1]);
    context.lineTo(x + cell[0] / 2, down);
  });
  frame(context, x, y, ...cell);
}

export function frame(context, x, y, wide, high) {
  onDarkRim(context, 2, () => context.rect(x, y, wide, high));
}

// The colours from left to right; where values were reached is marked above.
export function ruler(canvas, table, across, from, to) {
  const context = clear(canvas, across, 12);
  place(context, new Uint8ClampedArray(table.buffer), 256, 1, 0, 4, across, 8);
  context.fillStyle = getComputedStyle(canvas).color;
  context.fillRect(from * across, 0, Math.max(2, (to - from) * across), 3);
}
