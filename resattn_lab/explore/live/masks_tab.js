import { coloured, colourTable, cross, lit, outline, paint, ruler } from "./drawing.js";
import {
  changeWords, equationWords, imageName, largest, maskWords, predictionWords, range, signed,
} from "./words.js";

const PICTURES = { image: "image, lit by the mask", trunk: "T, the trunk", mask: "", output: "" };
const picture = (name, after = "") => `
  <figure><figcaption data-part="title-${name}">${PICTURES[name]}</figcaption>
  <div class="frame"><canvas data-part="${name}" tabindex="0" role="img"></canvas>${after}</div>
  <canvas class="ruler" data-part="ruler-${name}" aria-hidden="true"></canvas>
  <div class="scale" data-part="scale-${name}"></div></figure>`;
const MASKS = `
<div class="seen">
  ${picture("image", '<button class="square" data-part="square"></button>')}
  <div class="row">
    <button data-part="object">hide object</button><button data-part="background">hide background</button>
    <button data-part="off">all masks off</button><button data-part="reset">as trained</button>
  </div>
  <label>square <input type="range" data-part="size" min="1"> <output data-part="size-said"></output></label>
</div>
<div class="equation">
  ${picture("trunk")}<span class="sign">×</span>${picture("mask")}<span class="sign">=</span>${picture("output")}
  <p class="numbers" data-part="numbers"></p>
</div>
<table class="bars"><caption>prediction, before → after</caption><tbody data-part="bars"></tbody></table>
<div class="channels">
  <label>channel <input type="range" data-part="channel" min="0"> <output data-part="channel-said"></output></label>
  <label><input type="checkbox" data-part="mean"> mean of all channels</label>
  <p data-part="why"></p>
</div>
<div class="strip" data-part="strip"></div>`;

export class MasksTab {
  constructor(model, el) {
    const facts = model.get("facts");
    Object.assign(this, { model, el, facts });
    el.innerHTML = MASKS;
    this.part = (name) => el.querySelector(`[data-part="${name}"]`);
    this.colours = { mask: colourTable(facts.colours.mask), signed: colourTable(facts.colours.signed) };
    for (const name of ["object", "background"]) {
      this.part(name).hidden = !facts.objects;
      this.part(name).onclick = () => this.change({ hide: model.get("hide") === name ? "" : name });
    }
    const all = (value) => facts.modules.map(() => value);
    this.part("off").onclick = () => this.change({ strengths: all(model.get("strengths").some(Boolean) ? 0 : 1) });
    this.part("reset").onclick = () =>
      this.change({ strengths: all(1), hide: "", square: { ...model.get("square"), on: false } });
    this.part("size").max = Math.min(facts.shape[1], facts.shape[2]);
    this.part("size").oninput = ({ target }) => this.moveSquare({ size: Number(target.value) });
    this.part("channel").oninput = ({ target }) => this.change({ channel: Number(target.value) });
    this.part("mean").onchange = ({ target }) => {
      this.change({ channel: target.checked ? "mean" : Number(this.part("channel").value) });
    };
    this.makeStrip();
    for (const name of Object.keys(PICTURES)) this.makePointer(this.part(name));
    this.makeSquare();
  }

  get module() {
    return this.facts.modules[this.model.get("module")];
  }

  makeStrip() {
    this.part("strip").innerHTML = this.facts.modules
      .map(({ name }) => `<div class="module"><button><canvas></canvas><span>${name}</span></button>
        <label>λ <input type="range" min="0" max="2" step="0.05" aria-label="λ of ${name}"><output></output></label></div>`)
      .join("");
    this.modules = [...this.part("strip").children].map((box, number) => {
      const [button, canvas, slider, said] = ["button", "canvas", "input", "output"].map((tag) => box.querySelector(tag));
      button.onclick = () => this.change({ module: number, channel: this.facts.modules[number].channel });
      slider.oninput = () =>
        this.change({ strengths: this.model.get("strengths").map((old, i) => (i === number ? Number(slider.value) : old)) });
      return { button, canvas, slider, said };
    });
  }

  // A mouse that moves, a finger that taps, arrow keys: they choose the position.
  makePointer(canvas) {
    const [, high, wide] = this.facts.shape;
    const cut = (place, end) => Math.min(end - 1, Math.max(0, Math.floor(place)));
    const point = ({ clientX, clientY }) => {
      const box = canvas.getBoundingClientRect();
      const at = [cut(((clientY - box.top) / box.height) * high, high), cut(((clientX - box.left) / box.width) * wide, wide)];
      if (at.join() !== this.model.get("at")?.join()) this.change({ at });
    };
    canvas.onpointermove = (event) => event.pointerType === "mouse" && point(event);
    canvas.onpointerdown = point;
    canvas.onkeydown = (event) => {
      const [down, across] = arrow(event);
      const steps = [high, wide].map((side, i) => (canvas === this.part("image") ? 1 : side / this.module.shape[i + 1]));
      const [row, column] = this.model.get("at") ?? [high >> 1, wide >> 1];
      if (down || across) this.change({ at: [cut(row + down * steps[0], high), cut(column + across * steps[1], wide)] });
    };
  }

  makeSquare() {
    const square = this.part("square");
    let grip = null;
    const place = ({ clientX, clientY }) => {
      const box = this.part("image").getBoundingClientRect(), [, high, wide] = this.facts.shape;
      return [((clientY - box.top) / box.height) * high, ((clientX - box.left) / box.width) * wide];
    };
    square.onpointerdown = (event) => {
      const { row, column } = this.model.get("square"), [y, x] = place(event);
      square.setPointerCapture(event.pointerId);
      grip = [y - row, x - column];
    };
    square.onpointermove = (event) => {
      if (!grip) return;
      const [y, x] = place(event);
      this.moveSquare({ row: Math.round(y - grip[0]), column: Math.round(x - grip[1]) });
    };
    square.onpointerup = square.onpointercancel = () => { grip = null; };
    square.onkeydown = (event) => {
      const { row, column, on } = this.model.get("square"), [down, across] = arrow(event);
      if (down || across) this.moveSquare({ row: row + down, column: column + across });
      else if (event.key === "Enter" || event.key === " ") this.change({ square: { ...this.model.get("square"), on: !on } });
    };
  }

  moveSquare(values) {
    const old = this.model.get("square"), [, high, wide] = this.facts.shape;
    const square = { ...old, ...values, on: true };
    square.row = Math.min(high - square.size, Math.max(0, square.row));
    square.column = Math.min(wide - square.size, Math.max(0, square.column));
    if (JSON.stringify(old) !== JSON.stringify(square)) this.change({ square });
  }

  // One channel of trunk, mask and output of a module, or the mean of the masks alone.
  planes(number, channel, { parts, strengths }) {
    const { shape: [channels, h, w], residual } = this.facts.modules[number], size = h * w;
    const { trunk, mask } = parts[number];
    if (channel === "mean") {
      const mean = new Float32Array(size);
      mask.forEach((value, i) => { mean[i % size] += value / channels; });
      return { mask: mean };
    }
    const [T, M] = [trunk, mask].map((maps) => maps.subarray(channel * size, (channel + 1) * size));
    return { trunk: T, mask: M, output: T.map((value, i) => ((residual ? 1 : 0) + strengths[number] * M[i]) * value) };
  }

  draw(result) {
    const { model, facts, part, module } = this;
    const number = model.get("module"), channel = model.get("channel"), at = model.get("at");
    const planes = this.planes(number, channel, result), strength = result.strengths[number];
    const object = result.image === "own" ? null : facts.objects?.[result.image];
    const [, high, wide] = facts.shape, [, h, w] = module.shape, one = module.residual ? "1 + " : "";
    const side = (width) => Math.max(1, Math.floor(width / Math.max(high, wide)));
    this.el.classList.toggle("averaged", channel === "mean");
    const room = parseFloat(getComputedStyle(this.el).getPropertyValue("--room"));
    const large = parseFloat(getComputedStyle(this.el).getPropertyValue("--large"));

    const zoom = side(large), size = [wide * zoom, high * zoom];
    const seen = paint(part("image"), lit(result.seen, facts.shape, planes.mask, module.shape), wide, high, size);
    if (object) outline(seen, object, wide, high, zoom);
    if (at) cross(seen, ...at, [zoom, zoom], size);
    this.drawSquare(zoom);

    const small = channel === "mean" ? zoom : side(room), panes = [wide * small, high * small];
    const most = planes.trunk ? Math.max(largest(planes.trunk), largest(planes.output)) : 1;
    for (const [name, plane] of Object.entries(planes)) {
      const masks = name === "mask", low = masks ? module.lowest : -most;
      const table = masks && low === 0 ? this.colours.mask : this.colours.signed;
      const top = masks ? 1 : most;
      const context = paint(part(name), coloured(plane, low, top, table), w, h, panes);
      if (object && masks) outline(context, object, wide, high, small);
      if (at) {
        const cell = [panes[0] / w, panes[1] / h];
        cross(context, Math.floor((at[0] * h) / high), Math.floor((at[1] * w) / wide), cell, panes);
      }
      const whole = masks ? Number.isInteger(strength) : most >= 10;
      const digits = whole ? 0 : masks || most < 1 ? 2 : 1;
      const reached = range(plane), place = (value) => Math.min(1, Math.max(0, (value - low) / (top - low)));
      ruler(part(`ruler-${name}`), table, panes[0], place(reached.low), place(reached.high));
      const weighs = masks && channel !== "mean";  // what the trunk is multiplied by
      const shown = (value) => (weighs ? (one ? 1 : 0) + strength * value : value);
      const here = `${signed(shown(reached.low))} to ${signed(shown(reached.high))}`;
      part(`scale-${name}`).textContent = `${signed(shown(low), digits)} to ${signed(shown(top), digits)}; here ${here}`;
      part(name).ariaLabel = `${weighs ? "weight" : name}, from ${here}; arrow keys move the position`;
    }
    part("image").ariaLabel = `${imageName(facts, result.image)}, lit by the mask; arrow keys move the position`;
    const lambda = strength === 1 ? "" : `${strength} · `;
    part("title-mask").textContent = channel === "mean" ? "mean mask" : `${one}${lambda}M, the weight`;
    part("title-output").textContent = "the module's output";
    part("scale-image").textContent = object ? "white: the true outline" : "";

    this.drawControls(result);
    this.drawStrip(result, side);
    this.drawBars(result);
    part("numbers").classList.toggle("read", at !== null);
    part("numbers").textContent = this.numbers(planes, strength, at, result);
    const told = [
      `${imageName(facts, result.image).replace(/^./, (letter) => letter.toUpperCase())}.`,
      changeWords(facts, result),
      predictionWords(facts, result),
      maskWords(facts, number, channel, planes.mask, object),
    ];
    return told.filter(Boolean).join(" ");
  }

  numbers(planes, strength, at, { seen }) {
    if (!at) return "Point at a position, or use the arrow keys on a picture, to read its numbers.";
    const { facts, module } = this, [channels, high, wide] = facts.shape, [, h, w] = module.shape;
    const row = Math.floor((at[0] * h) / high), column = Math.floor((at[1] * w) / wide), p = row * w + column;
    const pixel = Array.from({ length: channels }, (_, c) => seen[(c * high + at[0]) * wide + at[1]]).join(", ");
    const where = h === high && w === wide ? "" : ` of ${h}×${w}`;
    const equation = planes.trunk
      ? equationWords(module, strength, planes.trunk[p], planes.mask[p], planes.output[p])
      : `mean mask ${signed(planes.mask[p])}`;
    return `row ${row}, column ${column}${where}: ${equation} (image: ${pixel})`;
  }

  drawSquare(zoom) {
    const { row, column, size, on } = this.model.get("square"), square = this.part("square");
    Object.assign(square.style, {
      top: `${row * zoom}px`, left: `${column * zoom}px`, width: `${size * zoom}px`, height: `${size * zoom}px`,
    });
    square.setAttribute("aria-pressed", on);
    square.textContent = on ? "" : "drag me";
    square.ariaLabel = `${on ? "" : "drag me: "}grey square, ${on ? "covers" : "off"}, row ${row}, column ${column}, ${size} pixels; arrow keys move it, Enter switches it`;
  }

  drawControls({ image }) {
    const { model, part, module } = this, channel = model.get("channel"), [channels] = module.shape;
    part("channel").max = channels - 1;
    if (channel !== "mean") part("channel").value = channel;
    part("mean").checked = channel === "mean";
    part("channel-said").textContent = channel === "mean" ? "all" : `${channel} of ${channels}`;
    const { says } = module;
    part("why").textContent = channel === "mean"
      ? "A mean of products is not the product of means: only image and mask are shown."
      : channel === module.channel ? `Channel ${channel} ${says}.` : `Channel ${module.channel} ${says}.`;
    const { size } = model.get("square");
    part("size").value = size;
    part("size-said").textContent = `${size} pixels`;
    for (const name of ["object", "background"]) {
      part(name).setAttribute("aria-pressed", model.get("hide") === name);
      part(name).disabled = image === "own";
    }
    part("off").setAttribute("aria-pressed", !model.get("strengths").some(Boolean));
  }

  drawStrip(result, side) {
    const [, high, wide] = this.facts.shape, many = this.modules.length > 3;
    const zoom = side(many ? 64 : innerWidth > 700 ? 128 : 96);
    this.part("strip").classList.toggle("many", many);
    this.modules.forEach(({ button, canvas, slider, said }, number) => {
      const open = number === this.model.get("module"), { channel, shape, name } = this.facts.modules[number];
      const shown = open ? this.model.get("channel") : channel;
      const pixels = lit(result.seen, this.facts.shape, this.planes(number, shown, result).mask, shape);
      paint(canvas, pixels, wide, high, [wide * zoom, high * zoom]);
      button.setAttribute("aria-pressed", open);
      button.querySelector("span").textContent = `${name}, ${shown === "mean" ? "mean" : `channel ${shown}`}`;
      slider.value = this.model.get("strengths")[number];
      said.textContent = Number(slider.value).toFixed(2);
    });
  }

  // Nine classes at most; the true one is always among them.
  drawBars({ before, chances, changed, image }) {
    const { names, labels } = this.facts, truth = image === "own" ? -1 : (labels?.[image] ?? -1);
    const rank = (k) => (k === truth ? 2 : Math.max(before[k], chances[k]));
    const shown = names.map((_, k) => k).sort((a, b) => rank(b) - rank(a)).slice(0, 10).sort((a, b) => a - b);
    const best = chances.indexOf(Math.max(...chances));
    const rows = this.part("bars");
    while (rows.children.length < shown.length) {
      rows.insertRow().innerHTML = '<th scope="row"></th><td><i></i><b></b></td><td></td>';
    }
    shown.forEach((k, number) => {
      const row = rows.children[number], [name, bars, said] = row.children;
      name.textContent = k === truth ? `✓ ${names[k]}` : names[k];
      row.className = k === truth ? "true" : k === best ? "chosen" : "";
      bars.children[0].style.width = `${100 * before[k]}%`;
      bars.children[1].style.width = `${100 * chances[k]}%`;
      said.textContent = changed ? `${before[k].toFixed(2)} → ${chances[k].toFixed(2)}` : chances[k].toFixed(2);
    });
  }
}

function arrow(event) {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
  if (steps) event.preventDefault();
  return steps ?? [0, 0];
}
