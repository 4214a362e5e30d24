"""The recorded networks with one block of attention each: one trunk, five ways to weigh."""

import json

from safetensors.torch import load_file

from resattn_lab.networks.one_attention import KINDS, OneAttentionNetwork, one_attention
from resattn_lab.training import card_path

from .load import BOX

FOLDER = BOX / "attention_kinds"


def load_kinds() -> dict[str, OneAttentionNetwork]:
    """The networks of the record ``attention_kinds``, first seed, in eval mode, by kind.

    Raises:
        FileNotFoundError: one is missing.
    """
    networks = {}
    for kind in KINDS:
        path = FOLDER / f"{kind}.safetensors"
        card = json.loads(card_path(path).read_text(encoding="utf-8"))
        network = one_attention(card["kind"], seed=card["seed"])
        network.load_state_dict(load_file(path))
        networks[kind] = network.eval()
    return networks
