"""Notebook 08, training: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .exercises import BOWL, FIRST_STEP, ORDER, REPORT
from .luck import centre_runs, lucky_epochs
from .pictures import (
    at_step,
    bowls,
    bowls_in_words,
    seeds_and_luck,
    seeds_and_luck_in_words,
    valley,
    valley_in_words,
    where_and_what,
    where_and_what_in_words,
)
from .rate_panel import RatePanel
from .rates import whose_loss_is_lost
from .task import new_network, planned_rates, small_scenes

RECALL, QUESTIONS = read_questions("08")
EXERCISES = (BOWL, ORDER, REPORT, CHANGES[0], FIRST_STEP, *CHANGES[1:])
