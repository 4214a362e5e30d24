"""The exercises in the body of notebook 13: what is expected, and five tests."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..exercise import Exercise
from ..reading import shape
from .judging import Case, find_test_mistake, find_verdict_mistake, guilty_case
from .right import choose, last_epoch
from .suite import (
    BREAKS,
    test_choice,
    test_own_branch,
    test_own_weights,
    test_pools,
    test_way_up,
    try_test,
)
from .suspects import SUSPECTS

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


def smoothed(validation, test):
    padded = np.pad(np.asarray(validation, dtype=float), 1, mode="edge")
    return int(np.argmax(padded[:-2] + 2 * padded[1:-1] + padded[2:]))


HONEST = {
    "the best on validation": choose,
    "the last epoch": last_epoch,
    "the later of equally good epochs": lambda validation, test: (
        len(validation) - 1 - int(np.argmax(validation[::-1]))
    ),
    "the best of a smoothed validation curve": smoothed,
    "the middle epoch": lambda validation, test: len(validation) // 2,
}


def too_strict(accused: Sequence[Case], acquitted: Sequence[Case]) -> str:
    if [case.words for case in accused] == list(HONEST)[1:]:
        return (
            "It accuses the last epoch: that is poor advice, but the test set has no say in "
            "it. Ask only for what the rule says."
        )
    return f"It accuses {accused[0].words}: the test set has no say in that."


def find_choice_mistake(test: Callable) -> str | None:
    """What is wrong with a test for ways to choose an epoch, or None."""
    asked = []

    def watched(*lists):
        asked.append(lists)
        return choose(*lists)

    if try_test(test, watched).said != BREAKS and not asked:
        return "It never calls choose: give it validation and test figures."
    faulty = {
        "Suspect R, which takes the best epoch on the test set": SUSPECTS["R"],
        "a suspect that adds both accuracies up": lambda validation, test: int(
            np.argmax(np.asarray(validation) + np.asarray(test))
        ),
        # among equally good epochs, the one that tests best
        "a suspect that asks the test set only where two epochs validate equally well": (
            lambda validation, test: max(
                range(len(test)), key=lambda n: (validation[n], test[n])
            )
        ),
    }
    wrong, honest = ([Case(*rule, ()) for rule in rules.items()] for rules in (faulty, HONEST))
    return find_verdict_mistake(test, wrong, honest, "rule", too_strict)


def judged_on(letters: str, *others: tuple[int, ...]) -> Callable[[Any], str | None]:
    """A check on suspects of the usual size, and of other channels, poolings and sides."""
    guilty = [guilty_case(letter, *sizes) for letter in letters for sizes in ((), *others)]
    return lambda test: find_test_mistake(test, guilty)


EXERCISES = (
    Exercise(
        key="13.sides",
        find_mistake=find_sides_mistake,
        praise="An expectation worked out by hand, for odd sides: that is the half of a test "
        "which no code can write for you.",
        hints=(
            "With padding 1 the first window is centred on the first row, with stride 2 the "
            "next on the third. How many of 21 rows are centres?",
            "So each pooling halves a side and rounds up. And it reads what the one before "
            "it put out.",
            "Heights: 21 becomes 11, then 6. Go on, and do the same with the width of 27.",
        ),
        reference=pooled_sides,
        reads=shape("Three pairs (height, width) are wanted, one for each pooling"),
    ),
    Exercise(
        key="13.pools",
        find_mistake=judged_on("B", (16, 2, 21)),
        praise="Suspect B is caught: its levels all pool the module's input. And no right "
        "module is accused, whatever its width, depth and side.",
        hints=(
            "What should `sides` be with side 21 and depth 3? The exercise above says it.",
            "At level 1 the side is half of `side`, at level 2 a quarter, always rounded "
            "up. One entry a level, and `depth` levels.",
            "Build that list with math.ceil(side / 2**level), and assert that sides equals it. "
            "Which numbers does level run through?",
        ),
        reference=test_pools,
    ),
    Exercise(
        key="13.own_weights",
        find_mistake=judged_on("DJ", (8, 1)),
        praise="Suspects D and J are caught: in D one unit serves all levels of the mask, in J "
        "the unit before the split runs again at the end.",
        hints=(
            "A unit that serves in two places: what does it do twice in one pass?",
            "Count how often each unit runs, with a forward hook; or count the parameters, "
            "with the formula of notebook 06.",
            "Give every ResidualUnit a hook that adds its name to a Counter, and run the "
            "module once. What must all counts be?",
        ),
        reference=test_own_weights,
    ),
    Exercise(
        key="13.own_branch",
        find_mistake=judged_on("F", (8, 1, 21)),
        praise="Suspect F is caught: it adds the trunk inside its mask branch. You changed one "
        "thing and asked whether another may move: that needs no expected number at all.",
        hints=(
            "What may a mask depend on, and what may it not?",
            "Record the mask, change what it may not depend on, and record again on the "
            "same x.",
            "nn.init.normal_(parameter) changes a parameter of module.trunk; torch.equal "
            "compares the two masks.",
        ),
        reference=test_own_branch,
    ),
    Exercise(
        key="13.way_up",
        find_mistake=judged_on("V", (8, 2, 21)),
        praise="Suspect V is caught: its last unit reads the first one directly. You made a "
        "part speak alone and listened where it must not be heard: no number had to be "
        "known.",
        hints=(
            "Which unit speaks, and at which one do you listen? A hook learns the order only "
            "while the module runs.",
            "One hook for all units of module.mask: it notes the largest value that the unit "
            "reads, and returns zeros for every unit but the first that runs.",
            "In the hook: heard.append(given[0].abs().max()), and then out if len(heard) == 1 "
            "else torch.zeros_like(out). What must heard[-1] be, and for which depths?",
        ),
        reference=test_way_up,
    ),
    Exercise(
        key="13.choice",
        find_mistake=find_choice_mistake,
        praise="Whoever looks at the test figures is caught, also where it is only to break a "
        "tie, and no honest rule is accused: you never said which epoch is right.",
        hints=(
            "If the test figures have no say, what happens to the answer when only they "
            "change?",
            "Keep the validation figures, change the test figures, and compare the two "
            "answers.",
            "Do that many times on random lists. Draw from few values, so that some epochs "
            "validate equally well.",
        ),
        reference=test_choice,
    ),
)
