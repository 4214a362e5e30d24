import { GATES, convolve, enlarge, mean, pool, scale } from "./layers.js";

// Runs the steps that program.py wrote. Every run uses the same buffers again.
export class Network {
  constructor(program, weights) {
    this.program = program;
    this.weights = weights;
    const buffers = program.buffers.map((length) => new Float32Array(length));
    this.shapes = program.values.map((value) => value.slice(0, 3));
    this.values = program.values.map(([c, h, w, buffer]) => buffers[buffer].subarray(0, c * h * w));
    const unfolded = ({ in: x, out, kernel }) =>
      this.shapes[x][0] * kernel ** 2 * this.shapes[out][1] * this.shapes[out][2];
    const convolutions = program.steps.filter((step) => step.kernel > 1 || step.stride > 1);
    this.columns = new Float32Array(Math.max(0, ...convolutions.map(unfolded)));
    this.strengths = null;
  }

  // image: bytes; strengths: λ of every module. What lies before the first change is kept.
  // tapped: the number of a convolution whose output is wanted, too.
  run(image, strengths, tapped = -1) {
    const { steps, modules, logits } = this.program;
    const start = tapped < 0 ? this.firstChange(image, strengths) : 0;
    if (start === 0) this.values[0].set(image);
    this.bytes = image.slice();
    this.strengths = [...strengths];
    let answer = null;
    for (let number = start; number < steps.length; number++) {
      this.step(steps[number]);
      if (number === tapped) answer = this.outputs(steps[number]);
    }
    const parts = modules.map(({ trunk, mask }) => ({
      trunk: this.values[trunk].slice(),
      mask: this.values[mask].slice(),
    }));
    return { logits: this.values[logits].slice(), parts, answer, computed: steps.length - start };
  }

  // What one convolution put out; it may share its value with others.
  outputs({ out, at = 0, outputs }) {
    const [, h, w] = this.shapes[out];
    return this.values[out].slice(at * h * w, (at + outputs) * h * w);
  }

  firstChange(image, strengths) {
    const { steps } = this.program;
    if (!this.strengths || image.some((byte, i) => byte !== this.bytes[i])) return 0;
    const changed = steps.findIndex(
      ({ op, module }) => op === "weigh" && strengths[module] !== this.strengths[module],
    );
    return changed < 0 ? steps.length : changed;
  }

  step(step) {
    const x = this.values[step.in], out = this.values[step.out];
    const shape = this.shapes[step.in], target = this.shapes[step.out];
    const added = step.add === undefined ? null : this.values[step.add];
    switch (step.op) {
      case "subtract":
        for (let i = 0; i < x.length; i++) out[i] = x[i] / 255 - this.weights[step.weights + i];
        return;
      case "convolve":
        return convolve(step, this.weights, x, shape, out, target, added, this.columns);
      case "scale":
        return scale(step, this.weights, x, shape, out);
      case "pool":
        return pool(x, shape, out, target);
      case "enlarge":
        return enlarge(x, shape, out, target, added);
      case "gate":
        return GATES[step.kind](x, shape, out, step.epsilon);
      case "weigh": {
        const mask = this.values[step.mask], one = step.residual ? 1 : 0;
        const strength = this.strengths[step.module];
        for (let i = 0; i < x.length; i++) out[i] = (one + strength * mask[i]) * x[i];
        return;
      }
      case "mean":
        return mean(x, shape, out);
      default:
        throw new Error(`there is no step ${step.op}`);
    }
  }
}

export function softmax(logits) {
  const most = Math.max(...logits);
  const powers = Array.from(logits, (value) => Math.exp(value - most));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}
