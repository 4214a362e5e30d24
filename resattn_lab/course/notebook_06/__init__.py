"""Notebook 06, the networks: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .depth_guesses import (
    PRINTED,
    counts_of_452,
    fitting_depths,
    how_many,
    smallest_452,
    with_statistics,
)
from .exercises import BODY
from .layer_counter import NAMES, ROWS, LayerCounter
from .network_table import NetworkTable
from .pictures import (
    cost_by_place,
    costs_in_words,
    gate_costs,
    guesses_beside_prints,
    guesses_in_words,
)

RECALL, QUESTIONS = read_questions("06")
EXERCISES = BODY + CHANGES
