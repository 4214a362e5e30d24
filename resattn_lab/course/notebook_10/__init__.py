"""Notebook 10, kernels and features: what learners are asked, and how they are judged."""

from .changes import CHANGES
from .exercises import BODY
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY, *CHANGES)

__all__ = ["EXERCISES", "QUESTIONS", "RECALL"]
