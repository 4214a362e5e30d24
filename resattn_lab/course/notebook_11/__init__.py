"""Notebook 11, do masks find the object: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .charts import (
    donors_in_rows,
    effects_in_dots,
    filled_in_rows,
    filled_in_words,
    scores_in_rows,
    scores_in_words,
    walks_in_pictures,
    walks_in_words,
)
from .evidence import (
    accuracies,
    as_map,
    chance,
    channel_effects,
    curves,
    donated,
    donated_in_words,
    hits,
    hits_by_class,
    masks_and_answers,
    missed,
    rank_interval,
    scoreboard,
    share_right,
    shuffled_beside_flat,
    walks,
    winner,
)
from .exercises import BODY
from .locations_panel import FlatToShuffled
from .oracle import ORACLE
from .other_masks import crossed, donors
from .pictures import (
    cases,
    cases_in_pictures,
    cases_in_words,
    given_in_words,
    given_masks,
    maps_in_pictures,
    maps_in_words,
    rings_in_pictures,
    rings_in_words,
)
from .questions import QUESTIONS, RECALL

EXERCISES = (*BODY[:2], ORACLE, *BODY[2:], *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "FlatToShuffled",
    "accuracies",
    "as_map",
    "cases",
    "cases_in_pictures",
    "cases_in_words",
    "chance",
    "channel_effects",
    "crossed",
    "curves",
    "donated",
    "donated_in_words",
    "donors",
    "donors_in_rows",
    "effects_in_dots",
    "filled_in_rows",
    "filled_in_words",
    "given_in_words",
    "given_masks",
    "hits",
    "hits_by_class",
    "maps_in_pictures",
    "maps_in_words",
    "masks_and_answers",
    "missed",
    "rank_interval",
    "rings_in_pictures",
    "rings_in_words",
    "scoreboard",
    "scores_in_rows",
    "scores_in_words",
    "share_right",
    "shuffled_beside_flat",
    "walks",
    "walks_in_pictures",
    "walks_in_words",
    "winner",
]
