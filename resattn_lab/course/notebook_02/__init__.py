"""Notebook 02, residual units: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .exercises import BODY
from .pictures import (
    UNITS_IN_WORDS,
    growth,
    growth_in_words,
    in_and_out,
    in_and_out_in_words,
    losses,
    losses_in_words,
    two_ways,
    two_ways_in_words,
    units,
)
from .questions import QUESTIONS, RECALL
from .stacks import averaged, outcome, sent_through, silenced
from .trained import Trained, classifier, recorded_trainings

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "Trained",
    "UNITS_IN_WORDS",
    "averaged",
    "classifier",
    "growth",
    "growth_in_words",
    "in_and_out",
    "in_and_out_in_words",
    "losses",
    "losses_in_words",
    "outcome",
    "recorded_trainings",
    "sent_through",
    "silenced",
    "two_ways",
    "two_ways_in_words",
    "units",
]
