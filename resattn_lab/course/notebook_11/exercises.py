"""The exercises in the body of notebook 11."""

from typing import Any

import torch

from resattn_lab import measures

from ..compared import compared
from ..exercise import Exercise
from ..reading import number, numbers
from .answers import close, maps_and_objects
from .by_hand import BY_HAND, DELETION


def honest_overlap(maps, true_masks, new_maps, new_true_masks):
    cut = measures.choose_threshold(maps, true_masks)
    found = measures.threshold_iou(new_maps, new_true_masks, cut.threshold, low=cut.low)
    return found.mean()


def best_for_each(maps, truth):
    levels = torch.arange(51) / 50
    return torch.stack(
        [measures.threshold_iou(maps, truth, float(level)) for level in levels]
    ).amax(0)


def late_choice(maps, truth, new_maps, new_truth):
    return measures.choose_threshold(new_maps, new_truth).iou


def cut_of_both(maps, truth, new_maps, new_truth):
    return measures.choose_threshold(torch.cat([maps, new_maps]), torch.cat([truth, new_truth]))


def choice_of_both(maps, truth, new_maps, new_truth):
    cut = cut_of_both(maps, truth, new_maps, new_truth)
    return measures.threshold_iou(new_maps, new_truth, cut.threshold, low=cut.low).mean()


def side_lost(maps, truth, new_maps, new_truth):
    cut = measures.choose_threshold(maps, truth)
    return measures.threshold_iou(new_maps, new_truth, cut.threshold).mean()


def _four(flip: bool) -> tuple:
    (old, objects), (new, truth) = (
        maps_and_objects(40, seed=1, shift=-0.05),
        maps_and_objects(40, seed=2, shift=-0.1),
    )
    return (1 - old, objects, 1 - new, truth) if flip else (old, objects, new, truth)


find_honest_mistake = compared(
    honest_overlap,
    mistakes={
        "That threshold was chosen on the images it is reported on: whoever may look first "
        "always scores a little better.": late_choice,
        "That is the overlap on the old images, on which the threshold was chosen. Report the "
        "new ones.": lambda maps, truth, *new: measures.choose_threshold(maps, truth).iou,
        "Old and new together: the new ones must have no say in the choice.": (
            lambda *images: cut_of_both(*images).iou
        ),
        "The new images took part in the choice.": choice_of_both,
        "That chooses a threshold for each image by looking at its true mask, which nobody has "
        "outside of a test.": (
            lambda maps, truth, new_maps, new_truth: best_for_each(new_maps, new_truth).mean()
        ),
        "That takes 0.5; the old images say which threshold is good.": (
            lambda maps, truth, new_maps, new_truth: measures.threshold_iou(
                new_maps, new_truth, 0.5
            ).mean()
        ),
        "The side is lost: an object may lie where the map is low; hand on `low=cut.low`.": (
            side_lost
        ),
    },
    tried_on=[_four(flip=False), _four(flip=True)],
    otherwise="Wanted: choose_threshold on the old, the mean of threshold_iou on the new.",
)


def interval(values, draws=1000):
    values = torch.as_tensor(values).float()
    generator = torch.Generator().manual_seed(0)
    drawn = torch.randint(len(values), (draws, len(values)), generator=generator)
    means = values[drawn].mean(dim=1)
    return means.quantile(0.025), means.quantile(0.975)


def find_interval_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(3)
    values = torch.rand(250, generator=generator) ** 2
    low, high = function(values)
    if low > high:
        return "The lower end comes first."
    mean, wide = values.mean().item(), high - low
    right = measures.mean_interval(values.numpy())
    width = right.high - right.low
    if wide < 1e-6:
        return "Both ends are equal. Draw with replacement: without it, all means agree."
    if not low <= mean <= high:
        return "The mean itself does not lie in it. Are these quantiles of the drawn means?"
    spread = (values.quantile(0.975) - values.quantile(0.025)).item()
    if close(wide, spread, 0.1 * spread):
        return "That is where 95 % of the values lie. Wanted: where 95 % of the means lie."
    deviation = 2 * 1.96 * values.std().item()
    if close(wide, deviation, 0.1 * deviation):
        return "That is the spread of single values; a mean of 250 varies far less."
    inner = width * 1.645 / 1.96
    if close(wide, inner, 0.06 * width):
        return "That leaves 5 % out on either side, so 90 % stay: the ends are 0.025 and 0.975."
    if wide < 0.7 * width:
        return "That is too narrow: do you draw as many values as there are, 250?"
    if wide > 1.4 * width:
        return "That is too wide: each mean must be of as many values as there are, 250."
    if abs(low - right.low) > 0.15 * width or abs(high - right.high) > 0.15 * width:
        return "It is about as wide as it should be, and lies too far to one side."
    return None


BODY = (
    BY_HAND,
    Exercise(
        key="11.honest",
        find_mistake=find_honest_mistake,
        praise="The new images had no say. This is how every number of this notebook was made.",
        hints=(
            "Two of the four arguments may decide, and two may only be measured. Which?",
            "Choose on the first two. What was chosen besides the threshold, and who needs it?",
            "cut = measures.choose_threshold(maps, true_masks); what is left is one call of "
            "threshold_iou, with two of the things in cut, and a mean.",
        ),
        reference=honest_overlap,
        reads=number("Wanted one number: the mean overlap on the new images"),
    ),
    Exercise(
        key="11.interval",
        find_mistake=find_interval_mistake,
        praise="Ten lines replace a formula, and work for any measure, whatever its "
        "distribution.",
        hints=(
            "If you had other scenes, the mean would be another. Where could other scenes come "
            "from, when these are all you have?",
            "Draw as many values as there are, with replacement, and take their mean; do "
            "that a "
            "thousand times: torch.randint draws the places.",
            "means = values[drawn].mean(dim=1), with drawn of shape (draws, len(values)); then "
            "two quantiles, so that 2.5 % are left out on either side.",
        ),
        reference=interval,
        reads=numbers("Wanted two numbers: the lower and the upper end", 2),
    ),
    DELETION,
)
