"""Notebook 13, the fault hunt: suspects, tests, and how a learner's test is judged."""

from .changes import CHANGES
from .confession import FILES, confess, cost_of, file_on
from .exercises import EXERCISES as BODY
from .naive import NaiveResult, naive_suite, train_a_little
from .questions import QUESTIONS, RECALL
from .right_variants import usual
from .suite import SUITE, try_suite
from .suspects import SUSPECTS, line_up
from .trial import try_test

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "FILES",
    "QUESTIONS",
    "RECALL",
    "SUITE",
    "SUSPECTS",
    "NaiveResult",
    "confess",
    "cost_of",
    "file_on",
    "line_up",
    "naive_suite",
    "train_a_little",
    "try_suite",
    "try_test",
    "usual",
]
