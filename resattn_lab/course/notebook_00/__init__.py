"""Notebook 00, start here: what learners are asked, and how answers are judged."""

from .exercises import EXERCISES
from .questions import QUESTIONS

__all__ = ["EXERCISES", "QUESTIONS"]
