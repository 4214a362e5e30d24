"""Notebook 15, learning to choose: what learners are asked, and what its cells show."""

from ..question import read_questions
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
from .task import loss_of, tiny_scenes

RECALL, QUESTIONS = read_questions("15")
EXERCISES = (*ESTIMATORS, *ON_PAPER, *CHANGES)
