"""Notebook 15, learning to choose: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .descent import (
    HOWS,
    START,
    descend,
    gradients,
    hits,
    many_estimates,
    weights_of,
)
from .estimators import ESTIMATORS
from .judgement import ON_PAPER
from .landscape import landscape, losses_at, lowest
from .panel import DescentPanel
from .pictures import (
    NAMES,
    paths_in_words,
    paths_on_landscapes,
    scenes_in_words,
    scenes_under_queries,
    two_parts,
    two_parts_in_words,
)
from .predicted import how_far_apart, how_much_larger, where_they_end, where_to
from .questions import QUESTIONS, RECALL
from .task import loss_of, tiny_scenes

EXERCISES = (*ESTIMATORS, *ON_PAPER, *CHANGES)

__all__ = [
    "EXERCISES",
    "HOWS",
    "NAMES",
    "QUESTIONS",
    "RECALL",
    "START",
    "DescentPanel",
    "descend",
    "gradients",
    "hits",
    "how_far_apart",
    "how_much_larger",
    "landscape",
    "loss_of",
    "losses_at",
    "lowest",
    "many_estimates",
    "paths_in_words",
    "paths_on_landscapes",
    "scenes_in_words",
    "scenes_under_queries",
    "tiny_scenes",
    "two_parts",
    "two_parts_in_words",
    "weights_of",
    "where_they_end",
    "where_to",
]
