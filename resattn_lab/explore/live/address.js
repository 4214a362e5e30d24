// The state in the address: #image=7&module=stage2.0&channel=31&square=4,9,8&strength=1,0,1

export function writeAddress(model) {
  const facts = model.get("facts"), square = model.get("square"), at = model.get("at");
  const strengths = model.get("strengths");
  const parts = {
    image: model.get("image") === "own" ? null : model.get("image"),
    module: facts.modules[model.get("module")].name,
    channel: model.get("channel"),
    square: square.on ? [square.row, square.column, square.size].join() : null,
    hide: model.get("hide") || null,
    strength: strengths.some((value) => value !== 1) ? strengths.join() : null,
    at: at ? at.join() : null,
  };
  if (model.get("tab") === "kernels") {
    const { name } = facts.layers.find(({ step }) => step === model.get("layer"));
    Object.assign(parts, { tab: "kernels", layer: name, kernel: model.get("kernel"), input: model.get("input") });
  }
  const given = Object.entries(parts).filter(([, value]) => value !== null);
  return "#" + given.map(([name, value]) => `${name}=${value}`).join("&");
}

// Sets what the address says; what it says wrongly is left as it was.
export function readAddress(hash, model) {
  const facts = model.get("facts"), said = new URLSearchParams(hash.slice(1));
  const [, high, wide] = facts.shape;
  const numbers = (name, count) => {
    const values = (said.get(name) ?? "").split(",").map(Number);
    return said.get(name) && values.length === count && values.every(Number.isFinite) ? values : null;
  };
  const whole = (name, end) => {
    const value = numbers(name, 1)?.[0];
    return Number.isInteger(value) && value >= 0 && value < end ? value : null;
  };
  const set = (name, value) => {
    if (value !== null && value !== undefined) model.set(name, value);
  };
  set("image", whole("image", facts.images.length));
  const module = facts.modules.findIndex(({ name }) => name === said.get("module"));
  if (module >= 0) {
    model.set("module", module);
    model.set("channel", facts.modules[module].channel);
  }
  const channels = facts.modules[model.get("module")].shape[0];
  set("channel", said.get("channel") === "mean" ? "mean" : whole("channel", channels));
  const square = numbers("square", 3)?.map(Math.trunc);
  if (square && square[0] >= 0 && square[0] < high && square[1] >= 0 && square[1] < wide && square[2] > 0) {
    const size = Math.min(square[2], high, wide);
    model.set("square", { row: square[0], column: square[1], size, on: true });
  }
  if (facts.objects && ["object", "background"].includes(said.get("hide"))) {
    model.set("hide", said.get("hide"));
  }
  const strengths = numbers("strength", facts.modules.length);
  if (strengths?.every((value) => value >= 0 && value <= 2)) model.set("strengths", strengths);
  const at = numbers("at", 2)?.map(Math.trunc);
  if (at && at[0] >= 0 && at[0] < high && at[1] >= 0 && at[1] < wide) model.set("at", at);
  if (said.get("tab") === "kernels") model.set("tab", "kernels");
  const layer = facts.layers.find(({ name }) => name === said.get("layer"));
  if (layer) model.set("layer", layer.step);
  const { outputs, inputs } = facts.layers.find(({ step }) => step === model.get("layer"));
  set("kernel", whole("kernel", outputs));
  set("input", whole("input", inputs));
}
