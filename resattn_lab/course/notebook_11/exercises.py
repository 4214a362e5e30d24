"""The exercises of notebook 11 in their order, but for the changes."""

import torch

from resattn_lab import measures

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor
from .by_hand import BY_HAND
from .oracle import ORACLE
from .other_masks import moved


def honest_overlap(maps, true_masks, new_maps, new_true_masks):
    cut = measures.choose_threshold(maps, true_masks)
    found = measures.threshold_iou(new_maps, new_true_masks, cut.threshold, low=cut.low)
    return found.mean()


def maps_and_objects(count: int, seed: int, *, shift: float = 0.0, side: int = 8):
    """Random maps in [0, 1] that mark their random objects, some better, some worse.

    Shape: -> (N, side, side), bool (N, side, side).
    """
    generator = torch.Generator().manual_seed(seed)
    rows, columns = torch.arange(side)[:, None], torch.arange(side)
    places = torch.randint(2, side - 2, (count, 2), generator=generator)
    sizes = torch.randint(1, 3, (count,), generator=generator)
    far = torch.maximum(
        (rows - places[:, :1, None]).abs(), (columns - places[:, 1:, None]).abs()
    )
    objects = far <= sizes[:, None, None]
    noise = torch.rand(count, side, side, generator=generator)
    maps = (0.45 * objects + 0.5 * noise + shift).clamp(0, 1)
    return maps, objects


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


def shifted(rows: float, columns: float):
    """A shift by shares of height and width, with zeros where nothing comes in."""

    def shift(mask):
        height, width = mask.shape[-2:]
        down, right = int(rows * height), int(columns * width)
        empty = torch.zeros_like(mask)
        empty[..., down:, right:] = mask[..., : height - down, : width - right]
        return empty

    return shift


find_moved_mistake = compared(
    moved,
    mistakes={
        "That is the mask as it came.": lambda mask: mask.clone(),
        "That moves it down, and not to the right.": lambda mask: mask.roll(
            mask.shape[2] // 2, dims=2
        ),
        "That moves it to the right, and not down.": lambda mask: mask.roll(
            mask.shape[3] // 2, dims=3
        ),
        "What leaves at one border is lost, and zeros come in: the amounts fall.": shifted(
            0.5, 0.5
        ),
        "That mirrors it: light in the middle stays in the middle.": lambda mask: mask.flip(
            (2, 3)
        ),
        "That moves it along scenes and channels: each gets the mask of another.": (
            lambda mask: mask.roll((mask.shape[0] // 2, mask.shape[1] // 2), dims=(0, 1))
        ),
        "Height and width are exchanged: the rows move by half the height.": lambda mask: (
            mask.roll((mask.shape[3] // 2, mask.shape[2] // 2), dims=(2, 3))
        ),
        "That is the flat mask: there is no light left to move.": lambda mask: mask.mean(
            dim=(2, 3), keepdim=True
        ),
    },
    tried_on=[(drawn(4, 6, 4, 8, low=0),), (drawn(2, 2, 8, 4, seed=1, low=0),)],
    otherwise="The value at row 0, column 0 should come to row H / 2, column W / 2, and all "
    "others with it, round the borders.",
)


BODY = (
    BY_HAND,
    Exercise(
        key="11.moved",
        find_mistake=find_moved_mistake,
        praise="Each channel keeps all its values, so its amount too. Only the locations are "
        "wrong, and all in the same way.",
        hints=(
            "Which tensor method shifts rows round, so that what leaves at the end comes in at "
            "the start?",
            "mask.roll(steps, dims=...) takes a number of steps for each dimension. Which two "
            "of the four are rows and columns?",
            "height, width = mask.shape[-2:]; roll the last two dimensions by half of each.",
        ),
        reference=moved,
        reads=tensor,
    ),
    ORACLE,
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
)
