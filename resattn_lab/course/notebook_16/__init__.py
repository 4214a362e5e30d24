"""Notebook 16, attention elsewhere: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .counting import costs, moved_about
from .exercises import KINDS
from .judgement import JUDGED
from .kinds_panel import KindsPanel
from .pictures import (
    cost_lines,
    cost_lines_in_words,
    four_kinds,
    four_kinds_in_words,
    levels_in_words,
    levels_of_scenes,
    locations_lit,
    shuffled_bars,
)
from .questions import QUESTIONS, RECALL
from .recorded import by_kind, coarser_rows, pairs
from .seed_pictures import (
    beside_untrained,
    beside_untrained_in_words,
    coarser,
    coarser_in_words,
)
from .weighing import (
    accuracy,
    best_mask_channel,
    centre,
    untrained,
    weights_of,
)

EXERCISES = (*KINDS, *JUDGED, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "KindsPanel",
    "accuracy",
    "best_mask_channel",
    "beside_untrained",
    "beside_untrained_in_words",
    "by_kind",
    "centre",
    "coarser",
    "coarser_in_words",
    "coarser_rows",
    "cost_lines",
    "cost_lines_in_words",
    "costs",
    "four_kinds",
    "four_kinds_in_words",
    "levels_in_words",
    "levels_of_scenes",
    "locations_lit",
    "moved_about",
    "pairs",
    "shuffled_bars",
    "untrained",
    "weights_of",
]
