"""Notebook 01, soft and hard attention: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .exercises import BODY
from .pictures import (
    competition,
    competition_in_words,
    cost_curves,
    costs_in_words,
    keyhole_pictures,
    keyholes_in_words,
    temperatures_in_pictures,
    temperatures_in_words,
    typical_open_count,
    votes_in_numbers,
    votes_in_words,
)
from .states import (
    costs_of_choosing,
    last_states,
    of_another_class,
    pasted,
    right_on_and_off,
    state_names,
    touched_locations,
)

RECALL, QUESTIONS = read_questions("01")
EXERCISES = BODY + CHANGES
