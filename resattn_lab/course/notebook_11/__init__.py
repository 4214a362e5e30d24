"""Notebook 11, do masks find the object: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .charts import (
    deletion_and_insertion,
    donors_in_rows,
    hits_of_shapes,
    rings_with_holes_filled,
    scores,
)
from .evidence import (
    accuracies,
    as_map,
    chance,
    curves,
    donated,
    hits_by_answer,
    hits_by_class,
    masks_and_answers,
    missed,
    scoreboard,
    shuffled_beside_flat,
    walks,
    where_rings_are_missed,
    winner,
)
from .exercises import BODY
from .locations_panel import FlatToShuffled
from .other_masks import donors, moved
from .pictures import (
    cases,
    given_masks,
    maps_of_one,
    masks_below_scenes,
    masks_to_bet_on,
    scenes_with_answers,
)

RECALL, QUESTIONS = read_questions("11")
EXERCISES = (*BODY, *CHANGES)
