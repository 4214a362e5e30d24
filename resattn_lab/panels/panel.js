// Runs once for every panel that a page shows: names for what has none, and the pointer.
(wiring => {
  const panel = wiring.closest(".resattn-panel");
  if (!panel) return;

  // A slider's handle is what a screen reader meets, and it has no name of its own.
  const name = () => panel.querySelectorAll(".widget-inline-hbox").forEach(row => {
    const label = row.querySelector(".widget-label");
    row.querySelectorAll(".noUi-handle").forEach(handle => {
      const text = label?.textContent, words = row.querySelector(".widget-readout")?.textContent;
      if (text && handle.ariaLabel !== text) handle.ariaLabel = text;
      if (words && handle.ariaValueText !== words) handle.ariaValueText = words;
    });
    const readout = row.querySelector(".widget-readout[contenteditable]");
    if (readout && label && readout.ariaLabel !== label.textContent + ", number") {
      readout.role = "textbox";
      readout.ariaLabel = label.textContent + ", number";
    }
  });
  name();
  new MutationObserver(name).observe(panel, {childList: true, subtree: true, characterData: true});

  // Where the pointer is on the picture, in its own pixels, to the kernel through a text box.
  const stage = panel.querySelector(".resattn-stage");
  if (!stage) return;
  let last = "";
  const tell = (kind, x, y) => {
    const box = panel.querySelector(".resattn-pointer input"), words = `${kind} ${x} ${y}`;
    if (!box || words === last) return;
    last = words;
    box.value = words;
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const at = event => {
    const picture = stage.querySelector("img"), place = picture.getBoundingClientRect();
    const scale = picture.naturalWidth / place.width;
    return [event.clientX - place.left, event.clientY - place.top].map(part => Math.floor(part * scale));
  };
  stage.addEventListener("pointerdown", event => { last = ""; tell("press", ...at(event)); });
  const hovers = panel.classList.contains("resattn-hovers");
  stage.addEventListener("pointermove", event => {
    if (event.buttons & 1) tell("drag", ...at(event));
    else if (hovers) tell("move", ...at(event));
  });
  stage.tabIndex = hovers ? 0 : -1;
  if (hovers) {
    stage.role = "application";
    stage.ariaLabel = "picture: arrow keys move the position whose numbers are given";
  }
  const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  stage.addEventListener("keydown", event => {
    if (!steps[event.key] || event.target !== stage) return;
    event.preventDefault();
    last = "";
    tell("step", ...steps[event.key]);
  });
})(this)
