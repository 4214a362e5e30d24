"""Notebook 12, ablations: what learners are asked and how they are judged."""

from .changes import CHANGES
from .comparing import COMPARING
from .deciding import DECIDING
from .gap_panel import GapPanel
from .pictures import (
    PLACES,
    arms,
    judged,
    judged_in_words,
    luck,
    luck_in_words,
    of_networks,
    one_network,
    paired_rows,
    rows_in_words,
    where,
)
from .questions import QUESTIONS, RECALL
from .sizes import size_lines

EXERCISES = (*COMPARING, *DECIDING, *CHANGES)

__all__ = [
    "EXERCISES",
    "PLACES",
    "QUESTIONS",
    "RECALL",
    "GapPanel",
    "arms",
    "judged",
    "judged_in_words",
    "luck",
    "luck_in_words",
    "of_networks",
    "one_network",
    "paired_rows",
    "rows_in_words",
    "size_lines",
    "where",
]
