"""Notebook 08, training: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .exercises import JUDGE, REPORT
from .judging import ORDER
from .luck import centre_runs, equal_recipes, lucky_epochs
from .pictures import (
    at_step,
    bowls,
    bowls_in_words,
    seeds_and_luck,
    seeds_and_luck_in_words,
    where_and_what,
    where_and_what_in_words,
)
from .questions import QUESTIONS, RECALL
from .rate_panel import RatePanel
from .rates import ends, table
from .steps import BOWL, FIRST_STEP

EXERCISES = (BOWL, ORDER, REPORT, *CHANGES, FIRST_STEP, JUDGE)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "RatePanel",
    "at_step",
    "bowls",
    "bowls_in_words",
    "centre_runs",
    "ends",
    "equal_recipes",
    "lucky_epochs",
    "seeds_and_luck",
    "seeds_and_luck_in_words",
    "table",
    "where_and_what",
    "where_and_what_in_words",
]
