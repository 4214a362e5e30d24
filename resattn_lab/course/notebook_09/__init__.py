"""Notebook 09, looking at masks: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .curves import (
    at_the_ends,
    at_the_ends_in_words,
    joined,
    joined_in_words,
    mean_accuracy,
    more_scenes,
    more_scenes_in_words,
    most_harmful,
    square_curves,
    square_curves_in_words,
    whose_are_wider,
)
from .exercises import BODY
from .pictures import (
    falls,
    falls_in_words,
    own_and_same,
    own_and_same_in_words,
    side_by_side,
    which_was_trained,
)
from .questions import QUESTIONS, RECALL
from .rounds import TrainedOrNot, draw_rounds, luck
from .squares import FILLS, fill_colour, with_each_square
from .twins import best_channels, masks_of

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "FILLS",
    "QUESTIONS",
    "RECALL",
    "TrainedOrNot",
    "at_the_ends",
    "at_the_ends_in_words",
    "best_channels",
    "draw_rounds",
    "falls",
    "falls_in_words",
    "fill_colour",
    "joined",
    "joined_in_words",
    "luck",
    "mean_accuracy",
    "masks_of",
    "more_scenes",
    "more_scenes_in_words",
    "most_harmful",
    "own_and_same",
    "own_and_same_in_words",
    "side_by_side",
    "square_curves",
    "square_curves_in_words",
    "which_was_trained",
    "whose_are_wider",
    "with_each_square",
]
