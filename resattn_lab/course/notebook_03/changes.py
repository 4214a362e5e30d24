"""The three graded changes at the end of notebook 03, the soft mask branch."""

from typing import Any

import torch
from torch import nn

from resattn_lab.blocks import SoftMaskBranch

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import instance, number, same, tensor

WIDE = 83  # positions that three poolings see with r = 1


def seen_with(r: int) -> int:
    """What one pooling sees: 2 positions, r units up and r down, then the pooling."""
    return 2 * (2 + 2 * r + 2 * r) + 1


def enough_units() -> int:
    r = 1
    while 2 * (2 + 2 * r + 2 * r) + 1 < 83:  # interpolation, r units up, r down, pooling
        r = r + 1
    return r


def find_units_mistake(r: float) -> str | None:
    if r != int(r) or r < 1:
        return "r counts units: a whole number, 1 or more."
    right, seen = enough_units(), seen_with(int(r))
    mistakes = {
        2 * right: "That many in all: r of them on the way down, and r on the way up.",
        (WIDE - 1) // 2: "That many would be needed at full resolution, without the pooling.",
        3: "Three units are not three poolings: none of them doubles what is seen.",
    }
    if r in mistakes:
        return f"{mistakes[int(r)]} With r = {int(r)} it sees {seen} positions."
    if r < right:
        return f"With r = {int(r)} one pooling sees {seen} of {WIDE} positions."
    if r > right:
        return f"That sees {seen} positions; fewer units are enough."
    return None


def widen(branch):
    channels = branch.score[2].in_channels
    branch.score[2] = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
    return branch


def find_widen_mistake(function: Any) -> str | None:
    branch = SoftMaskBranch(8, encoder_depth=1).eval()
    first, second = branch.score[2], branch.score[5]
    came = function(branch)
    if len(came.score) != 6:
        return f"The score has six parts before and after; yours has {len(came.score)}."
    if came.score[2] is first:
        if came.score[5] is not second:
            return "That changes the second 1×1 convolution, score[5]. The first is score[2]."
        return "Nothing has changed: put a new convolution into branch.score[2]."
    if came.score[5] is not second:
        return "Both convolutions are new. Change the first only."
    return _convolution_mistake(came)


def _convolution_mistake(branch: SoftMaskBranch) -> str | None:
    new = branch.score[2]
    if not isinstance(new, nn.Conv2d):
        return f"score[2] must be a convolution; it is a {type(new).__name__}."
    if new.kernel_size != (3, 3):
        wide = "×".join(str(side) for side in new.kernel_size)
        return f"Its kernel is {wide}; wanted 3×3."
    if (new.in_channels, new.out_channels) != (8, 8):
        return (
            f"It makes {new.out_channels} channels of {new.in_channels}; it must keep as many "
            "as the branch has. Ask the old one: its in_channels."
        )
    if new.groups != 1:
        return "With groups, a channel no longer hears the others. Leave groups at 1."
    with torch.no_grad():
        mask = branch.eval()(torch.randn(1, 8, 9, 7))
    if mask.shape[-2:] != (9, 7):
        high, wide = mask.shape[-2:]
        return (
            f"From 9×7 the mask is {high}×{wide}: padding=1 and stride 1 keep it as large as "
            "the trunk."
        )
    if new.bias is not None:
        return (
            "The old one has no bias: the batch norm after it would undo any. Say bias=False."
        )
    return None


def global_mask(x, score):
    summary = x.mean(dim=(2, 3), keepdim=True)  # (N, C, 1, 1): of the whole image
    return torch.sigmoid(score(summary)).expand_as(x)


def _score() -> nn.Conv2d:
    score = nn.Conv2d(4, 4, 1, bias=False).requires_grad_(False)
    score.weight.copy_(drawn(4, 4, 1, 1, seed=5))
    return score


def _one_value(came: torch.Tensor, wanted: torch.Tensor, x, score) -> str | None:
    if came.shape == (*wanted.shape[:2], 1, 1) and same(came, wanted[..., :1, :1]):
        return "The mask must be as large as the trunk: give every location its copy."
    if came.shape != wanted.shape:
        return f"From {tuple(x.shape)} it makes {tuple(came.shape)}; wanted the same shape."
    return None


def of_mean(x: torch.Tensor, dims: tuple = (2, 3)) -> torch.Tensor:
    return x.mean(dim=dims, keepdim=True)


find_global_mistake = compared(
    global_mask,
    mistakes={
        "The sigmoid is missing: these are scores, not weights between 0 and 1.": (
            lambda x, score: score(of_mean(x))
        ),
        "Nothing was averaged: each location sees itself only.": (
            lambda x, score: score(x).sigmoid()
        ),
        "The sigmoid comes before the mean. Average first: the gate comes last.": (
            lambda x, score: of_mean(score(x).sigmoid())
        ),
        "That takes the maximum over the locations; wanted their mean.": (
            lambda x, score: score(x.amax(dim=(2, 3), keepdim=True)).sigmoid()
        ),
        "That averages over the batch too: an image's mask would depend on the others.": (
            lambda x, score: score(of_mean(x, (0, 2, 3))).sigmoid()
        ),
        "The locations are summed, so larger images would have stronger scores.": (
            lambda x, score: score(x.sum(dim=(2, 3), keepdim=True)).sigmoid()
        ),
        "The scores are missing: weigh the channels by `score` first.": (
            lambda x, score: of_mean(x).sigmoid()
        ),
        "A ReLU before the sigmoid: no weight can fall below one half.": (
            lambda x, score: score(of_mean(x)).relu().sigmoid()
        ),
    },
    tried_on=[(drawn(3, 4, 5, 7, seed=4), _score())],
    unlike=_one_value,
    otherwise="Mean over height and width, score, sigmoid, and a copy for every location.",
)


CHANGES = (
    Exercise(
        key="03.units",
        find_mistake=find_units_mistake,
        praise="Twenty units at half resolution cost five units in all; the eight units of our "
        "three levels cost 0.97. To see far, a pooling is cheaper than any number of units.",
        hints=(
            "What does one more unit on the way up add to the walk, and one on the way down?",
            "Behind the interpolation there are 2 positions. Go on with r units up and r down, "
            "then the pooling. Every unit adds 2.",
            "Before the pooling 2 + 2·r + 2·r positions are asked for, and a pooling turns s "
            "into 2·s + 1. Set that equal to 83.",
        ),
        reference=enough_units,
        reads=number("r is one whole number"),
    ),
    Exercise(
        key="03.widen",
        find_mistake=find_widen_mistake,
        praise="The mask sees two positions more along each side, and that convolution costs "
        "nine times as much: at full resolution, seeing far is expensive.",
        hints=(
            "branch.score is a Sequential of six parts. Which of them is to be replaced?",
            "Make one convolution and assign it to score[2]; size of the map, channels and the "
            "missing bias stay as they are.",
            "nn.Conv2d(channels, channels, 3, padding=1, bias=False), with the channels of the "
            "old one; then return the branch.",
        ),
        reference=widen,
        reads=instance(SoftMaskBranch, "Return the changed branch"),
    ),
    Exercise(
        key="03.global",
        find_mistake=find_global_mistake,
        praise="It sees everything for next to nothing, and says the same everywhere: it can "
        "weigh channels, but not locations. Notebook 14 meets it again.",
        hints=(
            "Which tensor knows the mean of every channel, and which shape has it?",
            "Three steps in this order: a mean over locations, the scores, the sigmoid. One "
            "value a channel is left; it is wanted at every location.",
            "summary = x.mean(dim=(2, 3), keepdim=True) is (N, C, 1, 1). Scores and sigmoid "
            "keep that shape; .expand_as gives every location its copy.",
        ),
        reference=global_mask,
        reads=tensor,
    ),
)
