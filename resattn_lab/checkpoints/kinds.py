"""The recorded networks with one block of attention each: one trunk, five ways to weigh."""

from resattn_lab.networks.one_attention import KINDS, OneAttentionNetwork, one_attention

from .load import BOX
from .weights import fill, read_weights

FOLDER = BOX / "attention_kinds"


def load_kinds() -> dict[str, OneAttentionNetwork]:
    """The networks of the record ``attention_kinds``, first seed, in eval mode, by kind.

    Raises:
        FileNotFoundError: one is missing.
        ValueError: one was altered.
    """
    networks = {}
    for kind in KINDS:
        path = FOLDER / f"{kind}.safetensors"
        tensors, card = read_weights(path)
        network = one_attention(card["kind"], seed=card["seed"])
        fill(network, tensors, path)
        networks[kind] = network.eval()
    return networks
