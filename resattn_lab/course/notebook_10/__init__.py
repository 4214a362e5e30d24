"""Notebook 10, kernels and features: what learners are asked, and what its cells show."""

from .changes import CHANGES
from .directions import (
    chance_to_be_ahead,
    features_of,
    in_random_directions,
    noise_scores,
    overlaps,
    purities,
    six_rows,
    top_images,
    whose,
)
from .exercises import BODY
from .judging import CLAIMS
from .kinds import against_chance, random_kernels, slices, smoothness, sort_kernels
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
    top_rows,
    top_rows_in_words,
    two_channels,
    two_channels_in_words,
)
from .questions import QUESTIONS, RECALL
from .wave_panel import WavePanel

EXERCISES = (BODY[0], CLAIMS, *BODY[1:], *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "WavePanel",
    "against_chance",
    "against_directions",
    "against_directions_in_words",
    "beside_random",
    "beside_random_in_words",
    "chance_to_be_ahead",
    "features_of",
    "first_layers",
    "first_layers_in_words",
    "in_random_directions",
    "noise_scores",
    "overlaps",
    "purities",
    "random_kernels",
    "responses",
    "responses_in_words",
    "six_rows",
    "slices",
    "smoother",
    "smoothness",
    "sort_kernels",
    "top_images",
    "top_rows",
    "top_rows_in_words",
    "two_channels",
    "two_channels_in_words",
    "whose",
]
