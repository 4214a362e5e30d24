"""The exercises in the body of notebook 13: what is expected, and three tests."""

from collections.abc import Callable, Sequence
from typing import Any

from ..exercise import Exercise
from ..reading import shape
from .cases import Case, guilty_case
from .judging import find_test_mistake
from .module_tests import test_own_branch, test_own_weights, test_pools
from .other_tests import test_choice
from .reporting import find_choice_mistake

RIGHT_SIDES = [(11, 14), (6, 7), (3, 4)]


def pooled_sides():
    return ((11, 14), (6, 7), (3, 4))


def find_sides_mistake(answer: tuple) -> str | None:
    if not all(isinstance(pair, tuple) for pair in answer):
        return "Three pairs (height, width) are wanted, one for each pooling."
    pairs = list(answer)
    if pairs == RIGHT_SIDES:
        return None
    if len(pairs) != 3 or any(len(pair) != 2 for pair in pairs):
        return f"Three pairs (height, width) are wanted; {len(pairs)} part(s) came."
    known = {
        ((10, 13), (5, 6), (2, 3)): "Those are rounded down. With padding 1 the first output "
        "is centred on the first input, so 21 becomes 11.",
        ((11, 14), (11, 14), (11, 14)): "That is the fault itself: every level pools the "
        "module's input. The second pooling reads what the first level put out.",
        ((14, 11), (7, 6), (4, 3)): "Height first: the map is 21 high and 27 wide.",
        ((3, 4), (6, 7), (11, 14)): "The sides are right, the order is not: down comes first.",
        ((21, 27), (11, 14), (6, 7)): "That begins before the first pooling; wanted is what "
        "each pooling puts out.",
        ((19, 25), (17, 23), (15, 21)): "That is a 3×3 pooling without stride and padding; "
        "these halve the sides.",
        ((6, 7), (3, 4), (2, 2)): "That begins after the second pooling.",
    }
    found = known.get(tuple(pairs))
    if found:
        return found
    level = next(n for n in range(3) if pairs[n] != RIGHT_SIDES[n])
    before = [(21, 27), *RIGHT_SIDES][level]
    return f"Pooling {level + 1} reads {before[0]}×{before[1]} and halves it, rounded up."


POOLS = [guilty_case("B", **sizes) for sizes in ({}, {"depth": 2, "side": 21})]
WEIGHTS = [
    guilty_case(letter, **sizes)
    for letter in ("D", "J")
    for sizes in ({}, {"channels": 8, "depth": 1})
]
BRANCH = [guilty_case("F", **sizes) for sizes in ({}, {"channels": 8, "depth": 1, "side": 21})]


def judged_on(guilty: Sequence[Case]) -> Callable[[Any], str | None]:
    return lambda test: find_test_mistake(test, guilty)


EXERCISES = (
    Exercise(
        key="13.sides",
        find_mistake=find_sides_mistake,
        praise="An expectation worked out by hand, for odd sides: that is the half of a test "
        "which no code can write for you.",
        hints=(
            "A 3×3 pooling with stride 2 and padding 1 halves a side and rounds up.",
            "First outputs: 21 has 11 even positions, 27 has 14. The second pooling reads "
            "11×14.",
            "21 becomes 11 and 27 becomes 14; the next pooling reads that.",
        ),
        reference=pooled_sides,
        reads=shape("Three pairs (height, width) are wanted, one for each pooling"),
        calls_reference=True,
    ),
    Exercise(
        key="13.pools",
        find_mistake=judged_on(POOLS),
        praise="Suspect B is caught: its levels all pool the module's input. And no right "
        "module is accused, whatever its width, depth and side.",
        hints=(
            "What should `sides` be with side 21 and depth 3? The exercise above says it.",
            "At level 1 the side is half of `side`, at level 2 a quarter, always rounded up. "
            "One entry a level.",
            "assert sides == [math.ceil(side / 2**level) for level in range(1, depth + 1)]",
        ),
        reference=test_pools,
    ),
    Exercise(
        key="13.own_weights",
        find_mistake=judged_on(WEIGHTS),
        praise="Suspects D and J are caught: in D one unit serves all levels of the mask, in J "
        "the unit before the split runs again at the end.",
        hints=(
            "Either count the parameters (notebook 06 has the formula), or count how often "
            "each residual unit runs.",
            "A unit that is used twice runs twice in one pass. What can count that?",
            "A forward hook on every ResidualUnit that counts; in the end every count is 1.",
        ),
        reference=test_own_weights,
    ),
    Exercise(
        key="13.own_branch",
        find_mistake=judged_on(BRANCH),
        praise="Suspect F is caught: it adds the trunk inside its mask branch. You changed one "
        "thing and asked whether another may move: that needs no expected number at all.",
        hints=(
            "Record the mask, change module.trunk's parameters, record again on the same x.",
            "A mask may depend on x and on its own weights alone. So change what it may not "
            "depend on, and look again.",
            "with record_masks(module) as kept: module(x); then kept['mask'] is the mask.",
        ),
        reference=test_own_branch,
    ),
    Exercise(
        key="13.choice",
        find_mistake=find_choice_mistake,
        praise="Whoever looks at the test figures is caught, also where it is only to break a "
        "tie, and no honest rule is accused: you never said which epoch is right.",
        hints=(
            "Keep the validation figures, change the test figures, and compare the answers.",
            "If the test figures have no say, what happens to the answer when only they "
            "change?",
            "Do it many times on random lists, some with equal validation figures in them.",
        ),
        reference=test_choice,
    ),
)
