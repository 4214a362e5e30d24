"""Notebook 00, start here: what learners are asked, and what its cells show."""

from ..question import read_questions
from .exercises import EXERCISES
from .pictures import (
    channels_in_words,
    channels_picture,
    first_masks,
    first_masks_in_words,
    means_in_words,
    means_picture,
    scores_in_words,
    scores_picture,
)
from .scores import (
    masks_of,
    mean_mask_scores,
    pointing_scores,
)

(QUESTIONS,) = read_questions("00")
