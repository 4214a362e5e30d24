"""Measures of masks: they know tensors, and no network."""

from .accuracy import class_accuracies
from .mask_agreement import (
    best_channel,
    equal_area_iou,
    inside_and_outside,
    peak_positions,
    pointing_hits,
    stretch,
)
from .propagation import Propagation, propagate, rms
from .receptive_field import (
    answer_energy,
    effective_side,
    energy_within,
    gradient_energy,
    seen_box,
)
from .response import factor_per_module, mean_absolute_response, relative_responses
from .walking_back import before_convolution, before_interpolation, inside

__all__ = [
    "answer_energy",
    "Propagation",
    "before_convolution",
    "before_interpolation",
    "best_channel",
    "class_accuracies",
    "effective_side",
    "energy_within",
    "equal_area_iou",
    "factor_per_module",
    "gradient_energy",
    "inside",
    "inside_and_outside",
    "mean_absolute_response",
    "peak_positions",
    "pointing_hits",
    "relative_responses",
    "propagate",
    "rms",
    "seen_box",
    "stretch",
]
