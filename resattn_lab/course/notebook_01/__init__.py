"""Notebook 01, soft and hard attention: what learners are asked, and how it is judged."""

from .changes import CHANGES
from .exercises import BODY
from .questions import QUESTIONS, RECALL

EXERCISES = BODY + CHANGES

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
