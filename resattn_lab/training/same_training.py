"""Whether a stored state belongs to the training that wants to go on."""

from dataclasses import fields
from pathlib import Path

from torch import nn

from .recipe import Recipe

# Kinds that came later in the place of a layer of torch's own that computes the same.
SAME_AS_TORCHS_OWN = ("StridedProjection(",)


def outline(network: nn.Module) -> dict[str, str]:
    """What a network is made of: each part's kind, and each tensor's shape, by name."""
    parts = {
        name: f"{type(module).__name__}({module.extra_repr()})"
        for name, module in network.named_modules()
        if not type(module).__module__.startswith("torch.")
    }
    tensors = {name: str(tuple(t.shape)) for name, t in network.state_dict().items()}
    return {**parts, **tensors}


def check_same(kept: dict, wanted: dict, path: Path) -> None:
    """Refuse a state that belongs to another network, recipe or data.

    What a state from an earlier version does not say yet, it had as the default.

    Raises:
        ValueError: the first three differences, and what to do.
    """
    kept, wanted = flatten(kept), flatten(wanted)
    kept = {**earlier(wanted), **kept}
    differences = [
        f"{name} was {kept.get(name, 'absent')}, is {wanted.get(name, 'absent')}"
        for name in dict.fromkeys([*wanted, *kept])
        if kept.get(name, "absent") != wanted.get(name, "absent")
    ]
    if differences:
        more = f" and {len(differences) - 3} more" if len(differences) > 3 else ""
        raise ValueError(
            f"{path} belongs to another training: {'; '.join(differences[:3])}{more}; go on "
            "with what it was started with, or start anew in another folder"
        )


def earlier(wanted: dict) -> dict:
    """What was so before it could be chosen: fields of the recipe, layers under other names."""
    defaults = {
        f"recipe.{field.name}": list(field.default) if field.default == () else field.default
        for field in fields(Recipe)
    }
    renamed = {
        name: kind for name, kind in wanted.items() if str(kind).startswith(SAME_AS_TORCHS_OWN)
    }
    return {**{name: defaults[name] for name in wanted if name in defaults}, **renamed}


def flatten(tree: dict, prefix: str = "") -> dict[str, object]:
    """``{"a": {"b": 1}}`` as ``{"a.b": 1}``; tuples as lists, as they are after loading."""
    flat = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat.update(flatten(value, f"{prefix}{name}."))
        else:
            flat[f"{prefix}{name}"] = list(value) if isinstance(value, tuple) else value
    return flat
