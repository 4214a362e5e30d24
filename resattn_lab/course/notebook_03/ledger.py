"""What the paper says of the soft mask branch, and what was found here."""

from torch import nn

from resattn_lab.blocks import LocalMaskBranch, SoftMaskBranch
from resattn_lab.networks import multiply_accumulates

from ..ledger import Entry
from .reach import positions_seen

STAGES = ((56, 3), (28, 2), (14, 1))  # side and poolings of the released Attention-56
BY_HAND = "worked out by hand, r = 1, on 56, 28 and 14 positions with 3, 2 and 1 poolings"


def seen_from(place: str) -> str:
    """What the three stages' masks see from a place, "centre" or "corner"."""
    found = [
        f"{positions_seen(side // 2 if place == 'centre' else 0, side, depth)} of {side}"
        for side, depth in STAGES
    ]
    return ", ".join(found)


def local_against_encoder_decoder() -> str:
    def cost(branch: nn.Module) -> int:
        return multiply_accumulates(branch, (64, 32, 32))

    ratio = cost(LocalMaskBranch(64)) / cost(SoftMaskBranch(64, encoder_depth=3))
    return f"{ratio:.2f} times as much"


ENTRIES = (
    Entry(
        key="03.reach_centre",
        claim="after its poolings the mask has global information; from the centre",
        source="Sec. 3.2; depths of the released network",
        paper="global",
        measure=lambda: seen_from("centre") + ", all but one row and column",
        conditions=BY_HAND,
        verdict="agrees",
    ),
    Entry(
        key="03.reach_corner",
        claim="the same, from a corner",
        source="Sec. 3.2; depths of the released network",
        paper="global",
        measure=lambda: seen_from("corner"),
        conditions=f"{BY_HAND}; along a side, half of a corner's field lies outside",
        verdict="differs",
    ),
    Entry(
        key="03.local_cost",
        claim="a mask of three residual units costs as much as the encoder-decoder",
        source="Table 4",
        paper="same FLOPs",
        measure=local_against_encoder_decoder,
        conditions="multiply-accumulates, 64 channels, 32×32, 3 poolings; the units stand in "
        "for the two 1×1 convolutions, too",
        verdict="agrees",
    ),
    Entry(
        key="03.local_error",
        claim="encoder-decoder mask against local convolutions, Attention-56 on CIFAR-10",
        source="Table 4",
        paper="5.52 % against 6.48 % error",
        conditions="short trainings with three seeds each: notebook 12",
        verdict="not measured here",
    ),
)
