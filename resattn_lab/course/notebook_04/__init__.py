"""Notebook 04, the Attention Module: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .control import CONTROL
from .curves import accuracies_in_words, control_rows, strength_curves
from .exercises import EXERCISES as FIRST
from .gates import GATES
from .one_location import OneLocation
from .pictures import (
    around,
    channel_in_words,
    gates_in_pictures,
    gates_in_words,
    growth,
    one_channel,
    way_back_in_pictures,
    way_back_in_words,
)
from .runs import (
    accuracy,
    average_factors,
    factors,
    label_gradients,
    names_given,
    share_of_the_wrong,
    with_other_masks,
)

RECALL, QUESTIONS = read_questions("04")
EXERCISES = (*FIRST, CONTROL, *GATES, *CHANGES)
