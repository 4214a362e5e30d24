"""The three graded changes of notebook 13: a number, a block, an architecture."""

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from resattn_lab.blocks import AttentionModule, ResidualUnit

from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number
from . import right
from .judging import RIGHT_CASES, SIZES, Case, find_test_mistake, guilty_case
from .right import HALVES, halved
from .suite import BREAKS, FAILS, SUITE, try_test
from .suspects import SUSPECTS


def fewest_values():
    count = 1
    while 0.5**count >= 0.001:
        count += 1
    return count


def find_values_mistake(count: float) -> str | None:
    if count < 1 or count != int(count):
        return "Values come whole, one at least: take the first count that does it."
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
    halve_otherwise = tuple(
        Case(f"a right module that halves by {way}", partial(halved, right.usual, way), sizes)
        for way in HALVES
        for sizes in (SIZES, (8, 2, 21))
    )
    read_the_input = (
        Case(
            f"a module that halves by {way} and always reads the module's input",
            partial(halved, SUSPECTS["B"], way),
            (8, 2, 21),
        )
        for way in HALVES
    )
    guilty = (guilty_case("B"), *read_the_input)
    return find_test_mistake(test, guilty, RIGHT_CASES + halve_otherwise)


CHANNELS, DEPTH, LEAST = 8, 2, 1e-4


def output(module: nn.Module, weights: dict, x: Tensor, *, training: bool) -> Tensor:
    """What comes out with these weights and running statistics, whatever ran before."""
    module.load_state_dict(weights)
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        return on_a_copy(module.train(training), x)


def find_difference_mistake(planted: nn.Module, right: AttentionModule) -> str | None:
    """What is wrong with the fault itself, on the right module's weights."""
    x = torch.randn(2, CHANNELS, 12, 12)
    weights = {name: value.clone() for name, value in right.state_dict().items()}
    came = output(planted, weights, x, training=False)
    if not isinstance(came, Tensor) or came.shape != x.shape:
        got = tuple(came.shape) if isinstance(came, Tensor) else type(came).__name__
        return f"It must put out the shape it was given, {tuple(x.shape)}; {got} came."
    if not came.isfinite().all():
        return "It puts out values that are not finite: whoever trains it will notice."
    torch.manual_seed(1)
    first = planted.train()(x)
    torch.manual_seed(2)
    if not torch.allclose(first, planted(x)):
        return "It puts out something else at each run: chance is easily noticed. Plant a rule."
    far = 0.0
    for mode in (True, False):
        one, other = (output(m, weights, x, training=mode) for m in (planted, right))
        far = max(far, (one - other).abs().max().item())
    if far == 0:
        return "On the same weights it puts out exactly what the right module does: no fault."
    if far < LEAST:
        return f"It differs from the right module by {far:.0e} at most: that is rounding."
    planted.train()(x).square().mean().backward()
    still = [name for name, p in planted.named_parameters() if p.grad is None]
    return (
        f"No gradient reaches {still[0]}: a look at the gradients would tell."
        if still
        else None
    )


def find_planted_mistake(make: Callable) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(5)
        planted, right = make(CHANNELS, DEPTH), AttentionModule(CHANNELS, encoder_depth=DEPTH)
        if not isinstance(planted, nn.Module):
            came = type(planted).__name__
            return f"Planted(channels, depth) must give a module; {came} came."
        ours, theirs = (
            {(name, value.shape) for name, value in module.state_dict().items()}
            for module in (planted, right)
        )
        if ours != theirs:
            return (
                f"A right module's weights do not fit into it ({len(ours - theirs)} more, "
                f"{len(theirs - ours)} fewer): change forward alone."
            )
        if mistake := find_difference_mistake(planted, right):
            return mistake
    for rule in (rule for rule in SUITE if rule.kind == "module"):
        verdict = try_test(rule.test, make, *rule.arguments)
        if verdict.said == FAILS:
            return f"The suite catches it: “{rule.words}” fails. Plant one that it misses."
        if verdict.said == BREAKS:
            return f"The suite breaks off at “{rule.words}”: {verdict.words}."
    return None


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
