"""The three graded changes of notebook 07, data."""

from typing import Any

import torch
from torch import Tensor

from resattn_lab import data
from resattn_lab.data import Batches, ImageSet, scene_set, split

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor


def views(padding: int) -> int:
    """Different crops of one image, mirrored or not."""
    return 2 * (2 * padding + 1) ** 2


def padding() -> int:
    pixels = 0
    while 2 * (2 * pixels + 1) ** 2 <= 1000:
        pixels += 1
    return pixels


def find_padding_mistake(answer: float) -> str | None:
    if answer < 0 or answer != round(answer):
        return "Padding comes in whole pixels, 0 or more."
    answer = int(answer)
    if answer == 16:
        return "That needs no mirror images to get over 1,000; they double the views."
    if answer in (22, 23):
        return "That is about how many offsets a side has; the padding is half of that."
    if answer == 12:
        return "With 12 there are 1,250: the window has 2·p + 1 offsets a side, not 2·p."
    if views(answer) <= 1000:
        return f"With a padding of {answer} there are {views(answer):,} views, not over 1,000."
    if answer > padding():
        return f"With {answer} there are {views(answer):,} views, but less padding will do."
    return None


def erase(images, mean, top, left, side):
    rows, columns = (torch.arange(size) for size in images.shape[-2:])
    high = (rows >= top[:, None]) & (rows < top[:, None] + side)  # (N, H)
    wide = (columns >= left[:, None]) & (columns < left[:, None] + side)  # (N, W)
    inside = (high[:, :, None] & wide[:, None, :])[:, None]  # (N, 1, H, W)
    return torch.where(inside, mean, images)


def _inverted(images, mean, *square):
    return torch.where(erase(images, mean, *square) == images, mean, images)


find_erase_mistake = compared(
    erase,
    mistakes={
        "The square is black. The network takes the mean away, and black is not nothing.": (
            lambda images, mean, *square: erase(images, torch.zeros_like(mean), *square)
        ),
        "Each image has a square of its own: top and left have one entry for each.": (
            lambda images, mean, top, left, side: erase(
                images, mean, top[:1].expand_as(top), left[:1].expand_as(left), side
            )
        ),
        "Rows and columns are swapped: top belongs to axis 2.": (
            lambda images, mean, top, left, side: erase(images, mean, left, top, side)
        ),
        "The square is one pixel too large: row top + side stays.": (
            lambda images, mean, top, left, side: erase(images, mean, top, left, side + 1)
        ),
        "It is the wrong way about: what lies outside of the square must stay.": _inverted,
        "That is the mean's colour; the mean image itself belongs there.": (
            lambda images, mean, *square: erase(
                images, mean.mean(dim=(1, 2), keepdim=True).expand_as(mean), *square
            )
        ),
        "The images come back as they were.": lambda images, *others: images,
    },
    tried_on=[
        (
            drawn(5, 3, 12, 12, seed=3, low=0),
            drawn(3, 12, 12, seed=4, low=0),
            torch.tensor([0, 3, 7, 1, 5]),
            torch.tensor([6, 2, 0, 4, 7]),
            5,
        )
    ],
    otherwise="Rows top to top + side − 1 and columns left to left + side − 1: the mean there.",
)


def make_batches(pool):
    train, validation = data.split(pool, 0.2, seed=7)
    mean = train.pixel_mean()
    return (
        data.Batches(train, 32, shuffle=True, augment=True, mean=mean, seed=7),
        data.Batches(validation, 32, mean=mean),
    )


def find_batches_mistake(function: Any) -> str | None:
    pool = scene_set(200, seed=5)
    made = function(pool)
    if not isinstance(made, (tuple, list)) or len(made) != 2:
        return "Two things must come out: training batches, validation batches."
    if not all(isinstance(batches, Batches) for batches in made):
        return "Both must be Batches: what split gives is not cut into batches yet."
    train, validation = made
    rest, part = split(pool, 0.2, seed=7)
    if len(train.images) < len(validation.images):
        return "They are swapped: the larger part is for training, and comes first."
    if len(train.images) == len(pool):
        return "All images are in the training batches, those of validation among them."
    if not torch.equal(validation.images, part.images):
        return "Validation is not the fifth of each class that seed 7 gives: share 0.2."
    if not torch.equal(train.images, rest.images):
        return "Training must have all that validation has not."
    if train.order.batch_size != 32 or validation.order.batch_size != 32:
        return "Batches hold 32 images here, those of validation, too."
    if not train.order.shuffle:
        return "The training batches keep their order, epoch after epoch: shuffle them."
    if not train.augment:
        return "The training images go in as they are: augment=True pads, crops, mirrors."
    if validation.augment:
        return "Validation is augmented; the paper tests on the image as it is (Sec. 4.1)."
    return _find_mean_mistake(train.mean, rest, pool)


def _find_mean_mistake(mean: Tensor | None, rest: ImageSet, pool: ImageSet) -> str | None:
    if mean is None:
        return "Without mean= it pads with black: give it the mean image."
    if torch.allclose(mean, pool.pixel_mean(), atol=1e-6):
        return "That mean was taken over the whole pool: validation has leaked into it."
    if mean.shape != rest.images.shape[1:] or not torch.allclose(
        mean, rest.pixel_mean(), atol=1e-6
    ):
        return "The mean must be the training part's mean image, in [0, 1]."
    return None


CHANGES = (
    Exercise(
        key="07.padding",
        find_mistake=find_padding_mistake,
        praise="Views grow with the square of the padding. But more falls off the edge, too: "
        "with 11 a window can lose a third of the image's height.",
        hints=(
            "How many offsets has the window along one side if the padding is 1? And if 2?",
            "Write the number of views as a formula of the padding p: offsets along one "
            "side, squared, and twice for the mirror images.",
            "2·(2p + 1)² must be more than 1,000: what is the least odd number 2p + 1?",
        ),
        reference=padding,
        reads=number("The padding is one number of pixels"),
    ),
    Exercise(
        key="07.erase",
        find_mistake=find_erase_mistake,
        praise="After the mean is taken away, the square is exactly 0: nothing is there, "
        "rather than something black.",
        hints=(
            "How can the row numbers of all images be compared with each image's own top at "
            "once?",
            "Rows and columns one by one: torch.arange against top[:, None] says for each "
            "image which rows are inside. A pixel is inside when its row and its column are.",
            "inside = rows[:, :, None] & columns[:, None, :]; then torch.where(inside, …).",
        ),
        reference=erase,
        reads=tensor,
    ),
    Exercise(
        key="07.batches",
        find_mistake=find_batches_mistake,
        praise="Training sees other views in another order every epoch; validation sees the "
        "same images, whole, every time; and nothing of them is in the mean.",
        hints=(
            "In which order must you split, take the mean and make batches, so that nothing of "
            "the validation images is in the mean?",
            "Three things in order: two parts, the mean of one of them, and batches of each "
            "with that mean.",
            "shuffle=True, augment=True, mean=… for training; neither for validation.",
        ),
        reference=make_batches,
    ),
)
