// Parts of the page's code, by node's own runner: node --test
import assert from "node:assert/strict";
import test from "node:test";
import { readAddress, writeAddress } from "../../../resattn_lab/explore/live/address.js";
import { GATES, convolve, enlarge, pool } from "../../../resattn_lab/explore/live/layers.js";
import { LiveModel, covered } from "../../../resattn_lab/explore/live/model.js";
import { softmax } from "../../../resattn_lab/explore/live/network.js";
import { asInput } from "../../../resattn_lab/explore/live/own_picture.js";
import { halfToNumber } from "../../../resattn_lab/explore/live/packed.js";
import { changeWords, equationWords, predictionWords } from "../../../resattn_lab/explore/live/words.js";

const facts = {
  shape: [3, 4, 4],
  names: ["disc", "ring"],
  images: [new Uint8Array(48).fill(10), new Uint8Array(48).fill(20), new Uint8Array(48).fill(30)],
  objects: [1, 2, 3].map((on) => Uint8Array.from({ length: 16 }, (_, p) => (p < on ? 1 : 0))),
  modules: [
    { name: "stage1.0", shape: [4, 4, 4], residual: true, channel: 2 },
    { name: "stage2.0", shape: [8, 2, 2], residual: true, channel: 5 },
  ],
  opening: 0,
  layers: [
    { step: 1, name: "stem.0", group: "", kernel: 3, outputs: 4, inputs: 3 },
    { step: 3, name: "stage1.0.trunk.0.conv2", group: "stage1.0", kernel: 3, outputs: 4, inputs: 4 },
  ],
};
const run = { logits: [0, 1], parts: [], kernels: null, answer: null };
const settled = () => new Promise((resolve) => setTimeout(resolve));

test("half precision is read to the bit, its smallest numbers included", () => {
  const known = { 0x3c00: 1, 0xc000: -2, 0x0001: 2 ** -24, 0x03ff: 1023 * 2 ** -24, 0x7bff: 65504, 0x3555: 0.333251953125 };
  for (const [bits, value] of Object.entries(known)) assert.equal(halfToNumber(Number(bits)), value);
});

test("an address says the whole state, and is read back", () => {
  const model = new LiveModel(facts, async () => run);
  readAddress("#image=2&module=stage2.0&channel=7&square=1,2,2&strength=1,0.5&hide=object&at=3,0&tab=kernels&layer=stem.0&kernel=3&input=1", model);
  const again = new LiveModel(facts, async () => run);
  readAddress(writeAddress(model), again);
  assert.deepEqual(again.values, model.values);
  assert.deepEqual(again.get("square"), { row: 1, column: 2, size: 2, on: true });
  assert.equal(again.get("channel"), 7);
});

test("what an address says wrongly is left as it was", () => {
  const model = new LiveModel(facts, async () => run), before = { ...model.values };
  readAddress("#image=3&module=stage9&channel=4&square=9,0,2&strength=1&at=4,0&hide=all&kernel=x&layer=none", model);
  assert.deepEqual(model.values, before);
});

test("a link to a module alone opens the channel that it opens with", () => {
  const model = new LiveModel(facts, async () => run);
  readAddress("#module=stage2.0", model);
  assert.equal(model.get("channel"), 5);
});

test("of many wishes during a run only the latest is computed", async () => {
  const seen = [];
  let go;
  const model = new LiveModel(facts, ({ strengths }) => {
    seen.push(strengths[0]);
    return new Promise((resolve) => { go = () => resolve(run); });
  });
  model.save_changes();
  for (const strength of [0.1, 0.2, 0.3]) {
    model.set("strengths", [strength, 1]);
    model.save_changes();
  }
  go();
  await settled();
  go();
  await settled();
  assert.deepEqual(seen, [1, 0.3]);
  assert.deepEqual(model.get("result").strengths, [0.3, 1]);
});

test("a change of what is shown alone asks for no run", async () => {
  let asked = 0;
  const model = new LiveModel(facts, async () => (asked++, run));
  model.save_changes();
  await settled();
  for (const [name, value] of [["channel", 1], ["module", 1], ["at", [1, 1]], ["channel", "mean"]]) {
    model.set(name, value);
    model.save_changes();
  }
  await settled();
  assert.equal(asked, 1);
});

test("object and background share the image, and the square covers its part of it", () => {
  const off = { row: 0, column: 0, size: 2, on: false };
  const image = Uint8Array.from({ length: 48 }, (_, i) => i), grey = 24;
  const count = (state) => covered(image, state, facts, facts.objects[2]).filter((v, i) => v === grey && i !== grey).length;
  assert.equal(covered(image, { square: off, hide: "" }, facts, null), image);
  assert.equal(count({ square: off, hide: "object" }), 9);
  assert.equal(count({ square: off, hide: "background" }), 38);
  assert.equal(count({ square: { ...off, on: true }, hide: "" }), 12);
});

test("a convolution of odd sizes counts every neighbour once", () => {
  const step = { outputs: 3, kernel: 3, stride: 2, padding: 1, groups: 1, weights: 0, bias: 27 };
  const weights = Float32Array.from({ length: 30 }, (_, i) => (i < 27 ? 1 : i - 27));
  const out = new Float32Array(3 * 2 * 3);
  convolve(step, weights, new Float32Array(15).fill(1), [1, 3, 5], out, [3, 2, 3], null, new Float32Array(54));
  assert.deepEqual([...out.slice(0, 6)], [4, 6, 4, 4, 6, 4]);
  assert.deepEqual([...out.slice(12)], [6, 8, 6, 6, 8, 6]);
});

test("pooling keeps the largest, and enlarging keeps the corners", () => {
  const x = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 9]), small = new Float32Array(4), large = new Float32Array(9);
  pool(x, [1, 3, 3], small, [1, 2, 2]);
  assert.deepEqual([...small], [5, 6, 8, 9]);
  enlarge(small, [1, 2, 2], large, [1, 3, 3]);
  assert.deepEqual([...large], [5, 5.5, 6, 6.5, 7, 7.5, 8, 8.5, 9]);
});

test("the gates stay in their ranges, and constant scores are halfway open in space", () => {
  const x = Float32Array.from([3, 3, 4, 4]), out = new Float32Array(4);
  GATES.channel(x, [2, 1, 2], out, 1e-6);
  assert.ok(out.every((value, i) => Math.abs(value - [0.6, 0.6, 0.8, 0.8][i]) < 1e-6));
  GATES.spatial(x, [2, 1, 2], out, 1e-5);
  assert.deepEqual([...out], [0.5, 0.5, 0.5, 0.5]);
  assert.ok(Math.abs(softmax([1000, 1000])[0] - 0.5) < 1e-12);
});

test("a picture of another form is scaled by its shorter side and cut in its middle", () => {
  const wide = 12, pixels = new Uint8ClampedArray(4 * wide * 4);
  for (let p = 0; p < wide * 4; p++) pixels.set([(p % wide) * 20, 100, 0, 255], 4 * p);
  const bytes = asInput(pixels, wide, 4, [3, 4, 4]);
  assert.deepEqual([...bytes.slice(0, 4)], [80, 100, 120, 140]);
  assert.ok(bytes.slice(16, 32).every((green) => green === 100));
});

test("the words name numbers, changes and the class that was likeliest before", () => {
  assert.equal(equationWords({ residual: true }, 1, -0.42, 0.71, -0.72), "−0.42 × (1 + 0.71) = −0.72");
  assert.equal(equationWords({ residual: false }, 0.5, 1, 0.5, 0.25), "1.00 × (0.5 × 0.50) = 0.25");
  const square = { row: 3, column: 0, size: 4, on: true };
  assert.equal(
    changeWords(facts, { square, hide: "object", strengths: [1, 0.5] }),
    "The object is hidden. Grey covers rows 3 to 3 and columns 0 to 3. λ is 0.5 in stage2.0.",
  );
  const now = { before: [0.9, 0.1], chances: [0.3, 0.7], changed: true };
  assert.match(predictionWords(facts, now), /now says ring 0\.70, disc 0\.30; .* says disc 0\.90, to which it now gives 0\.30\./);
});
