"""Notebook 14, your images: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .command import lab
from .exercises import EXERCISES as BODY
from .few_images import (
    catches_up,
    learned,
    learning_from_few,
    learning_from_few_in_words,
    means_of,
)
from .halves import equal_in, normalised, normalised_in_words
from .pictures import answered, answered_in_words, answers_to_things, folder_sheet
from .postcard import THINGS, on_plain_ground, open_picture, postcard, window_around
from .questions import QUESTIONS, RECALL
from .silence_panel import SilencePanel
from .window_panel import WindowPanel

EXERCISES = (*BODY, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "THINGS",
    "SilencePanel",
    "WindowPanel",
    "answered",
    "answered_in_words",
    "answers_to_things",
    "catches_up",
    "equal_in",
    "folder_sheet",
    "lab",
    "learned",
    "learning_from_few",
    "learning_from_few_in_words",
    "means_of",
    "normalised",
    "normalised_in_words",
    "on_plain_ground",
    "open_picture",
    "postcard",
    "window_around",
]
