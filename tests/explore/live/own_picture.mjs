// Pictures as the page reads them: sizes and pixels in a JSON file, bytes on the way out.
import { readFileSync } from "node:fs";
import { asInput } from "../../../resattn_lab/explore/live/own_picture.js";

const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
const read = ({ pixels, wide, high, shape }) => [...asInput(pixels, wide, high, shape)];
console.log(JSON.stringify(given.map(read)));
