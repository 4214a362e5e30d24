"""Weights as safetensors, each with a card that says where they come from."""

import hashlib
import json
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor, nn

from resattn_lab.files import write_atomically


def card_path(path: Path) -> Path:
    """The card of ``some.safetensors`` is ``some.json``, beside it."""
    return Path(path).with_suffix(".json")


def save_weights(
    path: Path, network: nn.Module, card: dict, *, dtype: torch.dtype | None = None
) -> dict:
    """Write the network's weights and their card; return the card with its ``sha256``.

    Args:
        path: ends in ``.safetensors``.
        dtype: of the stored weights, such as ``torch.float16`` for half the size; as they
            are when None.
        card: anything JSON can hold: command, data, seed, accuracy, what builds the network.

    Raises:
        ValueError: ``path`` does not end in ``.safetensors``.
    """
    path = Path(path)
    if path.suffix != ".safetensors":
        raise ValueError(f"weights are saved as *.safetensors, got {path.name}")
    tensors = {name: _stored(tensor, dtype) for name, tensor in network.state_dict().items()}
    content = save(tensors)
    card = {**card, "sha256": hashlib.sha256(content).hexdigest()}
    write_atomically(path, content)
    write_atomically(card_path(path), (json.dumps(card, indent=2) + "\n").encode())
    return card


def _stored(tensor: Tensor, dtype: torch.dtype | None) -> Tensor:
    tensor = tensor.detach().cpu().contiguous()
    return tensor.to(dtype) if dtype is not None and tensor.is_floating_point() else tensor
