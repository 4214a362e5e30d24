"""The three graded changes at the end of notebook 09, looking at masks."""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn

from resattn_lab.data import planted_scenes
from resattn_lab.networks import ResidualAttentionNetwork, build_network

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor
from .squares import SHOWN, settle, still_right

SMALLEST, SMALLEST_GREY = 8, 2  # what the loop finds; tests run it


def find_smallest():
    size = 1
    while 2 * still_right(size, fill="own") >= SHOWN:
        size += 1
    return size


def find_smallest_mistake(size: float) -> str | None:
    if size != int(size):
        return f"A whole number of pixels is wanted; {size:g} came."
    if not 1 <= size <= 32:
        return f"A square on a scene of 32×32 has a side from 1 to 32; {size:g} came."
    if size == SMALLEST_GREY:
        return "That is the grey square's answer; this one has the object's own colour."
    if size == SMALLEST - 1:
        return "Close: there still more than half are right. One pixel more?"
    if size < SMALLEST:
        return f"With {size:g} pixels nearly all are still right: fill='own', and go on."
    if size > SMALLEST:
        return f"{size:g} pixels do it, but a smaller square does, too."
    return None


def mask_share(trunk, mask):
    part = (mask * trunk).abs().sum(dim=1)
    return part / ((1 + mask) * trunk).abs().sum(dim=1)


def part_and_whole(way: Callable) -> Callable:
    """What ``way`` makes of M·T and (1 + M)·T."""
    return lambda trunk, mask: way(mask * trunk, (1 + mask) * trunk)


def _of_shape(came: Tensor, wanted: Tensor, trunk: Tensor, mask: Tensor) -> str | None:
    if came.shape == trunk.shape:
        return "That is one number a channel; add up over the channels before you divide."
    if came.shape not in (wanted.shape, wanted[:, None].shape):
        return f"The share is (N, h, w), here (2, 3, 4); yours is {tuple(came.shape)}."
    return None


find_mask_share_mistake = compared(
    mask_share,
    mistakes={
        "It adds up before it takes absolute values: channels of opposite sign cancel.": (
            part_and_whole(lambda part, whole: part.sum(dim=1) / whole.sum(dim=1))
        ),
        "As before, the signs cancel first: abs() belongs inside the sum.": (
            part_and_whole(lambda part, whole: (part.sum(dim=1) / whole.sum(dim=1)).abs())
        ),
        "That is M·T beside T; the whole is what leaves, (1 + M)·T.": (
            lambda trunk, mask: (mask * trunk).abs().sum(dim=1) / trunk.abs().sum(dim=1)
        ),
        "A mean of each channel's own share is the mean of M / (1 + M): the trunk has no say "
        "in it, and silent channels count as much as loud ones.": (
            lambda trunk, mask: (mask / (1 + mask)).mean(dim=1)
        ),
        "It divides by the whole image's sum; each place has its own whole.": part_and_whole(
            lambda part, whole: (
                part.abs().sum(dim=1) / whole.abs().sum(dim=(1, 2, 3))[:, None, None]
            )
        ),
        "That is the trunk's own part; the mask's is the rest.": (
            lambda trunk, mask: trunk.abs().sum(dim=1) / ((1 + mask) * trunk).abs().sum(dim=1)
        ),
        "That is how much the mask adds, not its share: divide by what leaves.": (
            lambda trunk, mask: (mask * trunk).abs().sum(dim=1)
        ),
    },
    tried_on=[(drawn(2, 5, 3, 4, seed=9), drawn(2, 5, 3, 4, seed=10, low=0))],
    unlike=_of_shape,
    also_right=lambda trunk, mask: mask_share(trunk, mask)[:, None],
    otherwise="Two sums of absolute values over the channels, of M·T and of (1 + M)·T.",
)


def build_spatial():
    network = build_network("cifar_attention_56", width=1 / 4, attention="spatial")
    return settle(network, planted_scenes(40, seed=0).images / 255)


def find_spatial_mistake(network: Any) -> str | None:
    if not isinstance(network, ResidualAttentionNetwork):
        return f"The network itself is wanted; a {type(network).__name__} came."
    made = network.arguments
    if made["name"] != "cifar_attention_56":
        return f"The network is cifar_attention_56; this is {made['name']}."
    kind = made.get("attention", "mixed")
    if kind == "channel":
        return "That gate is Eq. 5, channel attention; Eq. 6 is attention='spatial'."
    if kind != "spatial":
        return "Its gates are still those of mixed attention, Eq. 4: attention=..."
    if made["width"] != 1 / 4:
        return f"Its width is {made['width']:g}; wanted a quarter."
    norms = [part for part in network.modules() if isinstance(part, nn.BatchNorm2d)]
    if not all(part.num_batches_tracked > 0 for part in norms):
        return "It is built, but not settled: its batch norms have seen no image."
    if network.training:
        return "It is in training mode: its masks would depend on the batch. Call eval()."
    return None


CHANGES = (
    Exercise(
        key="09.smallest",
        find_mistake=find_smallest_mistake,
        praise="In grey, 2×2 pixels are enough. Most of what a small grey square does is done "
        "by its edges, not by what lies under it.",
        hints=(
            'still_right(size, fill="own") says how many are right; try sizes in turn.',
            "With the object's own colour it takes more than in grey. Half of the scenes is "
            "the mark.",
            "A loop: add 1 to the size as long as 2 * still_right(size, fill='own') is at "
            "least SHOWN.",
        ),
        reference=find_smallest,
        reads=number("A whole number of pixels is wanted"),
        calls_reference=True,
    ),
    Exercise(
        key="09.mask_share",
        find_mistake=find_mask_share_mistake,
        praise="This map weighs the mask by the trunk it meets: a wide-open channel with "
        "nothing to say does not count.",
        hints=(
            "Two sums over the channels, of absolute values; then one division.",
            "Absolute values first, sums over channels second, one division last. What leaves"
            " the module is the whole.",
            "(mask * trunk).abs().sum(dim=1) is the part; the whole has 1 + mask in it.",
        ),
        reference=mask_share,
        reads=tensor,
    ),
    Exercise(
        key="09.spatial",
        find_mistake=find_spatial_mistake,
        praise="Look at variance_shares of its masks: the dial of a channel is gone, for Eq. 6 "
        "gives every channel of every image the same mean score.",
        hints=(
            "build_network takes attention=...; the widths are shares of the paper's.",
            "Two steps: build with another gate and a quarter of the width, then let the "
            "batch norms see images.",
            'settle(build_network("cifar_attention_56", width=..., attention=...), images) '
            "leaves it in evaluation mode.",
        ),
        reference=build_spatial,
        calls_reference=True,
    ),
)
