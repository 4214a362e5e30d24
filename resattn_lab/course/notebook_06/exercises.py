"""The exercises in the body of notebook 06, the networks."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.networks import count_parameters

from ..compared import compared
from ..exercise import Exercise
from ..reading import number, numbers, truth
from .by_hand import (
    depth,
    find_depth_mistake,
    find_pair_mistake,
    find_shape_mistake,
    pair_of_layers,
    stage2_by_hand,
)


def unit_parameters(channels):
    width = channels // 4
    return 17 * width**2 + 12 * width


def module_parameters(channels, encoder_depth, p, t, r):
    units = 2 * p + t  # before and after, and the trunk
    units += 2 * r * encoder_depth + encoder_depth - 1  # down and up, and the skips
    score = 2 * channels**2 + 2 * (2 * channels)  # two 1x1 convolutions, two batch norms
    return units * unit_parameters(channels) + score


def units_of(d: int, p: int, t: int, r: int) -> int:
    return 2 * p + t + 2 * r * d + d - 1


def counted(
    units: Callable = units_of, score: Callable = lambda c: 2 * c**2 + 4 * c
) -> Callable:
    """A module's parameters from its count of units and from what its score has."""
    return lambda channels, *sizes: units(*sizes) * unit_parameters(channels) + score(channels)


find_module_mistake = compared(
    lambda channels, d, p, t, r: count_parameters(
        AttentionModule(channels, encoder_depth=d, p=p, t=t, r=r)
    ),
    mistakes={
        "The skip units are missing: every level but the lowest has one.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r * d)
        ),
        "The lowest level has no skip: a depth of d has d − 1 of them.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r * d + d)
        ),
        "p units come before the split and p more after the fusion.": (
            counted(lambda d, p, t, r: p + t + 2 * r * d + d - 1)
        ),
        "A level has r units on the way down and r on the way up.": (
            counted(lambda d, p, t, r: 2 * p + t + r * d + d - 1)
        ),
        "Every level has units of its own: they count encoder_depth times.": (
            counted(lambda d, p, t, r: 2 * p + t + 2 * r + d - 1)
        ),
        "The mask branch is missing altogether.": (
            counted(lambda d, p, t, r: 2 * p + t, lambda c: 0)
        ),
        "What follows the last interpolation is missing: 1×1 convolutions and their batch "
        "norms.": counted(score=lambda c: 0),
        "The two batch norms before the 1×1 convolutions are missing.": (
            counted(score=lambda c: 2 * c**2)
        ),
        "There are two 1×1 convolutions before the sigmoid, each with a batch norm.": (
            counted(score=lambda c: c**2 + 2 * c)
        ),
    },
    tried_on=[(16, 1, 1, 2, 1), (32, 3, 1, 2, 1), (16, 2, 2, 3, 2), (32, 3, 2, 4, 3)],
    otherwise=lambda came, wanted, channels, d, p, t, r: (
        f"With {channels} channels, depth {d} and (p, t, r) = ({p}, {t}, {r}) it "
        f"gives {came:,}; the built module has {wanted:,}."
    ),
    rtol=0,
)


class Tiny(nn.Module):
    """A network of one layer: the builders of the check make many of them."""

    def __init__(self, classes: int):
        super().__init__()
        self.classifier = nn.Linear(3, classes)

    def forward(self, images):
        return self.classifier(images.mean(dim=(2, 3)))


def takes_classes(build):
    logits = build(7)(torch.rand(2, 3, 32, 32))
    return logits.shape[1] == 7


def find_test_mistake(function: Any) -> str | None:
    asked: list[Any] = []

    def that_gives(classes):
        def build(first):
            asked.append(first)
            return Tiny(first if classes is None else classes)

        return build

    came = function(that_gives(None))
    if not asked:
        return "It never calls build: only what was built can show the fault."
    if not came:
        return (
            f"It refuses a builder that is right: asked for {asked[-1]}, it gave logits of "
            f"shape (N, {asked[-1]})."
        )
    always_ten = function(that_gives(10))
    if always_ten and 10 in asked:
        return "Ask for another number than 10: with 10 the fault gives 10 classes as well."
    if always_ten:
        return "It lets the fault pass: asked for another number, build gave 10 classes."
    if function(that_gives(1000)):
        return "It finds 10 classes, but lets a builder pass that always gives 1000."
    return None


BODY = (
    Exercise(
        key="06.module_layers",
        find_mistake=find_pair_mistake,
        praise="Twice p and twice t make twice the layers, and r does not count: the mask "
        "adds no layer to the name.",
        hints=(
            "On the way past the mask lie p units, then t, then p again.",
            "With (1, 2, 1) there are 1 + 2 + 1 units on that way. How many with (2, 4, 3)?",
            "A residual unit is a bottleneck: 1×1, 3×3, 1×1. Multiply the units by three.",
        ),
        reference=pair_of_layers,
        reads=numbers("The answer is two numbers: (with (1, 2, 1), with (2, 4, 3))", 2),
        calls_reference=True,
    ),
    Exercise(
        key="06.depth",
        find_mistake=find_depth_mistake,
        praise="With (1, 2) it is the paper's 36m + 20, and with m = 6 and (2, 4) it is 452.",
        hints=(
            "A module adds 3·(p + t + p) layers; there are m of them in each of three stages.",
            "Put p = 1 and t = 2 in: what must become 36? Then what is there once, whatever m"
            " is?",
            "To 9·m·(2p + t) add two units a stage, the first convolution, the classifier.",
        ),
        reference=depth,
        reads=number("It must return a number of layers"),
    ),
    Exercise(
        key="06.shapes",
        find_mistake=find_shape_mistake,
        praise="28 → 14 → 7. Stage 1 goes from 56 to 7 with three poolings and stage 3 from 14 "
        "to 7 with one: with depths 3, 2, 1 every mask looks at 7×7 in the end.",
        hints=(
            "224 is halved three times before stage 2 works: convolution, pooling, stride.",
            "Stage 1 works at 56 and stage 2 at half of it. How often does encoder depth 2 "
            "halve that?",
            "Stage 2 puts out 512 channels at 28×28; its masks halve that twice.",
        ),
        reference=stage2_by_hand,
        reads=numbers(
            "Four numbers are wanted: channels, height, width, and the side of the map", 4
        ),
        calls_reference=True,
    ),
    Exercise(
        key="06.module_parameters",
        find_mistake=find_module_mistake,
        praise="It gives what the built modules have, to the unit.",
        hints=(
            "Count units first: 2p + t outside of the mask, 2r at each of its levels, a skip "
            "at each but the lowest.",
            "Write the number of units in p, t, r and depth first; times "
            "unit_parameters(channels). Only then the score.",
            "Then 2·C² + 4·C for two 1×1 convolutions and the batch norm before each.",
        ),
        reference=module_parameters,
        reads=number("It must return a number"),
    ),
    Exercise(
        key="06.takes_classes",
        find_mistake=find_test_mistake,
        praise="One odd number of classes tells a class count from anything else.",
        hints=(
            "Build with a number that no default has, run two images, look at the logits.",
            "Which number of classes would a builder not give by accident? Build with it, and"
            " look at what comes out.",
            "logits = build(7)(torch.rand(2, 3, 32, 32)); then compare one entry of its shape.",
        ),
        reference=takes_classes,
        reads=truth,
    ),
)
