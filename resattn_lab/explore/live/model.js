import { softmax } from "./network.js";

// What the page shows and what the network made of it, in the form of a widget's model:
// get, set, save_changes, on("change", …).
//
// facts: what never changes (see static.py). ask(request): a promise of the network's run.
// State: image (number, or "own"), module (number), channel (number, or "mean"),
// square ({row, column, size, on}), hide ("", "object", "background"), strengths (λ of every
// module), at ([row, column] in the image, or null), tab, layer, kernel, input (kernels tab).
// result: what the last run came to, and for which state.
export class LiveModel {
  constructor(facts, ask) {
    this.ask = ask;
    this.listeners = [];
    this.running = false;
    this.own = null;
    this.values = { facts, result: null, ...openingState(facts) };
    this.trained = null;
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    this.values[name] = value;
  }

  on(event, listener) {
    this.listeners.push(listener);
  }

  save_changes() {
    for (const listener of this.listeners) listener();
    this.compute();
  }

  // One run at a time; when it ends, the latest wish is next.
  async compute() {
    if (this.running) return;
    this.running = true;
    while (this.values.result?.key !== this.key()) {
      const key = this.key(), wish = { ...this.values };
      const bytes = this.bytes(), none = wish.strengths.map(() => 1);
      const tapped = wish.tab === "kernels" ? wish.layer : -1;
      if (this.trained?.bytes !== bytes) {
        this.trained = { bytes, run: await this.run(bytes, none, -1) };
        if (this.key() !== key) continue;
      }
      const seen = covered(bytes, wish, this.values.facts, this.object());
      const changed = seen !== bytes || wish.strengths.some((strength) => strength !== 1);
      const again = changed || tapped >= 0;
      const run = again ? await this.run(seen, wish.strengths, tapped) : this.trained.run;
      const { image, square, hide, strengths } = wish;
      const before = this.trained.run.chances;
      this.values.result = { key, image, square, hide, strengths, seen, changed, before, ...run };
      for (const listener of this.listeners) listener();
    }
    this.running = false;
  }

  async run(image, strengths, tapped) {
    const run = await this.ask({ image, strengths, tapped });
    return { ...run, tapped, chances: softmax(run.logits) };
  }

  bytes() {
    const { image, facts } = this.values;
    return image === "own" ? this.own : facts.images[image];
  }

  object() {
    const { image, facts } = this.values;
    return image === "own" ? null : (facts.objects?.[image] ?? null);
  }

  // What a run depends on, as text.
  key() {
    const { image, square, hide, strengths, tab, layer } = this.values;
    const where = square.on ? square : 0;
    const own = image === "own" ? this.ownNumber : 0;
    return JSON.stringify([image, own, where, hide, strengths, tab === "kernels" ? layer : -1]);
  }

  showOwn(bytes) {
    this.own = bytes;
    this.ownNumber = (this.ownNumber ?? 0) + 1;
    this.set("image", "own");
    this.set("hide", "");
    this.save_changes();
  }
}

export function openingState(facts) {
  const [, high, wide] = facts.shape;
  const size = Math.max(1, Math.round(Math.min(high, wide) / 4));
  return {
    image: 0,
    module: facts.opening,
    channel: facts.modules[facts.opening].channel,
    square: { row: 0, column: 0, size, on: false },
    hide: "",
    strengths: facts.modules.map(() => 1),
    at: null,
    tab: "masks",
    layer: facts.layers.find(({ group, kernel }) => group && kernel > 1)?.step ?? facts.layers[0].step,
    kernel: 0,
    input: 0,
  };
}

// The image with grey, as bright as the image on average, over what is hidden.
export function covered(bytes, { square, hide }, { shape }, object) {
  const wish = hide && object;
  if (!square.on && !wish) return bytes;
  const [channels, high, wide] = shape;
  const grey = Math.round(bytes.reduce((sum, byte) => sum + byte) / bytes.length);
  const seen = bytes.slice();
  for (let row = 0, p = 0; row < high; row++) {
    for (let column = 0; column < wide; column++, p++) {
      const inside = square.on && row >= square.row && row < square.row + square.size &&
        column >= square.column && column < square.column + square.size;
      if (!inside && !(wish && Boolean(object[p]) === (hide === "object"))) continue;
      for (let c = 0; c < channels; c++) seen[c * high * wide + p] = grey;
    }
  }
  return seen;
}
