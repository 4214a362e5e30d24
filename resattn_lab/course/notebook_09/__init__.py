"""Notebook 09, looking at masks: what learners are asked, and how answers are judged."""

from .changes import CHANGES
from .exercises import BODY
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
