"""The convolutions of a network, by Attention Module, with names that can be read."""

from torch import nn

from resattn_lab.recording import attention_modules

REST = "outside the modules"
IN_UNIT = {"conv1": "in", "conv2": "", "conv3": "out", "projection": "shortcut"}


def layers_by_module(network: nn.Module) -> dict[str, list[tuple[str, str]]]:
    """Group name -> (label, full name) of each convolution, in the network's order.

    The groups are the Attention Modules and, where there is something in it, ``REST``. A
    label such as ``"mask, down 2, 3×3"`` says the branch, the level below the module's own
    resolution, the unit where there are several, and the kernel's size.
    """
    modules = attention_modules(network)
    groups: dict[str, list[tuple[str, str]]] = {}
    for name, part in network.named_modules():
        if isinstance(part, nn.Conv2d):
            owner = next((m for m in modules if name.startswith(f"{m}.")), "")
            label = layer_label(network, name, name.removeprefix(f"{owner}."))
            groups.setdefault(owner or REST, []).append((label, name))
    for labels in groups.values():
        _tell_apart(labels)
    return groups


def layer_label(network: nn.Module, name: str, path: str) -> str:
    """What the convolution ``name`` is called, from ``path``, the part of it that is read."""
    parts, full = path.split("."), name.split(".")
    said: list[str] = []
    level = 0
    for place, part in enumerate(parts, start=len(full) - len(parts)):
        if part in ("levels", "inner"):
            level += 1
        elif part in ("down", "up", "skip"):
            said.append(f"{part} {level}" if level else part)
        elif part.isdigit():
            parent = network.get_submodule(".".join(full[:place]))
            number = _number(parent, part, last=place == len(full) - 1)
            if number.isdigit() and said:
                said[-1] += f" {number}"
            elif number:
                said.append(number)
        elif part not in IN_UNIT:
            said.append(part)
    high, wide = network.get_submodule(name).kernel_size
    return ", ".join([*said, f"{high}×{wide} {IN_UNIT.get(parts[-1], '')}".strip()])


def _number(parent: nn.Module, child: str, *, last: bool) -> str:
    """Which of several units, or of several convolutions; nothing where there is one."""
    if last:
        alike = [n for n, part in parent.named_children() if isinstance(part, nn.Conv2d)]
    else:
        alike = [n for n, _ in parent.named_children()]
    if len(alike) < 2:
        return ""
    if not all(n.isdigit() for n in alike):  # a stage, whose modules have names of their own
        return child
    return f"{'' if last else 'unit '}{alike.index(child) + 1}"


def _tell_apart(labels: list[tuple[str, str]]) -> None:
    """Put the full name in place of every label that several layers would share."""
    shared = [label for label, _ in labels]
    for place, (label, name) in enumerate(labels):
        if shared.count(label) > 1:
            labels[place] = (name, name)
