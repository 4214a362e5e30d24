"""Ways to choose the epoch that is reported, honest ones and others, to judge a test by."""

from collections.abc import Callable

import numpy as np

from .right import choose, last_epoch
from .suspects import SUSPECTS
from .trial import BREAKS, FAILS, PASSES, try_test


def smoothed(validation, test):
    padded = np.pad(np.asarray(validation, dtype=float), 1, mode="edge")
    return int(np.argmax(padded[:-2] + 2 * padded[1:-1] + padded[2:]))


def ties_broken_by_the_test(validation, test):
    """The fault: among equally good epochs, the one that tests best."""
    return max(range(len(test)), key=lambda epoch: (validation[epoch], test[epoch]))


HONEST = {
    "the best on validation": choose,
    "the last epoch": last_epoch,
    "the later of equally good epochs": lambda validation, test: (
        len(validation) - 1 - int(np.argmax(validation[::-1]))
    ),
    "the best of a smoothed validation curve": smoothed,
    "the middle epoch": lambda validation, test: len(validation) // 2,
}


def find_choice_mistake(test: Callable) -> str | None:
    """What is wrong with a test for ways to choose an epoch, or None."""
    faulty_rules = {
        "Suspect R, which takes the best epoch on the test set": SUSPECTS["R"],
        "a suspect that adds both accuracies up": lambda validation, test: int(
            np.argmax(np.asarray(validation) + np.asarray(test))
        ),
        "a suspect that asks the test set only where two epochs validate equally well": (
            ties_broken_by_the_test
        ),
    }
    asked = []

    def watched(validation, test_figures):
        asked.append(len(validation))
        return choose(validation, test_figures)

    if try_test(test, watched).said != BREAKS and not asked:
        return "It never calls choose: give it validation and test figures."
    honest = {words: try_test(test, rule) for words, rule in HONEST.items()}
    faulty = {words: try_test(test, rule) for words, rule in faulty_rules.items()}
    for words, verdict in honest.items():
        if verdict.said == BREAKS:
            return f"On {words}, which is honest, it breaks off with {verdict.words}."
    if {v.said for v in (*honest.values(), *faulty.values())} == {PASSES}:
        return "It passes every rule, honest or not: a test that cannot fail says nothing."
    accused = [words for words, verdict in honest.items() if verdict.said == FAILS]
    if len(accused) == len(honest):
        return "It accuses every rule, the honest ones too."
    if accused == list(honest)[1:]:
        return (
            "It accuses the last epoch: that is poor advice, but the test set has no say in "
            "it. Ask only for what the rule says."
        )
    if accused:
        return f"It accuses {accused[0]}: the test set has no say in that."
    for words, verdict in faulty.items():
        if verdict.said == BREAKS:
            return f"It breaks off on {words}: {verdict.words}. A crash is no verdict."
        if verdict.said == PASSES:
            return f"It lets {words} slip through."
    return None
