import { readAddress } from "./address.js";
import { LiveModel } from "./model.js";
import { unpackBytes } from "./packed.js";
import { render } from "./view.js";
import { answerAsWorker, askNetwork } from "./worker.js";

// The facts of the page, with images and true masks as arrays.
async function factsOf(payload) {
  const { facts, images, objects } = payload, [channels, high, wide] = facts.shape;
  const size = channels * high * wide, bytes = await unpackBytes(images);
  const bits = objects && (await unpackBytes(objects));
  const pictures = Array.from({ length: bytes.length / size }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
  const masks = bits && pictures.map((_, image) =>
    Uint8Array.from({ length: high * wide }, (_, p) => {
      const bit = image * high * wide + p;
      return (bits[bit >> 3] >> (7 - (bit & 7))) & 1;
    }));
  return { ...facts, images: pictures, objects: masks };
}

async function openPage() {
  const payload = JSON.parse(document.getElementById("network").textContent);
  const ask = askNetwork(payload, document.getElementById("code"));
  const model = new LiveModel(await factsOf(payload), ask);
  readAddress(location.hash, model);
  render({ model, el: document.getElementById("live") });
  model.save_changes();
  addEventListener("hashchange", () => {
    readAddress(location.hash, model);
    model.save_changes();
  });
}

// Whatever fails is said; nothing waits in silence.
function tell({ reason }) {
  const alarm = document.createElement("p");
  alarm.setAttribute("role", "alert");
  alarm.textContent = `The network cannot run here (${reason?.message ?? reason}). Open the page in a browser of 2023 or newer.`;
  document.getElementById("live").prepend(alarm);
}

if (typeof document === "undefined") answerAsWorker(self);
else {
  addEventListener("unhandledrejection", tell, { once: true });
  openPage();
}
