"""Notebook 13, the fault hunt: suspects, tests, mutants, and how a learner's test is judged."""

from .changes import CHANGES
from .exercises import EXERCISES as BODY
from .mutants import all_mutants, hunt, sorted_mutants
from .naive import naive_suite, train_a_little
from .pictures import (
    all_verdicts,
    all_verdicts_in_words,
    by_kind,
    falling_losses,
    falling_losses_in_words,
    false_alarms,
    in_two_lines,
    on_the_source,
    on_the_source_in_words,
)
from .questions import QUESTIONS, RECALL
from .suite import LATER, SUITE, rules, try_suite
from .suspects import LATE, SUSPECTS, Files, confess, guilty, line_up
from .trial import try_test

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "LATE",
    "LATER",
    "QUESTIONS",
    "RECALL",
    "SUITE",
    "SUSPECTS",
    "Files",
    "all_mutants",
    "all_verdicts",
    "all_verdicts_in_words",
    "by_kind",
    "confess",
    "falling_losses",
    "falling_losses_in_words",
    "false_alarms",
    "guilty",
    "hunt",
    "in_two_lines",
    "line_up",
    "naive_suite",
    "on_the_source",
    "on_the_source_in_words",
    "rules",
    "sorted_mutants",
    "train_a_little",
    "try_suite",
    "try_test",
]
