// For every panel that a page shows: names for what has none, and where the pointer is.
panel => {
  if (!panel || panel.resattnWired) return;
  panel.resattnWired = true;
  const hovers = panel.classList.contains("resattn-hovers");
  const set = (part, name, text) => { if (part[name] !== text) part[name] = text; };

  // A slider's handle is what a screen reader meets, and it has no name of its own.
  const name = () => {
    panel.querySelectorAll(".widget-inline-hbox").forEach(row => {
      const label = row.querySelector(".widget-label")?.textContent;
      const readout = row.querySelector(".widget-readout");
      if (!label) return;
      row.querySelectorAll(".noUi-handle").forEach(handle => {
        set(handle, "ariaLabel", label);
        if (readout) set(handle, "ariaValueText", readout.textContent);
      });
      if (readout?.isContentEditable) {
        set(readout, "role", "textbox");
        set(readout, "ariaLabel", label + ", as a number");
      }
    });
    const stage = panel.querySelector(".resattn-stage");
    if (!stage || !hovers || stage.role) return;
    stage.tabIndex = 0;
    stage.role = "application";
    stage.ariaLabel = "picture: arrow keys move the position whose numbers are given";
  };

  // What the panel says is read aloud after a pause, from an element that stays.
  const live = panel.appendChild(document.createElement("div"));
  Object.assign(live, {className: "resattn-live", role: "status", ariaLive: "polite"});
  let pause;
  const speak = () => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const said = panel.querySelector(".resattn-said");
      if (said) set(live, "textContent", said.textContent);
    }, 700);
  };
  const changed = () => { name(); speak(); };
  changed();
  new MutationObserver(changed).observe(
    panel, {childList: true, subtree: true, characterData: true});

  // Where the pointer is on the picture, in its own pixels, to the kernel through a text box.
  let last = "", count = 0;
  const tell = (kind, x, y) => {
    const box = panel.querySelector(".resattn-pointer input"), words = `${kind} ${x} ${y}`;
    if (!box || (words === last && kind === "move")) return;
    last = words;
    box.value = `${words} ${++count}`;  // so that the same step twice is told twice
    box.dispatchEvent(new Event("input", {bubbles: true}));
  };
  const pointed = (event, kind) => {
    const picture = event.target.closest(".resattn-stage")?.querySelector("img");
    if (!picture) return;
    const place = picture.getBoundingClientRect(), scale = picture.naturalWidth / place.width;
    tell(kind, ...[event.clientX - place.left, event.clientY - place.top]
      .map(part => Math.floor(part * scale)));
  };
  panel.addEventListener("pointerdown", event => pointed(event, "press"));
  panel.addEventListener("pointermove", event => {
    if (event.buttons & 1) pointed(event, "drag");
    else if (hovers) pointed(event, "move");
  });
  const steps = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
  panel.addEventListener("keydown", event => {
    if (!steps[event.key] || !event.target.matches(".resattn-stage")) return;
    event.preventDefault();
    tell("step", ...steps[event.key]);
  });
}
