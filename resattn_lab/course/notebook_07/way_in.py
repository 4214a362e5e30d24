"""The third change of notebook 07, data: the whole way in, for training and for judging."""

from typing import Any

import torch
from torch import Tensor

from resattn_lab import data
from resattn_lab.data import Batches, ImageSet, scene_set, split

from ..exercise import Exercise


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


BATCHES = Exercise(
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
)
