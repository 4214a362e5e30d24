"""What the four blocks cost, and what they notice of a map whose locations change places."""

import torch

from resattn_lab.blocks import SelfAttention, unit_run
from resattn_lab.networks import multiply_accumulates
from resattn_lab.networks.one_attention import KINDS

CHANNELS = 32


def costs(sides: tuple[int, ...]) -> tuple[dict[str, dict[int, int]], dict[int, int]]:
    """Multiply-accumulates by the side of the map: of each kind of attention, of a trunk."""
    blocks = {name: make(CHANNELS) for name, make in KINDS.items() if name != "none"}
    blocks["trunk"] = unit_run(CHANNELS, 2)
    found = {
        name: {side: multiply_accumulates(block, (CHANNELS, side, side)) for side in sides}
        for name, block in blocks.items()
    }
    trunk = found.pop("trunk")
    return found, trunk


def moved_about(*, seed: int, side: int = 8) -> dict[str, float]:
    """How far each block's output differs when the locations of its input are shuffled.

    The output is put back in order before it is compared. The blocks are new; a block that
    begins as the identity is given random weights, or it would notice nothing at all.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        x, order = torch.randn(8, CHANNELS, side, side), torch.randperm(side * side)
        blocks = {name: KINDS[name](CHANNELS) for name in ("mask", "SE", "CBAM")}
        for positions in (False, True):
            block = SelfAttention(CHANNELS, position=positions)
            torch.nn.init.normal_(block.project.weight, std=0.2)
            blocks[f"self-attention, {'with' if positions else 'no'} positions"] = block
    back = order.argsort()
    changes = {}
    with torch.no_grad():
        for name, block in blocks.items():
            own = x if name.startswith("self-attention") else 0  # it adds to its input
            before = (block(x) - own).flatten(2)
            shuffled = x.flatten(2)[..., order].unflatten(2, (side, side))
            given = shuffled if name.startswith("self-attention") else 0
            after = (block(shuffled) - given).flatten(2)[..., back]
            spread = before - before.mean(dim=(0, 2), keepdim=True)
            changes[name] = ((after - before).norm() / spread.norm()).item()
    return changes
