"""Notebook 12, ablations: what learners are asked and how they are judged."""

from ..question import read_questions
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
from .sizes import size_lines

RECALL, QUESTIONS = read_questions("12")
EXERCISES = (*COMPARING, *DECIDING, *CHANGES)
