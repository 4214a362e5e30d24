"""The state of a training on the disk: whole, unaltered and its own, or refused."""

import hashlib
import io
import pickle
from dataclasses import asdict, fields
from pathlib import Path

import torch
from torch import nn

from resattn_lab.data import ImageSet, Splits
from resattn_lab.files import write_atomically

from .recipe import Recipe

TITLE = b"resattn-lab training state 1\n"
DIGEST = hashlib.sha256().digest_size

# Kinds that came later in the place of a layer of torch's own that computes the same.
SAME_AS_TORCHS_OWN = ("StridedProjection(",)


def write_state(path: Path, state: dict) -> None:
    """Write ``state`` atomically, after a title and the sha256 of what follows.

    Its bytes are in memory once, as the sha256 stands before them.

    Args:
        state: tensors, numbers, strings, lists, tuples and dicts; nothing that runs code.
    """
    stream = io.BytesIO()
    torch.save(state, stream)
    content = stream.getbuffer()
    write_atomically(path, TITLE, hashlib.sha256(content).digest(), content)


def read_state(path: Path) -> dict:
    """Read what ``write_state`` wrote; tensors come to the CPU.

    Raises:
        FileNotFoundError: there is none.
        ValueError: another kind of file, a truncated or altered one, or one with objects
            in it that would run code; each says what to do.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no training to go on with: {path} does not exist")
    with path.open("rb") as file:
        title, digest, content = file.read(len(TITLE)), file.read(DIGEST), file.read()
    if title != TITLE:
        raise ValueError(
            f"{path} is not a training state of this version (it begins with "
            f"{title[:16]!r}); give the folder that the training wrote, or start anew"
        )
    if hashlib.sha256(content).digest() != digest:
        raise ValueError(
            f"{path} is truncated or was altered: its {len(content)} bytes do not have the "
            "sha256 that was written with them; put a copy back, or start anew"
        )
    try:
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ValueError(
            f"{path} holds objects that could run code, and was not loaded; start anew"
        ) from error


def belonging(network: nn.Module, recipe: Recipe, data: Splits, size: int | None) -> dict:
    """What makes a training this one and no other; the test images have no part in it."""
    parts = {
        part: images.fingerprint() if isinstance(images, ImageSet) else len(images.dataset)
        for part, images in (("train", data.train), ("validation", data.validation))
    }
    return {
        "network": outline(network),
        "recipe": asdict(recipe),
        "data": {**parts, "size": size},
    }


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
