"""Notebook 11, do masks find the object: what learners are asked, how they are judged."""

from .changes import CHANGES
from .exercises import BODY
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
