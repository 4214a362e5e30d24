"""Notebook 07, data: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .judging import COMPARISON, ENOUGH, LEAK, WRONG_SHARE
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
from .predicted import differences, highest_noise, how_wide, what_is_seen
from .rules import right_answers
from .views_panel import TrainingViews

RECALL, QUESTIONS = read_questions("07")
EXERCISES = (ENOUGH, COMPARISON, WRONG_SHARE, *CHANGES, LEAK)
