"""Notebook 10, kernels and features: what learners are asked, and what its cells show."""

from ..question import read_questions
from .changes import CHANGES
from .directions import (
    beside_directions,
    features_of,
    in_random_directions,
    noise_scores,
    overlaps,
    purities,
    share_ahead,
    six_rows,
    top_images,
    whose,
)
from .exercises import BODY
from .kinds import against_random, mean_energy, random_kernels, slices, smoothness, sort_kernels
from .pictures import (
    against_directions,
    against_directions_in_words,
    beside_random,
    beside_random_in_words,
    first_layers,
    first_layers_in_words,
    responses,
    responses_in_words,
    smoother,
    smoother_in_words,
    top_rows,
    top_rows_in_words,
    two_channels,
    two_channels_in_words,
)
from .wave_panel import WavePanel

RECALL, QUESTIONS = read_questions("10")
EXERCISES = (*BODY, *CHANGES)
