"""The three graded changes of notebook 13: a number, a block, an architecture."""

import math
from collections.abc import Callable
from functools import partial

import torch

from resattn_lab.blocks import AttentionModule, ResidualUnit

from ..exercise import Exercise
from ..reading import number
from . import right
from .judging import RIGHT_CASES, USUAL, Case, find_test_mistake, guilty_case
from .planting import find_planted_mistake
from .right import HALVES, halved
from .suspects import SUSPECTS


def fewest_values():
    count = 1
    while 0.5**count >= 0.001:
        count += 1
    return count


def find_values_mistake(count: float) -> str | None:
    if count < 1:
        return "Without a value there is nothing to test: one at least."
    if count != int(count):
        return "Values come whole: round up to the first count that does it."
    wanted = fewest_values()
    if count == wanted:
        return None
    if count in (500, 1000):
        return "Chances multiply, they do not add up: each further value halves what is left."
    if count < wanted:
        return (
            f"With {int(count)} values one right module in {2 ** int(count):,} is accused: "
            "too often."
        )
    if count == 11:
        return "11 is on the safe side; 10 already gives one in 1,024."
    return "That is enough, but fewer values do it, too."


def test_reach(make, channels, depth, side):
    sides, module = [], make(channels, depth)
    for part in module.mask.modules():
        if isinstance(part, ResidualUnit):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, channels, side, side))
    assert min(sides) == math.ceil(side / 2**depth), "no unit works at the lowest resolution"


def find_reach_mistake(test: Callable) -> str | None:
    usual = (USUAL, *(case for case in RIGHT_CASES if case.depth < 3 or case.side != 16))
    halve_otherwise = tuple(
        Case(f"a right module that halves by {way}", partial(halved, right.usual, way), *sizes)
        for way in HALVES
        for sizes in ((), (8, 2, 21))
    )
    read_the_input = (
        Case(
            f"a module that halves by {way} and always reads the module's input",
            *(partial(halved, SUSPECTS["B"], way), 8, 2, 21),
        )
        for way in HALVES
    )
    guilty = (guilty_case("B"), *read_the_input)
    return find_test_mistake(test, guilty, usual + halve_otherwise)


class Planted(AttentionModule):
    def __init__(self, channels, depth):
        super().__init__(channels, encoder_depth=depth)

    def forward(self, x):
        h = self.pre(x)
        mirrored = self.mask(h.flip(-1))  # 2 down, 3 up, 4 gate: of the mirror image
        return self.post(self.fusion(self.trunk(h), mirrored))


CHANGES = (
    Exercise(
        key="13.values",
        find_mistake=find_values_mistake,
        praise="Ten independent values: one false alarm in 1,024. Neighbours on a mask are not "
        "independent, which is why side by side needs so many more.",
        hints=(
            "What is the chance that all n values of a right mask lie above one half?",
            "Each further value halves that chance. It has to fall below 0.001.",
            "0.5**n < 0.001 means 2**n > 1000. Which n is the first?",
        ),
        reference=fewest_values,
        reads=number("Wanted one number, how many values"),
        calls_reference=True,
    ),
    Exercise(
        key="13.reach",
        find_mistake=find_reach_mistake,
        praise="It asks what the rule is for, that some unit works at the lowest resolution, "
        "and not by which layer it gets there. So it outlives a change of the block.",
        hints=(
            "Whatever halves the map, residual units follow it. What do they know of the size?",
            "The smallest map that any unit of the mask works on is the lowest level's. How "
            "large must it be, for this side and depth?",
            "Collect out.shape[-1] of every ResidualUnit in module.mask with a hook. The "
            "smallest is side / 2**depth, rounded up.",
        ),
        reference=test_reach,
    ),
    Exercise(
        key="13.planted",
        find_mistake=find_planted_mistake,
        praise="It passes all six tests, it trains, and it is not the paper's module. A suite "
        "holds what somebody thought of; yours needs one more test now.",
        hints=(
            "What does no test of the six look at? Values, for instance.",
            "It must keep all weights and shapes and compute something else, the same at "
            "every run. So change forward alone.",
            "In forward, after h = self.pre(x): give the mask something else than h, of the "
            "same shape.",
        ),
        reference=Planted,
    ),
)
