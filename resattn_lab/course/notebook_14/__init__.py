"""Notebook 14, your images: what learners are asked, and what its cells show."""

from ..question import read_questions
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
from .silence_panel import SilencePanel
from .window_panel import WindowPanel

RECALL, QUESTIONS = read_questions("14")
EXERCISES = (*BODY, *CHANGES)
