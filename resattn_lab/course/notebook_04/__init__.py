"""Notebook 04, the Attention Module: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .control import CONTROL
from .exercises import EXERCISES as FIRST
from .gates import GATES
from .pictures import (
    accuracies_in_words,
    control_rows,
    gates_in_pictures,
    gates_in_words,
    in_numbers,
    in_pictures,
    patch_in_words,
    pictures_in_words,
    strength_curves,
    way_back_in_pictures,
    way_back_in_words,
)
from .questions import QUESTIONS, RECALL
from .runs import accuracy, average_factors, label_gradients, with_other_masks

EXERCISES = (*FIRST, CONTROL, *GATES, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "accuracies_in_words",
    "accuracy",
    "average_factors",
    "control_rows",
    "gates_in_pictures",
    "gates_in_words",
    "in_numbers",
    "in_pictures",
    "label_gradients",
    "patch_in_words",
    "pictures_in_words",
    "strength_curves",
    "way_back_in_pictures",
    "way_back_in_words",
    "with_other_masks",
]
