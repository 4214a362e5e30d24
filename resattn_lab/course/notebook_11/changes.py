"""The three graded changes at the end of notebook 11."""

from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab import data, measures, networks
from resattn_lab.recording import attention_modules

from ..compared import compared
from ..exercise import Exercise
from ..reading import kind, number, same, tensor


def best_threshold():
    scenes = data.planted_scenes(100, seed=9)
    maps = measures.unit_range(measures.colour_distance(scenes.images / 255))
    return measures.choose_threshold(maps, scenes.true_masks).threshold


def find_threshold_mistake(came: float) -> str | None:
    if 1 < came <= 50:
        return "That counts fiftieths, as the panel's slider does: divide by 50."
    if not 0 <= came <= 1:
        return "The maps go from 0 to 1, and so do thresholds."
    scenes = data.planted_scenes(100, seed=9)
    maps = measures.unit_range(measures.colour_distance(scenes.images / 255))
    cut = measures.choose_threshold(maps, scenes.true_masks)
    if same(came, cut.threshold):
        return None
    if same(came, cut.iou, atol=0.01):
        return "That is the overlap itself. Wanted: the threshold at which it is reached."
    if not same(came * 50, float(round(came * 50))):
        return "The threshold is to be one of 0, 0.02, 0.04, … 1."
    if same(came, 0.2):
        return (
            "A fifth of the highest value is what the CAM literature often takes. Try others."
        )
    level = float(measures.threshold_iou(maps, scenes.true_masks, came).mean())
    side = "higher" if came < cut.threshold else "lower"
    return f"There the mean overlap is {level:.3f}; a {side} threshold does better."


def filled(true_mask):
    free = torch.nn.functional.pad(~true_mask, (1, 1, 1, 1), value=True)
    reached = torch.zeros_like(free)
    reached[0] = True  # outside of the image: all of it is background
    while True:
        grown = reached.clone()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= free
        if torch.equal(grown, reached):
            return ~reached[1:-1, 1:-1]
        reached = grown


def between_ends(mask: Tensor, dim: int) -> Tensor:
    """Everything between the first and the last pixel of each row or column."""
    counts = mask.long()
    return (counts.cumsum(dim) > 0) & (counts.flip(dim).cumsum(dim).flip(dim) > 0)


def box(mask: Tensor) -> Tensor:
    return mask.any(dim=1, keepdim=True) & mask.any(dim=0, keepdim=True)


def thicker(mask: Tensor) -> Tensor:
    return torch.nn.functional.max_pool2d(mask[None].float(), 3, 1, 1)[0] > 0


def figures() -> list[tuple[Tensor]]:
    """A ring, one that is open at the side, one at the top, a cross, a ring at the border …"""
    drawn = (
        "........ ..####.. .#....#. .#....#. .#....#. ..####.. ........ ........",
        "........ ..####.. .#....#. .#...... .#....#. ..####.. ........ ........",
        "........ .#...#.. .#...#.. .#...#.. .#####.. ........ ........ ........",
        "........ ...##... ...##... .######. .######. ...##... ...##... ........",
        "#####... #...#... #...#... #####... ........ ........ ........ ........",
        "####.... #..#.... #..####. ####..#. ...#..#. ...####. ........ ........",
        "........ .##..... .##..... .##..... .#####.. .#####.. ........ ........",
    )
    return [(torch.tensor([[c == "#" for c in row] for row in d.split()]),) for d in drawn]


find_filled_mistake = compared(
    filled,
    mistakes={
        "The hole is still there: that is the mask that came.": lambda mask: mask.clone(),
        "Those are the holes alone; the object belongs to it, too.": (
            lambda mask: filled(mask) & ~mask
        ),
        "That is the background: give back everything else.": lambda mask: ~filled(mask),
        "That fills each row from its first to its last pixel: what is open to one side gets "
        "filled, too.": lambda mask: between_ends(mask, 1),
        "That fills each column from its first to its last pixel: what is open above or below "
        "gets filled, too.": lambda mask: between_ends(mask, 0),
        "Between the ends of its row and of its column: a ring with a gap is filled, though "
        "its inside can be reached through the gap.": (
            lambda mask: between_ends(mask, 0) & between_ends(mask, 1)
        ),
        "That is the box around the object, corners and all.": box,
        "That makes the object thicker by a pixel, inside and outside.": thicker,
    },
    tried_on=figures(),
    unlike=lambda came, wanted, mask: (
        None
        if came.shape == wanted.shape
        else f"(8, 8) must stay (8, 8); {tuple(came.shape)} came."
    ),
    otherwise="Wanted: true everywhere but where the border can be reached by steps to the "
    "four "
    "neighbours, without touching the object.",
)


def channel_network():
    torch.manual_seed(0)
    return networks.build_network("cifar_attention_56", width=0.25, attention="channel").eval()


def find_network_mistake(network: Any) -> str | None:
    if not isinstance(network, nn.Module):
        return f"Wanted the network; {kind(network)} came."
    modules, given = attention_modules(network), getattr(network, "arguments", {})
    attention, width = given.get("attention", "mixed"), given.get("width", 1)
    mistakes = {
        f"An Attention-56 has three Attention Modules; yours has {len(modules)}.": (
            len(modules) != 3
        ),
        'Its attention is mixed (Eq. 4), as by default; ask for attention="channel".': (
            attention == "mixed"
        ),
        "That is spatial attention (Eq. 6): it normalises over locations, not channels.": (
            attention == "spatial"
        ),
        "Its modules put out M·T; leave attention_residual as it is.": not all(
            module.fusion.attention_residual for module in modules.values()
        ),
        "Its mask branch is local; leave mask as it is.": given.get("mask") == "local",
        f"Its width is {width}; wanted 0.25.": width != 0.25,
        "It is in training mode; masks are looked at in evaluation mode.": network.training,
    }
    return next((said for said, wrong in mistakes.items() if wrong), None)


CHANGES = (
    Exercise(
        key="11.number",
        find_mistake=find_threshold_mistake,
        praise="More than twice the customary 0.2. A threshold belongs to a map and to data, "
        "and it has to be chosen on other images than those it is reported on.",
        hints=(
            "You need not try them one by one: which function of the exercise above tries all "
            "51 thresholds?",
            "Three steps: draw the scenes, make the maps as the text says, let "
            "choose_threshold "
            "choose. It wants the true masks, too.",
            "cut = measures.choose_threshold(maps, scenes.true_masks); which of its three "
            "parts "
            "is asked for?",
        ),
        reference=best_threshold,
        reads=number("Wanted one number, a threshold"),
    ),
    Exercise(
        key="11.fill",
        find_mistake=find_filled_mistake,
        praise="That is a flood fill. It fills the ring, and leaves the bay of a crescent "
        "open.",
        hints=(
            "Of which pixels do you know at once that they are background?",
            "Let the background grow from the border: add the neighbours of what is reached, "
            "never a pixel of the object, until nothing is added.",
            "Pad the mask by one pixel, so that all that is outside hangs together; grow in a "
            "loop, by shifting what is reached up, down, left and right; cut the padding off.",
        ),
        reference=filled,
        reads=tensor,
    ),
    Exercise(
        key="11.network",
        find_mistake=find_network_mistake,
        praise="Eq. 5 gives the scores of all channels at a location the length 1. Only how "
        "long they were is gone: each channel is still higher at some locations than at "
        "others.",
        hints=(
            "Which of the options of build_network says how scores become a mask?",
            "Two options, the width and the gate by its name; and a network begins in training "
            "mode.",
            'attention="channel" is the gate. What is left is the width, and one call at the '
            "end.",
        ),
        reference=channel_network,
    ),
)
