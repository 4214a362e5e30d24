"""Notebook 12, ablations: what learners are asked and how they are judged."""

from .changes import CHANGES
from .comparing import COMPARING
from .deciding import DECIDING
from .questions import QUESTIONS, RECALL

EXERCISES = (*COMPARING, *DECIDING, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
