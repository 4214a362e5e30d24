"""The three graded changes at the end of notebook 12, ablations."""

from dataclasses import replace
from typing import Any

import torch

from resattn_lab import networks
from resattn_lab.networks import (
    NETWORKS,
    RIVALS,
    NetworkSpecification,
    ResidualAttentionNetwork,
    add_up,
    part_costs,
)

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor
from .luck import false_alarms

SIDE, NEAR = 32, 0.05


def fewest_seeds() -> int:
    count = 2
    while false_alarms(count) >= 0.1:
        count += 1
    return count


def find_seeds_mistake(answer: float) -> str | None:
    if answer != int(answer):
        return "Seeds come whole."
    if answer < 2:
        return "One pair has no spread, so there is no standard error."
    fewest = fewest_seeds()
    if answer < fewest:
        return f"With {answer:g} pairs two standard errors err {false_alarms(int(answer)):.1%}."
    if answer > 30:
        return "The rate falls fast at first: count up from 3, one pair at a time."
    if answer > fewest:
        return f"{answer:g} are enough, but fewer are, too."
    return None


def shared_gate(scores):
    shared = torch.sigmoid(scores.mean(dim=1, keepdim=True))
    return shared.expand_as(scores)


find_gate_mistake = compared(
    shared_gate,
    mistakes={
        "It has one channel; a gate gives (N, C, H, W): expand_as(scores).": (
            lambda scores: scores.mean(dim=1, keepdim=True).sigmoid()
        ),
        "Every channel still has its own mask: that is the mixed gate (Eq. 4).": torch.sigmoid,
        "The mean is taken after the sigmoid; asked for is the sigmoid of the mean.": (
            lambda scores: scores.sigmoid().mean(dim=1, keepdim=True)
        ),
        "The sigmoid is missing: a mask lies between 0 and 1.": (
            lambda scores: scores.mean(dim=1, keepdim=True)
        ),
        "That is a mean over the places, one number a channel; asked for is one a place.": (
            lambda scores: scores.mean(dim=(2, 3), keepdim=True).sigmoid()
        ),
        "The mean runs over the images of the batch: they must not see each other.": (
            lambda scores: scores.mean(dim=0, keepdim=True).sigmoid()
        ),
        "That is the sum over the channels: with more channels the gate would shut or open for "
        "good.": lambda scores: scores.sum(dim=1, keepdim=True).sigmoid(),
        "That is the largest score, not their mean.": (
            lambda scores: scores.amax(dim=1, keepdim=True).sigmoid()
        ),
    },
    tried_on=[(2 * drawn(2, 5, 4, 3, seed=12),)],
    otherwise="At each place: the sigmoid of the mean of that place's scores, in all channels.",
)


def rival_specification():
    return replace(networks.RIVALS["cifar_resnet_164"], plain_units=8)


def work(specification: NetworkSpecification) -> int:
    """Multiply-accumulates for one image of 32×32."""
    return add_up(part_costs(specification, SIDE))["total"].multiply_accumulates


def find_rival_mistake(answer: Any) -> str | None:
    if isinstance(answer, ResidualAttentionNetwork):
        return "The specification is wanted, before anything is built from it."
    if not isinstance(answer, NetworkSpecification):
        came = type(answer).__name__
        return f"A NetworkSpecification is wanted; a {came} came. replace(...) makes one."
    base = NETWORKS["cifar_attention_56"]
    if any(answer.modules):
        return "It has Attention Modules; the rival is to have none."
    if answer == RIVALS["cifar_resnet_164"]:
        ratio = work(answer) / work(base)
        return f"That is ResNet-164 as it was: it does {ratio:.1f} times Attention-56's work."
    if (answer.stem_channels, answer.channels) != (base.stem_channels, base.channels):
        return "Its channels are others: then two things differ, width and masks."
    if answer.strides != base.strides or answer.stem != base.stem:
        return "Its stem or strides are others; only the masks were to go."
    if answer.classes != base.classes or answer.tail_units:
        return "Its classes or its tail are others; only the masks were to go."
    ratio = work(answer) / work(base)
    if abs(ratio - 1) > NEAR:
        said = "more" if ratio > 1 else "less"
        off = f"{100 * abs(ratio - 1):.0f} %"
        return f"It does {off} {said} work than Attention-56; 5 % at most are wanted."
    return None


CHANGES = (
    Exercise(
        key="12.seeds",
        find_mistake=find_seeds_mistake,
        praise="More than twice the pairs that we have. For 5 % two standard errors take about "
        "sixty pairs; with few, an interval has to ask for more standard errors instead.",
        hints=(
            "false_alarms(pairs) from above gives the rate for any number of pairs.",
            "3 pairs err too often. Which is the first number that errs less than one time in"
            " ten?",
            "Call false_alarms(3), false_alarms(4), … and take the first below 0.1.",
        ),
        reference=fewest_seeds,
        reads=number("One number is wanted, pairs of seeds"),
    ),
    Exercise(
        key="12.shared_gate",
        find_mistake=find_gate_mistake,
        praise="It has no weights of its own, so it can stand in for any of the three gates "
        "with nothing else changed: that is what makes it a fair fourth row of Table 1.",
        hints=(
            "scores are (N, C, H, W): over which dimension is the mean, before the sigmoid?",
            "One score a place: the mean over its channels. Then the sigmoid, then a copy for"
            " every channel.",
            "torch.sigmoid(scores.mean(dim=1, keepdim=True)), expanded as scores.",
        ),
        reference=shared_gate,
        reads=tensor,
    ),
    Exercise(
        key="12.rival",
        find_mistake=find_rival_mistake,
        praise="Equal in work, and now it has fewer parameters than Attention-56. Both at once "
        "cannot be had: say which one you held fixed.",
        hints=(
            'Begin with RIVALS["cifar_resnet_164"], and change plain_units: units in a stage.',
            "More units, more work, evenly. ResNet-164 has too many of them: how many are near "
            "Attention-56?",
            "add_up(part_costs(specification, 32))['total'].multiply_accumulates counts it; "
            "try plain_units from 5 to 10.",
        ),
        reference=rival_specification,
    ),
)
