"""Notebook 14, your images: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .command import lab
from .exercises import BODY
from .fair import FAIR
from .few_images import (
    catches_up,
    learning_from_few,
    learning_from_few_in_words,
    means_of,
)
from .pictures import (
    answered,
    answered_in_words,
    answers_to_things,
    folder_sheet,
    top_shares,
    top_shares_in_words,
)
from .postcard import THINGS, open_picture, postcard, window_around
from .predicted import when_equal
from .questions import QUESTIONS, RECALL
from .window_panel import WindowPanel

EXERCISES = (BODY[0], FAIR, *BODY[1:], *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "THINGS",
    "WindowPanel",
    "answered",
    "answered_in_words",
    "answers_to_things",
    "catches_up",
    "folder_sheet",
    "lab",
    "learning_from_few",
    "learning_from_few_in_words",
    "means_of",
    "open_picture",
    "postcard",
    "top_shares",
    "top_shares_in_words",
    "when_equal",
    "window_around",
]
