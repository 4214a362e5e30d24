import { clear, coloured, colourTable, frame, place } from "./drawing.js";
import { imageName, largest, range, signed } from "./words.js";

const KERNELS = `
<div class="row">
  <label>convolution <select data-part="layer"></select></label>
  <label>kernel <input type="range" data-part="kernel" min="0"> <output data-part="kernel-said"></output></label>
  <label data-part="inputs">input channel <input type="range" data-part="input" min="0"> <output data-part="input-said"></output></label>
</div>
<div class="grids">
  <figure><figcaption data-part="title-kernels"></figcaption><canvas data-part="kernels" role="img"></canvas></figure>
  <figure><figcaption data-part="title-answers"></figcaption><canvas data-part="answers" role="img"></canvas></figure>
</div>`;

// Every kernel of a convolution, and at the same place what it makes of the image.
export class KernelsTab {
  constructor(model, el) {
    const facts = model.get("facts");
    Object.assign(this, { model, el, facts, table: colourTable(facts.colours.signed) });
    el.innerHTML = KERNELS;
    this.part = (name) => el.querySelector(`[data-part="${name}"]`);
    const groups = {};
    for (const { group, name, kernel, step } of facts.layers) {
      groups[group] ??= this.part("layer").appendChild(document.createElement("optgroup"));
      groups[group].label = group || "before the modules";
      groups[group].append(new Option(`${name}, ${kernel}×${kernel}`, step));
    }
    this.part("layer").onchange = ({ target }) => this.change({ layer: Number(target.value), kernel: 0, input: 0 });
    for (const name of ["kernel", "input"]) {
      this.part(name).oninput = ({ target }) => this.change({ [name]: Number(target.value) });
    }
    for (const name of ["kernels", "answers"]) {
      this.part(name).onclick = ({ offsetX, offsetY }) => {
        const { pitch, columns } = this[name], { outputs } = this.layer;
        const kernel = Math.floor(offsetY / pitch[1]) * columns + Math.floor(offsetX / pitch[0]);
        if (kernel < outputs) this.change({ kernel });
      };
    }
  }

  get layer() {
    return this.facts.layers.find(({ step }) => step === this.model.get("layer"));
  }

  draw(result) {
    const { part, layer, model } = this, { outputs, inputs, kernel: k, shape: [, h, w] } = layer;
    const kernel = model.get("kernel"), input = k === 1 ? 0 : model.get("input");
    const columns = Math.ceil(Math.sqrt(outputs));
    part("layer").value = layer.step;
    part("inputs").hidden = k === 1;
    for (const [name, value, count] of [["kernel", kernel, outputs], ["input", input, inputs]]) {
      part(name).max = count - 1;
      part(name).value = value;
      part(`${name}-said`).textContent = `${value} of ${count}`;
    }
    if (result.tapped !== layer.step) return part("title-kernels").textContent;
    const weights = result.kernels, most = largest(weights);
    const planes = Array.from({ length: outputs }, (_, o) => {
      const from = (o * inputs + input) * k * k;
      return k === 1 ? weights.subarray(o * inputs, (o + 1) * inputs) : weights.subarray(from, from + k * k);
    });
    this.tiles("kernels", planes, k === 1 ? inputs : k, k, k === 1 ? 1 : columns, most, kernel);
    const answers = Array.from({ length: outputs }, (_, o) => result.answer.subarray(o * h * w, (o + 1) * h * w));
    const answer = largest(result.answer);
    this.tiles("answers", answers, w, h, columns, answer, kernel);
    const scale = (value) => `blue −${value.toPrecision(2)}, white 0, red +${value.toPrecision(2)}`;
    const kinds = k === 1 ? `${outputs} kernels of 1×1, a row each, a column an input` : `${outputs} kernels of ${k}×${k}`;
    part("title-kernels").textContent = `${kinds}: ${scale(most)}`;
    part("title-answers").textContent = `what each makes of ${imageName(this.facts, result.image)}, ${h}×${w}: ${scale(answer)}`;
    part("kernels").ariaLabel = part("title-kernels").textContent;
    part("answers").ariaLabel = part("title-answers").textContent;
    const { low, high } = range(answers[kernel]);
    return `${layer.name}, kernel ${kernel} of ${outputs}${k === 1 ? "" : `, input channel ${input} of ${inputs}`}. ` +
      `Its answers go from ${signed(low)} to ${signed(high)}. Batch norms are part of these ` +
      `kernels; the answers are those after ${layer.after}.`;
  }

  tiles(name, planes, wide, high, columns, most, chosen) {
    const gap = high > 1 ? 4 : 0, rows = Math.ceil(planes.length / columns);
    const room = parseFloat(getComputedStyle(this.el).getPropertyValue("--grid"));
    const fit = Math.min(room / columns - gap, room / rows - gap);
    const zoom = fit / Math.max(wide, high), whole = zoom > 1 ? Math.floor(zoom) : zoom;
    const size = high > 1 ? [wide * whole, high * whole] : [room, Math.min(24, room / rows)];
    const pitch = size.map((side) => side + gap);
    this[name] = { pitch, columns };
    const context = clear(this.part(name), columns * pitch[0] - gap, rows * pitch[1] - gap);
    const at = (number) => [(number % columns) * pitch[0], Math.floor(number / columns) * pitch[1]];
    planes.forEach((plane, number) => {
      place(context, coloured(plane, -most, most, this.table), wide, high, ...at(number), ...size);
    });
    frame(context, ...at(chosen), ...size);
  }
}
