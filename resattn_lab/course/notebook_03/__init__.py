"""Notebook 03, the soft mask branch: what learners are asked, and what its cells show."""

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
from .questions import QUESTIONS, RECALL
from .reach import cone, positions_seen, side_seen
from .skips_panel import SkipsPanel

EXERCISES = BODY + CHANGES

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "SkipsPanel",
    "as_table",
    "best_of_other_scenes",
    "branch_maps",
    "cone",
    "cost_picture",
    "inputs_of_first_module",
    "down_picture",
    "only",
    "positions_seen",
    "shifted",
    "side_seen",
    "stretched",
    "walk_in_words",
    "walk_picture",
    "windows_picture",
    "where_masks_peak",
]
