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

__all__ = [
    "best_channel",
    "class_accuracies",
    "equal_area_iou",
    "inside_and_outside",
    "peak_positions",
    "pointing_hits",
    "stretch",
]
