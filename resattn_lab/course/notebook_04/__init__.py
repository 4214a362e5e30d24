"""Notebook 04, the Attention Module: what learners are asked, and how answers are judged."""

from .changes import CHANGES
from .exercises import EXERCISES as FIRST
from .gates import GATES
from .questions import QUESTIONS, RECALL

EXERCISES = (*FIRST, *GATES, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
