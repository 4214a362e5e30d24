"""The recorded networks with one block of attention each: one trunk, five ways to weigh."""

from pathlib import Path

from resattn_lab.networks.one_attention import OneAttentionNetwork, one_attention

from .load import BOX
from .weights import fill, read_weights

FOLDER = BOX / "attention_kinds"
THREE = ("SE", "CBAM", "self-attention")  # they weigh the trunk's output
STORED = {0: ("mask", *THREE), 1: THREE, 2: THREE}  # seed -> kinds whose weights are here


def kind_path(kind: str, seed: int) -> Path:
    """Where the weights of one network lie."""
    return FOLDER / f"{kind}{f'_seed_{seed}' if seed else ''}.safetensors"


def load_kind(kind: str, seed: int = 0) -> OneAttentionNetwork:
    """One network of the record ``attention_kinds``, in eval mode.

    Raises:
        FileNotFoundError: it is not stored; ``STORED`` says which are.
        ValueError: it was altered.
    """
    path = kind_path(kind, seed)
    tensors, card = read_weights(path)
    network = one_attention(card["kind"], seed=card["seed"])
    fill(network, tensors, path)
    return network.eval()
