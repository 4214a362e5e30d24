// What is seen, in words.

export const signed = (value, digits = 2) => value.toFixed(digits).replace("-", "−");

export function imageName(facts, image) {
  if (image === "own") return "your picture";
  const title = facts.titles?.[image];
  return title ? `image ${image}, ${title}` : `image ${image}`;
}

export function channelName(channel, [channels]) {
  return channel === "mean" ? `the mean of its ${channels} channels` : `channel ${channel} of ${channels}`;
}

export function range(plane) {
  let low = Infinity, high = -Infinity, sum = 0;
  for (const value of plane) {
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
  }
  return { low, high, mean: sum / plane.length };
}

export const largest = (values) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;

export function maskWords(facts, module, channel, mask, object) {
  const { name, shape } = facts.modules[module];
  const { low, high, mean } = range(mask);
  const told = [
    `Attention Module ${name}, ${channelName(channel, shape)}: the mask goes from ` +
      `${signed(low)} to ${signed(high)}, mean ${signed(mean)}`,
  ];
  if (object) {
    const sides = [[0, 0], [0, 0]];
    const [, high, wide] = facts.shape, [, h, w] = shape;
    object.forEach((on, p) => {
      const row = Math.floor((Math.floor(p / wide) * h) / high);
      const side = sides[on ? 1 : 0];
      side[0] += mask[row * w + Math.floor(((p % wide) * w) / wide)];
      side[1] += 1;
    });
    const [beside, on] = sides.map(([sum, count]) => signed(sum / count));
    told.push(`; ${on} on the object, ${beside} beside it`);
  }
  return `${told.join("")}.`;
}

export function changeWords(facts, { square, hide, strengths }) {
  const told = [], [, high, wide] = facts.shape;
  if (hide) told.push(`The ${hide} is hidden.`);
  if (square.on) {
    const bottom = Math.min(square.row + square.size, high) - 1;
    const right = Math.min(square.column + square.size, wide) - 1;
    told.push(`Grey covers rows ${square.row} to ${bottom} and columns ${square.column} to ${right}.`);
  }
  const changed = strengths
    .map((value, number) => [value, facts.modules[number].name])
    .filter(([value]) => value !== 1);
  if (changed.length && changed.length === strengths.length && changed.every(([value]) => value === 0)) {
    told.push("All masks are off (λ = 0).");
  } else if (changed.length) {
    told.push(`λ is ${changed.map(([value, name]) => `${value} in ${name}`).join(", ")}.`);
  }
  return told.join(" ");
}

export function predictionWords({ names }, { before, chances, changed }) {
  const order = chances.map((_, k) => k).sort((a, b) => chances[b] - chances[a]);
  const likely = order.slice(0, 3).map((k) => `${names[k]} ${chances[k].toFixed(2)}`).join(", ");
  if (!changed) return `The network says ${likely}.`;
  const best = before.indexOf(Math.max(...before));
  return (
    `The network now says ${likely}; as trained, on the whole image, it says ` +
    `${names[best]} ${before[best].toFixed(2)}, to which it now gives ${chances[best].toFixed(2)}.`
  );
}

// "row 12, column 20: −0.42 × (1 + 0.71) = −0.72"
export function equationWords({ residual }, strength, trunk, mask, output) {
  const weighed = strength === 1 ? signed(mask) : `${strength} × ${signed(mask)}`;
  const factor = residual ? `(1 + ${weighed})` : weighed.includes("×") ? `(${weighed})` : weighed;
  return `${signed(trunk)} × ${factor} = ${signed(output)}`;
}
