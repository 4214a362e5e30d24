"""Notebook 02, residual units: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .exercises import BODY
from .pictures import (
    UNITS_IN_WORDS,
    in_and_out,
    in_and_out_in_words,
    one_layer,
    one_layer_in_words,
    units,
)
from .questions import QUESTIONS, RECALL
from .stacks import (
    averaged,
    compare_slopes,
    how_strong,
    outcome,
    silenced,
    what_comes_out,
)
from .strengths import (
    decline,
    factors,
    factors_in_words,
    four_stacks,
    unit_factors,
)
from .trained import Trained, against_two, classifier, recorded_trainings
from .training_pictures import losses, losses_in_words

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "Trained",
    "UNITS_IN_WORDS",
    "against_two",
    "averaged",
    "classifier",
    "compare_slopes",
    "decline",
    "factors",
    "factors_in_words",
    "four_stacks",
    "one_layer",
    "one_layer_in_words",
    "how_strong",
    "in_and_out",
    "in_and_out_in_words",
    "losses",
    "losses_in_words",
    "outcome",
    "recorded_trainings",
    "silenced",
    "unit_factors",
    "units",
    "what_comes_out",
]
