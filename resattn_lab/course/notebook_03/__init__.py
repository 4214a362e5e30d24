"""Notebook 03, the soft mask branch: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .exercises import BODY
from .maps import (
    as_table,
    best_of_other_scenes,
    branch_maps,
    inputs_of_first_module,
    shifted,
    stretched,
    where_masks_peak,
)
from .pictures import (
    cost_picture,
    down_picture,
    masks_picture,
    up_picture,
    walk_in_words,
    walk_picture,
    windows_picture,
)
from .questions import QUESTIONS, RECALL
from .reach import cone, positions_seen, side_seen

EXERCISES = BODY + CHANGES

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "as_table",
    "best_of_other_scenes",
    "branch_maps",
    "cone",
    "cost_picture",
    "inputs_of_first_module",
    "down_picture",
    "masks_picture",
    "positions_seen",
    "shifted",
    "side_seen",
    "stretched",
    "up_picture",
    "walk_in_words",
    "walk_picture",
    "windows_picture",
    "where_masks_peak",
]
