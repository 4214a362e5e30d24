"""Measures of masks: they know tensors, and no network."""

from .accuracy import class_accuracies
from .bootstrap import Interval, difference_interval, mean_interval
from .centre_prior import centre_prior
from .colour_distance import colour_distance
from .deletion_insertion import (
    area_under,
    deletion_curves,
    insertion_curves,
    pixel_order,
    replace_first,
)
from .energy_inside import energy_inside
from .exciting_patches import (
    Place,
    Strongest,
    exciting_places,
    patch,
    patch_in_square,
    strongest_answers,
)
from .frequency_response import (
    Passband,
    frequencies,
    frequency_response,
    joint_response,
    low_region,
    low_share,
    passband,
)
from .mask_agreement import (
    best_channel,
    equal_area_iou,
    inside_and_outside,
    peak_positions,
    pointing_hits,
    stretch,
)
from .mask_variance import variance_shares
from .occlusion import occluded_copies, occlusion_maps
from .propagation import Propagation, propagate, rms
from .rank_agreement import rank_agreement, ranks
from .received_weight import received_weight
from .receptive_field import (
    answer_energy,
    effective_side,
    energy_within,
    gradient_energy,
    seen_box,
)
from .response import factor_per_module, mean_absolute_response, relative_responses
from .threshold_iou import (
    ThresholdChoice,
    choose_threshold,
    iou_by_threshold,
    threshold_iou,
)
from .unit_range import unit_range
from .walking_back import before_convolution, before_interpolation, inside
from .wilson_interval import wilson_interval

__all__ = [
    "Interval",
    "Passband",
    "Place",
    "Propagation",
    "Strongest",
    "ThresholdChoice",
    "answer_energy",
    "area_under",
    "before_convolution",
    "before_interpolation",
    "best_channel",
    "centre_prior",
    "choose_threshold",
    "class_accuracies",
    "colour_distance",
    "deletion_curves",
    "difference_interval",
    "effective_side",
    "energy_inside",
    "energy_within",
    "equal_area_iou",
    "exciting_places",
    "factor_per_module",
    "frequencies",
    "frequency_response",
    "gradient_energy",
    "insertion_curves",
    "inside",
    "inside_and_outside",
    "iou_by_threshold",
    "joint_response",
    "low_region",
    "low_share",
    "mean_absolute_response",
    "mean_interval",
    "passband",
    "patch",
    "patch_in_square",
    "occluded_copies",
    "occlusion_maps",
    "peak_positions",
    "pixel_order",
    "pointing_hits",
    "propagate",
    "rank_agreement",
    "ranks",
    "received_weight",
    "relative_responses",
    "replace_first",
    "rms",
    "seen_box",
    "stretch",
    "strongest_answers",
    "threshold_iou",
    "unit_range",
    "variance_shares",
    "wilson_interval",
]
