// Reads {program, weights, images, strengths} from a file; prints logits and parts of every image.
import { readFileSync } from "node:fs";
import { Network } from "../../../resattn_lab/explore/live/network.js";
import { unpackNumbers } from "../../../resattn_lab/explore/live/packed.js";

const given = JSON.parse(readFileSync(process.argv[2]));
const network = new Network(given.program, await unpackNumbers(given.weights));
const results = given.runs.map(({ image, strengths }) => {
  const { logits, parts, computed } = network.run(Uint8Array.from(image), strengths);
  const masks = parts.map(({ mask }) => [...mask]);
  const trunks = parts.map(({ trunk }) => [...trunk]);
  return { logits: [...logits], masks, trunks, computed };
});
console.log(JSON.stringify(results));
