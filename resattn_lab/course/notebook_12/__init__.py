"""Notebook 12, ablations: what learners are asked and how they are judged."""

from .arms import asked, best_ahead_of_worst, of_networks, unpaired
from .changes import CHANGES
from .comparing import COMPARING
from .deciding import DECIDING
from .gap_panel import GapPanel
from .pictures import (
    judged,
    judged_in_words,
    luck,
    luck_in_words,
    paired_rows,
    rows_and_gaps,
    rows_in_words,
)
from .questions import QUESTIONS, RECALL
from .sizes import size_lines

EXERCISES = (*COMPARING, *DECIDING, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "GapPanel",
    "asked",
    "best_ahead_of_worst",
    "judged",
    "judged_in_words",
    "luck",
    "luck_in_words",
    "of_networks",
    "paired_rows",
    "rows_and_gaps",
    "rows_in_words",
    "size_lines",
    "unpaired",
]
