"""Notebook 13, the fault hunt: suspects, tests, mutants, and how a learner's test is judged."""

from ..question import read_questions
from . import pictures, right
from .changes import CHANGES
from .exercises import EXERCISES as BODY
from .mutants import all_mutants, hunt, sorted_mutants
from .mutants_panel import MutantsPanel
from .naive import naive_suite, train_a_little
from .reveal import files
from .suite import LATER, SUITE, accusations, try_suite, try_test
from .suspects import SUSPECTS, guilty, line_up

RECALL, QUESTIONS = read_questions("13")
EXERCISES = (*BODY, *CHANGES)
