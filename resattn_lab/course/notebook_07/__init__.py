"""Notebook 07, data: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .judging import COMPARISON, ENOUGH, LEAK
from .labels_panel import FlippedLabels
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
from .predicted import highest_noise, how_wide, what_is_seen
from .questions import QUESTIONS, RECALL
from .rules import right_answers
from .scores import differences
from .views_panel import TrainingViews
from .wrong_share import WRONG_SHARE

EXERCISES = (ENOUGH, COMPARISON, WRONG_SHARE, *CHANGES, LEAK)

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
    "highest_noise",
    "how_wide",
    "mean_images",
    "mean_images_in_words",
    "one_thing_changed",
    "right_answers",
    "what_is_seen",
]
