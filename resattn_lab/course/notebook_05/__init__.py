"""Notebook 05, attention residual learning: what learners are asked, how they are judged."""

from .changes import CHANGES
from .exercises import BODY
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
