"""Notebook 09, looking at masks: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES, hide_object
from .curves import at_the_ends, more_scenes, other_masks, square_curves
from .exercises import BODY
from .pictures import falls, own_and_same, side_by_side, which_was_trained
from .results import mean_accuracy, most_harmful, whose_are_all_or_nothing
from .rounds import TrainedOrNot, draw_rounds, luck
from .squares import FILLS, fill_colour, with_each_square
from .twins import masks_of, ready_twin

RECALL, QUESTIONS = read_questions("09")
EXERCISES = (*BODY, *CHANGES)
