"""Notebook 16, attention elsewhere: what learners are asked, and what its cells show."""

from ..question import read_questions
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

RECALL, QUESTIONS = read_questions("16")
EXERCISES = (*KINDS, *JUDGED, *CHANGES)
