"""Notebook 07, data: what learners are asked, and what its cells show."""

from .by_hand import WAY_IN, WRONG_SHARE
from .changes import CHANGES
from .judging import COMPARISON, ENOUGH, LEAK
from .labels_panel import FlippedLabels
from .mask_view import MASK_VIEW
from .pictures import (
    ahead_in_words,
    ahead_rows,
    around,
    around_in_words,
    cifar_mean,
    funnel,
    funnel_in_words,
    mean_images,
    mean_images_in_words,
    one_thing_changed,
)
from .questions import QUESTIONS, RECALL
from .rules import right_answers
from .scores import differences, seems_nearer
from .views_panel import TrainingViews

EXERCISES = (ENOUGH, COMPARISON, WRONG_SHARE, *CHANGES, WAY_IN, MASK_VIEW, LEAK)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "FlippedLabels",
    "TrainingViews",
    "ahead_in_words",
    "ahead_rows",
    "around",
    "around_in_words",
    "cifar_mean",
    "differences",
    "funnel",
    "funnel_in_words",
    "mean_images",
    "mean_images_in_words",
    "one_thing_changed",
    "right_answers",
    "seems_nearer",
]
