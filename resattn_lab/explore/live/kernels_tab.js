import { coloured, colourTable, frame, paint, tiled } from "./drawing.js";
import { imageName, signed } from "./words.js";

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
    const weights = result.kernels, most = Math.max(...weights.map(Math.abs)) || 1;
    const planes = Array.from({ length: outputs }, (_, o) => {
      const from = (o * inputs + input) * k * k;
      return k === 1 ? weights.subarray(o * inputs, (o + 1) * inputs) : weights.subarray(from, from + k * k);
    });
    if (k === 1) this.tiles("kernels", planes, inputs, 1, 1, most, kernel);
    else this.tiles("kernels", planes, k, k, columns, most, kernel);
    const answers = Array.from({ length: outputs }, (_, o) => result.answer.subarray(o * h * w, (o + 1) * h * w));
    const largest = Math.max(...result.answer.map(Math.abs)) || 1;
    this.tiles("answers", answers, w, h, columns, largest, kernel);
    const scale = (value) => `blue −${value.toPrecision(2)}, white 0, red +${value.toPrecision(2)}`;
    const kinds = k === 1 ? `${outputs} kernels of 1×1, a row each, a column an input` : `${outputs} kernels of ${k}×${k}`;
    part("title-kernels").textContent = `${kinds}: ${scale(most)}`;
    part("title-answers").textContent = `what each makes of ${imageName(this.facts, result.image)}, ${h}×${w}: ${scale(largest)}`;
    part("kernels").ariaLabel = part("title-kernels").textContent;
    part("answers").ariaLabel = part("title-answers").textContent;
    const own = answers[kernel];
    return `${layer.name}, kernel ${kernel} of ${outputs}${k === 1 ? "" : `, input channel ${input} of ${inputs}`}. ` +
      `Its answers go from ${signed(Math.min(...own))} to ${signed(Math.max(...own))}. Batch norms are part of these ` +
      `kernels; the answers are those after ${layer.after}.`;
  }

  tiles(name, planes, wide, high, columns, most, chosen) {
    const { values, across, down } = tiled(planes, wide, high, columns);
    const room = parseFloat(getComputedStyle(this.el).getPropertyValue("--grid"));
    const zoom = Math.min(room / across, room / down), scale = zoom > 1 ? Math.floor(zoom) : zoom;
    const stretch = Math.min(8, Math.max(1, Math.floor(room / (down * scale))));
    const unit = [scale, high === 1 ? scale * stretch : scale];
    const context = paint(this.part(name), coloured(values, -most, most, this.table), across, down, [across * unit[0], down * unit[1]]);
    const pitch = [(wide + 1) * unit[0], (high + 1) * unit[1]];
    this[name] = { pitch, columns };
    frame(context, (chosen % columns) * pitch[0], Math.floor(chosen / columns) * pitch[1], wide * unit[0], high * unit[1]);
  }
}
