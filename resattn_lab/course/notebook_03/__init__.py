"""Notebook 03, the soft mask branch: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .exercises import BODY
from .maps import (
    as_table,
    best_of_other_scenes,
    branch_maps,
    inputs_of_first_module,
    only,
    shifted,
    stretched,
    where_masks_peak,
)
from .pictures import (
    cost_picture,
    down_picture,
    walk_in_words,
    walk_picture,
    windows_picture,
)
from .reach import cone, positions_seen, side_seen
from .skips_panel import SkipsPanel

RECALL, QUESTIONS = read_questions("03")
EXERCISES = BODY + CHANGES
