"""Notebook 09, looking at masks: what learners are asked, and what its cells show."""

from .changes import CHANGES, hide_object
from .curves import at_the_ends, more_scenes, other_masks, square_curves
from .exercises import BODY
from .pictures import falls, own_and_same, side_by_side, which_was_trained
from .questions import QUESTIONS, RECALL
from .results import mean_accuracy, most_harmful, whose_are_all_or_nothing
from .rounds import TrainedOrNot, draw_rounds, luck
from .squares import FILLS, fill_colour, with_each_square
from .twins import masks_of, ready_twin

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "FILLS",
    "QUESTIONS",
    "RECALL",
    "TrainedOrNot",
    "at_the_ends",
    "draw_rounds",
    "falls",
    "fill_colour",
    "hide_object",
    "luck",
    "masks_of",
    "mean_accuracy",
    "more_scenes",
    "most_harmful",
    "other_masks",
    "own_and_same",
    "ready_twin",
    "side_by_side",
    "square_curves",
    "which_was_trained",
    "whose_are_all_or_nothing",
    "with_each_square",
]
