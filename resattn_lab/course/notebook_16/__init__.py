"""Notebook 16, attention elsewhere: what learners are asked, and what its cells show."""

from .asking import on_the_object, three_seeds, three_seeds_in_words
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
    shuffled_bars,
    transformer_block,
)
from .questions import QUESTIONS, RECALL
from .recorded import as_accurate, coarser_rows, lost_lines, pairs
from .seed_pictures import (
    beside_untrained,
    coarser,
    pairs_in_words,
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
    "as_accurate",
    "best_mask_channel",
    "beside_untrained",
    "centre",
    "coarser",
    "coarser_rows",
    "cost_lines",
    "cost_lines_in_words",
    "costs",
    "four_kinds",
    "four_kinds_in_words",
    "levels_in_words",
    "levels_of_scenes",
    "lost_lines",
    "moved_about",
    "on_the_object",
    "pairs",
    "pairs_in_words",
    "shuffled_bars",
    "three_seeds",
    "three_seeds_in_words",
    "transformer_block",
    "untrained",
    "weights_of",
]
