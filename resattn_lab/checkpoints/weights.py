"""Weights as safetensors, in one file with the card that says where they come from."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load, save
from torch import Tensor, nn
from torch.nn.parallel import DataParallel, DistributedDataParallel

from resattn_lab.files import check_utf8, write_atomically

UNSIGNED = "0" * 64  # stands in the sha256's place while the file is hashed
WRAPPERS = {"module.": "DataParallel or DistributedDataParallel", "_orig_mod.": "torch.compile"}

# What others take for granted about a card's entries; further ones may be anything.
ENTRIES = {
    **dict.fromkeys(("network", "accuracy", "recipe", "inputs", "source"), dict),
    **dict.fromkeys(("options", "test_images"), dict),
    **dict.fromkeys(("seed", "step", "steps"), int),
    **{"class_names": list, "data": (dict, str), "sha256": str},
}


def save_weights(
    path: Path | str, network: nn.Module, card: dict, *, dtype: torch.dtype | None = None
) -> dict:
    """Write the weights of ``network`` with their card; as ``write_weights``.

    Raises:
        ValueError: as ``write_weights``, or a compiled or wrapped network.
    """
    if hasattr(network, "_orig_mod"):
        raise ValueError("this network is compiled; save the one given to torch.compile")
    if isinstance(network, (DataParallel, DistributedDataParallel)):
        raise ValueError(f"this network is wrapped in {type(network).__name__}; save .module")
    return write_weights(path, network.state_dict(), card, dtype=dtype)


def write_weights(
    path: Path | str,
    tensors: Mapping[str, Tensor],
    card: dict,
    *,
    dtype: torch.dtype | None = None,
) -> dict:
    """Write weights and their card as one file, whole or not at all.

    The card is the entry ``"card"`` of the file's metadata, as JSON; any reader of safetensors
    finds it there: ``json.loads(safe_open(path, "pt").metadata()["card"])``.

    Args:
        path: ends in ``.safetensors``.
        tensors: by name, as ``network.state_dict()`` gives them.
        card: anything JSON can hold: command, data, seed, accuracy, what builds the network.
        dtype: of the stored weights, such as ``torch.float16`` for half the size; as they
            are when None. A tensor with values too large for it stays as it is.

    Returns:
        The card with its ``sha256``: that of the whole file, card included, with zeros in the
        place of the sum itself.

    Raises:
        ValueError: ``path`` does not end in ``.safetensors``; weights that are no numbers; a
            card that JSON cannot hold, or with entries of another kind than others expect.
    """
    path = Path(path)
    if path.suffix != ".safetensors":
        raise ValueError(f"weights are saved as *.safetensors, got {path.name}")
    tensors = {name: _stored(tensor, dtype) for name, tensor in tensors.items()}
    check_numbers(tensors, f"{path} is not written")
    card = {**card, "sha256": UNSIGNED}
    check_card(card, path)
    try:
        content = save(tensors, {"card": json.dumps(card)})
    except (TypeError, ValueError) as error:
        raise ValueError(f"a card holds what JSON can hold, for {path}: {error}") from error
    card["sha256"] = hashlib.sha256(content).hexdigest()
    write_atomically(path, save(tensors, {"card": json.dumps(card)}))
    return card


def read_weights(path: Path | str) -> tuple[dict[str, Tensor], dict]:
    """The tensors that ``write_weights`` wrote, by name, and their card.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: another kind of file, one without a card, one that was altered since it
            was written, or weights that are no numbers; each names the file.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no file {path}")
    check_utf8(path)
    content = path.read_bytes()
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata() or {}
    except SafetensorError as error:
        raise ValueError(f"{path} is not a safetensors file: {error}") from error
    card = _card(metadata, path)
    unsigned = content.replace(card["sha256"].encode(errors="replace"), UNSIGNED.encode(), 1)
    found = hashlib.sha256(unsigned).hexdigest()
    if found != card["sha256"]:
        raise ValueError(
            f"{path} is not the file that was written: wanted sha256 {card['sha256']}, got "
            f"{found}; weights or card were altered; fetch or train it again"
        )
    try:
        tensors = load(content)
    except (SafetensorError, KeyError) as error:  # KeyError: a type that torch has not
        raise ValueError(f"{path} holds tensors that torch cannot read: {error}") from error
    check_numbers(tensors, f"{path} is not loaded")
    return tensors, card


def fill(network: nn.Module, tensors: Mapping[str, Tensor], path: Path | str) -> None:
    """Give ``network`` the weights that were read from ``path``, in its own precision.

    Raises:
        ValueError: names, shapes or kinds of number other than the network's; with the file
            and the tensor.
    """
    own = network.state_dict()
    for wrapper, maker in WRAPPERS.items():
        if any(f".{name}".find(f".{wrapper}") >= 0 and name not in own for name in tensors):
            raise ValueError(
                f"{path} was saved from a network in the wrapper of {maker}: its names have "
                f"{wrapper!r} in them; save the network that was wrapped, or write the file "
                "anew (checkpoints.write_weights) with names without it"
            )
    absent, more = (_first(part) for part in (own.keys() - tensors, tensors.keys() - own))
    if absent or more:
        raise ValueError(
            f"{path} does not hold the weights of the network that its card names: missing "
            f"{absent or 'none'}; not known there {more or 'none'}"
        )
    for name, wanted in own.items():
        found = tensors[name]
        if found.shape != wanted.shape or _kind(found) != _kind(wanted):
            raise ValueError(
                f"{path}: {name} must be {tuple(wanted.shape)}, {_kind(wanted)}, "
                f"got {tuple(found.shape)}, {_kind(found)}"
            )
    network.load_state_dict(dict(tensors))


def check_numbers(tensors: Mapping[str, Tensor], what: str) -> None:
    """Refuse weights that nothing can be computed with; ``what`` begins the message.

    Raises:
        ValueError: NaN, an infinite value, or a running variance below 0; names the tensor.
    """
    for name, tensor in tensors.items():
        if not (tensor.is_floating_point() or tensor.is_complex()):
            continue
        wide = tensor if tensor.is_complex() else tensor.float()  # 8 bits know no isfinite
        if not bool(wide.isfinite().all()):
            raise ValueError(f"{what}: {name} has values that are NaN or infinite")
        if name.endswith("running_var") and bool((wide < 0).any()):
            raise ValueError(f"{what}: {name} is a variance and has values below 0")


def check_card(card: object, path: Path) -> None:
    """Refuse a card whose entries are not of the kinds that its readers expect.

    Raises:
        ValueError: names the file and the entry.
    """
    if not isinstance(card, dict):
        raise ValueError(f"the card of {path} must be a dict, got {type(card).__name__}")
    for name, kind in ENTRIES.items():
        value = card.get(name)
        if value is not None and not isinstance(value, kind):
            kinds = kind if isinstance(kind, tuple) else (kind,)
            raise ValueError(
                f"the card of {path}: {name!r} must be a "
                f"{' or a '.join(k.__name__ for k in kinds)}, got {value!r:.60}"
            )
    if not all(isinstance(name, str) for name in card.get("class_names") or ()):
        raise ValueError(
            f"the card of {path}: class names must be strings, got {card['class_names']!r:.60}"
        )


def _card(metadata: Mapping[str, str], path: Path) -> dict:
    if "card" not in metadata:
        beside = path.with_suffix(".json")
        remedy = (
            f"its card lies beside it, as earlier versions wrote it: put it in with "
            f"checkpoints.write_weights(path, safetensors.torch.load_file(path), "
            f"json.loads(Path('{beside.name}').read_text()))"
            if beside.is_file()
            else "save it with training.fit or checkpoints.save_weights"
        )
        raise ValueError(f"{path} has no card in its metadata; {remedy}")
    try:
        card = json.loads(metadata["card"])
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the card of {path} is not JSON: {error}") from error
    check_card(card, path)
    if len(card.get("sha256") or "") != len(UNSIGNED):
        raise ValueError(
            f"the card of {path} has no sha256, so that nobody can tell whether the file is "
            "whole; save it with training.fit or checkpoints.save_weights"
        )
    return card


def _stored(tensor: Tensor, dtype: torch.dtype | None) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    if dtype is None or not tensor.is_floating_point():
        return tensor
    smaller = tensor.to(dtype)
    return smaller if bool(smaller.isfinite().all()) else tensor


def _kind(tensor: Tensor) -> str:
    """What must agree; the number of bits of a float need not."""
    return "float" if tensor.is_floating_point() else str(tensor.dtype).removeprefix("torch.")


def _first(names: set[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return ", ".join(sorted(names)[:3]) + more
