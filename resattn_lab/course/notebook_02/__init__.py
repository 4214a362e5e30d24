"""Notebook 02, residual units: what learners are asked, and what its cells show."""

from ..question import read_questions
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
from .trained import against_two, classifier, recorded_trainings
from .training_pictures import losses, losses_in_words

RECALL, QUESTIONS = read_questions("02")
EXERCISES = (*BODY, *CHANGES)
