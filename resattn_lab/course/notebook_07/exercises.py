"""The exercises in the body of notebook 07, data."""

from collections.abc import Callable

import torch

from resattn_lab.data import ImageSet, planted_scenes

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import tensor
from .by_hand import WAY_IN, WRONG_SHARE

PADDING = 4


def mask_view(true_mask, top, left, mirrored):
    padded = torch.nn.functional.pad(true_mask, (PADDING,) * 4)  # with False
    cut = padded[top : top + 32, left : left + 32]
    return cut.flip(1) if mirrored else cut


find_mask_view_mistake = compared(
    mask_view,
    mistakes={
        "It is never mirrored: where the image is, the mask must be, too.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, False)
        ),
        "It is mirrored where mirrored is false.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, not mirrored)
        ),
        "It is mirrored where mirrored is false, too.": (
            lambda mask, top, left, mirrored: mask_view(mask, top, left, True)
        ),
        "It is turned upside down: left and right change places, so axis 1.": (
            lambda mask, top, left, mirrored: (
                mask_view(mask, top, left, False).flip(0)
                if mirrored
                else mask_view(mask, top, left, False)
            )
        ),
        "Cut first, then mirror: the other way about, left counts from the wrong side.": (
            lambda mask, top, left, mirrored: mask_view(
                mask.flip(1) if mirrored else mask, top, left, False
            )
        ),
        "Rows and columns are swapped: top belongs to the first axis.": (
            lambda mask, top, left, mirrored: mask_view(mask, left, top, mirrored)
        ),
        "Outside of the image there is no object: pad with False.": (
            lambda mask, top, left, mirrored: ~mask_view(~mask, top, left, mirrored)
        ),
    },
    tried_on=[
        (drawn(32, 32, seed=7, low=0) < 0.4, top, left, mirrored)
        for top, left, mirrored in ((4, 4, False), (0, 7, False), (6, 1, True), (2, 5, True))
    ],
    otherwise=lambda came, wanted, mask, top, left, mirrored: (
        f"With top {top}, left {left}, mirrored {mirrored} it is not the image's crop."
    ),
)


def centre(train, images):
    return images.float() / 255 - train.pixel_mean()


DRAWN = planted_scenes(20, seed=11)
TRAIN = ImageSet(
    images=DRAWN.images[:12],
    labels=DRAWN.labels[:12],
    class_names=DRAWN.class_names,
    source="scenes",
)


def less(mean_of: Callable) -> Callable:
    """Images in [0, 1] less a mean, made of the training images and of themselves."""
    return lambda train, images: images.float() / 255 - mean_of(train, images.float() / 255)


find_centre_mistake = compared(
    centre,
    mistakes={
        "That is the mean of the images themselves; the network knows only train's.": (
            less(lambda train, x: x.mean(dim=0))
        ),
        "That mean was taken over both: what is judged on has leaked in.": (
            less(lambda train, x: DRAWN.images.float().mean(dim=0) / 255)
        ),
        "That is one number for each channel; the paper's mean is an image (Sec. 4.1).": (
            less(lambda train, x: train.pixel_mean().mean(dim=(1, 2), keepdim=True))
        ),
        "That is one number for all; the paper's mean is an image (Sec. 4.1).": (
            less(lambda train, x: train.pixel_mean().mean())
        ),
        "The scale is wrong: pixel_mean is in [0, 1], so divide the images by 255.": (
            lambda train, images: images.float() - train.pixel_mean()
        ),
        "The sign is wrong: the mean is taken away from the images.": (
            lambda train, images: train.pixel_mean() - images.float() / 255
        ),
        "Those are the images in [0, 1]; nothing was taken away.": (
            lambda train, images: images.float() / 255
        ),
    },
    tried_on=[(TRAIN, DRAWN.images[12:])],
    unlike=lambda came, wanted, train, images: (
        None
        if came.is_floating_point()
        else "uint8 knows no negative numbers: 100 − 128 becomes 228. Make floats first."
    ),
    otherwise="Wanted: the images in [0, 1], less train.pixel_mean(), and nothing else.",
)


BODY = (
    WAY_IN,
    Exercise(
        key="07.mask_view",
        find_mistake=find_mask_view_mistake,
        praise="What is known about places must move with the image: masks, boxes, points. "
        "A class label alone may stay.",
        hints=(
            "padded and cut are there; what is missing is what one_view does last.",
            "When mirrored, left and right of what was cut change places; which axis is that?",
            "cut has two axes, rows and columns; mirroring turns axis 1 around: flip(1).",
        ),
        reference=mask_view,
        reads=tensor,
    ),
    Exercise(
        key="07.centre",
        find_mistake=find_centre_mistake,
        praise="The images that are judged have no part in the mean that they are judged by.",
        hints=(
            "Floats in [0, 1] first; the mean image is a method of train.",
            "The scales must match: pixel_mean is in [0, 1], the images are bytes. And whose "
            "mean is it?",
            "images.float() / 255, less train.pixel_mean(): it spreads over the batch.",
        ),
        reference=centre,
        reads=tensor,
    ),
    WRONG_SHARE,
)
