"""Notebook 13, the fault hunt: suspects, tests, mutants, and how a learner's test is judged."""

from . import pictures, right
from .changes import CHANGES
from .exercises import EXERCISES as BODY
from .mutants import all_mutants, hunt, sorted_mutants
from .mutants_panel import MutantsPanel
from .naive import naive_suite, train_a_little
from .questions import QUESTIONS, RECALL
from .reveal import files
from .suite import LATER, SUITE, accusations, try_suite, try_test
from .suspects import SUSPECTS, guilty, line_up

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "LATER",
    "QUESTIONS",
    "RECALL",
    "SUITE",
    "SUSPECTS",
    "MutantsPanel",
    "accusations",
    "all_mutants",
    "files",
    "guilty",
    "hunt",
    "line_up",
    "naive_suite",
    "pictures",
    "right",
    "sorted_mutants",
    "train_a_little",
    "try_suite",
    "try_test",
]
