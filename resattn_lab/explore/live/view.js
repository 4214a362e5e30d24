import { writeAddress } from "./address.js";
import { KernelsTab } from "./kernels_tab.js";
import { MasksTab } from "./masks_tab.js";
import { readPicture } from "./own_picture.js";

const FRAME = `
<div class="tabs" role="tablist" aria-label="What to look at">
  <button role="tab" id="tab-masks" aria-controls="masks">Masks</button>
  <button role="tab" id="tab-kernels" aria-controls="kernels">Kernels</button>
</div>
<div class="images">
  <label>image <select data-part="choice"></select></label>
  <button data-part="next">new scene</button>
  <label class="button">your picture… <input type="file" accept="image/*" data-part="file"></label>
</div>
<section id="masks" role="tabpanel" aria-labelledby="tab-masks"></section>
<section id="kernels" role="tabpanel" aria-labelledby="tab-kernels"></section>
<p class="words" data-part="words" aria-live="polite"></p>`;

// The part of the page that a widget could show as well.
export function render({ model, el }) {
  const facts = model.get("facts");
  el.innerHTML = FRAME;
  const part = (name) => el.querySelector(`[data-part="${name}"]`);
  const tabs = {
    masks: new MasksTab(model, el.querySelector("#masks")),
    kernels: new KernelsTab(model, el.querySelector("#kernels")),
  };
  const change = (values) => {
    for (const [name, value] of Object.entries(values)) model.set(name, value);
    model.save_changes();
  };

  for (const [name, tab] of Object.entries(tabs)) {
    const button = el.querySelector(`#tab-${name}`);
    button.onclick = () => change({ tab: name });
    button.onkeydown = ({ key }) => {
      if (key !== "ArrowLeft" && key !== "ArrowRight") return;
      const other = name === "masks" ? "kernels" : "masks";
      change({ tab: other });
      el.querySelector(`#tab-${other}`).focus();
    };
    tab.change = change;
  }

  const choice = part("choice");
  facts.images.forEach((_, number) => choice.add(new Option(`${number} ${facts.titles?.[number] ?? ""}`, number)));
  choice.onchange = () => change({ image: choice.value === "own" ? "own" : Number(choice.value) });
  const unseen = new Set(facts.images.keys());
  part("next").textContent = facts.objects ? "new scene" : "new image";
  part("next").onclick = () => {
    unseen.delete(model.get("image"));
    if (!unseen.size) facts.images.forEach((_, number) => number !== model.get("image") && unseen.add(number));
    const numbers = [...unseen];
    change({ image: numbers[Math.floor(Math.random() * numbers.length)] ?? 0 });
  };

  const show = async (file) => {
    try {
      const bytes = await readPicture(file, facts.shape);
      if (![...choice.options].some(({ value }) => value === "own")) choice.add(new Option("your picture", "own"));
      model.showOwn(bytes);
    } catch {
      part("words").textContent = `${file.name || "This"} cannot be read as a picture; take a PNG, JPEG or WebP.`;
    }
  };
  part("file").onchange = ({ target }) => target.files[0] && show(target.files[0]);
  document.addEventListener("paste", ({ clipboardData }) => clipboardData.files[0] && show(clipboardData.files[0]));
  document.addEventListener("dragover", (event) => event.preventDefault());
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files[0]) show(event.dataTransfer.files[0]);
  });

  const draw = () => {
    for (const [name, tab] of Object.entries(tabs)) {
      const open = model.get("tab") === name, button = el.querySelector(`#tab-${name}`);
      button.setAttribute("aria-selected", open);
      button.tabIndex = open ? 0 : -1;
      tab.el.hidden = !open;
    }
    choice.value = model.get("image");
    const address = writeAddress(model);
    if (address !== location.hash) history.replaceState(null, "", address);
    const result = model.get("result");
    if (!result) return;
    const words = tabs[model.get("tab")].draw(result);
    if (part("words").textContent !== words) part("words").textContent = words;
    el.dataset.settled = result.key === model.key();
    if (!performance.getEntriesByName("first picture").length) performance.mark("first picture");
  };
  let asked = 0;
  const later = () => {
    el.dataset.settled = false;
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      draw();
    });
  };
  model.on("change", later);
  new ResizeObserver(later).observe(el);
  later();
}
