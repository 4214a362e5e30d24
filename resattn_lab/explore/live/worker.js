import { Network } from "./network.js";
import { unpackNumbers } from "./packed.js";

// Answers requests { image, strengths, tapped } about one network.
async function answering({ program, weights }) {
  const numbers = await unpackNumbers(weights);
  const network = new Network(program, numbers);
  return ({ image, strengths, tapped }) => {
    const run = network.run(image, strengths, tapped);
    return { ...run, kernels: kernelsOf(program, numbers, tapped) };
  };
}

function kernelsOf({ steps, values }, numbers, tapped) {
  if (tapped < 0) return null;
  const { weights, outputs, kernel, groups, in: x } = steps[tapped];
  const inputs = values[x][0] / groups;
  return numbers.slice(weights, weights + outputs * inputs * kernel ** 2);
}

export function answerAsWorker(scope) {
  let answer = null;
  scope.onmessage = async ({ data }) => {
    if (data.program) answer = answering(data);
    else scope.postMessage((await answer)(data));
  };
}

// A function that asks the network: in a worker, or here where the browser allows none.
export function askNetwork(payload, script) {
  const { program, weights } = payload;
  let worker, answer;
  try {
    const inline = !script.src && URL.createObjectURL(new Blob([script.textContent], { type: "text/javascript" }));
    worker = new Worker(inline || script.src);
    worker.postMessage({ program, weights });
  } catch {
    answer = answering(payload);
    return async (request) => (await answer)(request);
  }
  return (request) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = () => reject(new Error("the network's worker has stopped"));
      worker.postMessage(request);
    });
}
