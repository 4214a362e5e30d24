"""Soft and hard attention over places: weights, choices, and gradients for both."""

from .estimators import (
    bias_and_spread,
    expected_loss,
    leave_one_out,
    reinforce,
    straight_through,
)
from .glimpses import image_patches
from .hard import chosen_state, sample_place
from .soft import attention_weights, context_vector, effective_places

__all__ = [
    "attention_weights",
    "bias_and_spread",
    "chosen_state",
    "context_vector",
    "effective_places",
    "expected_loss",
    "image_patches",
    "leave_one_out",
    "reinforce",
    "sample_place",
    "straight_through",
]
