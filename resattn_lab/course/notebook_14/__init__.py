"""Notebook 14, your images: what learners are asked, and how answers are judged."""

from .changes import CHANGES
from .exercises import BODY
from .kinds import KINDS
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY, *KINDS, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
