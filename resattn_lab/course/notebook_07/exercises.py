"""The exercises in the body of notebook 07, data."""

from typing import Any

import torch
import torch.nn.functional as F

from resattn_lab.data import ImageSet, planted_scenes

from ..exercise import Exercise
from .by_hand import WAY_IN, WRONG_SHARE

PADDING = 4


def mask_view(true_mask, top, left, mirrored):
    padded = torch.nn.functional.pad(true_mask, (PADDING,) * 4)  # with False
    cut = padded[top : top + 32, left : left + 32]
    return cut.flip(1) if mirrored else cut


def find_mask_view_mistake(function: Any) -> str | None:
    true_mask = torch.rand(32, 32, generator=torch.Generator().manual_seed(7)) < 0.4
    kept, wide = true_mask.clone(), F.pad(true_mask, (PADDING,) * 4)
    for top, left, mirrored in ((4, 4, False), (0, 7, False), (6, 1, True), (2, 5, True)):
        came = function(true_mask, top, left, mirrored)
        if not isinstance(came, torch.Tensor) or came.shape != (32, 32):
            shape = tuple(came.shape) if isinstance(came, torch.Tensor) else type(came).__name__
            return f"A mask of (32, 32) must come out, as large as its image; {shape} came."
        if not torch.equal(true_mask, kept):
            return "It writes into the true mask itself: the next epoch needs it whole."
        came = came.bool()
        if torch.equal(came, mask_view(true_mask, top, left, mirrored)):
            continue
        cut = wide[top : top + 32, left : left + 32]
        wrong = {
            "It is never mirrored: where the image is, the mask must be, too.": cut,
            "It is mirrored where mirrored is false.": cut.flip(1),
            "It is turned upside down: left and right change places, so axis 1.": cut.flip(0),
            "Cut first, then mirror: the other way about, left counts from the wrong side.": (
                wide.flip(1)[top : top + 32, left : left + 32]
            ),
            "Rows and columns are swapped: top belongs to the first axis.": (
                mask_view(true_mask, left, top, mirrored)
            ),
            "Outside of the image there is no object: pad with False.": (
                ~mask_view(~true_mask, top, left, mirrored)
            ),
        }
        for message, seen in wrong.items():
            if torch.equal(came, seen):
                return message
        return f"With top {top}, left {left}, mirrored {mirrored} it is not the image's crop."
    return None


def centre(train, images):
    return images.float() / 255 - train.pixel_mean()


def find_centre_mistake(function: Any) -> str | None:
    drawn = planted_scenes(20, seed=11)
    train = ImageSet(
        images=drawn.images[:12],
        labels=drawn.labels[:12],
        class_names=drawn.class_names,
        source="scenes",
    )
    images = drawn.images[12:].clone()
    came = function(train, images)
    if not torch.equal(images, drawn.images[12:]):
        return "It writes into the images: whoever needs them next has lost them."
    if not isinstance(came, torch.Tensor) or came.shape != images.shape:
        return "One tensor of the images' shape must come out."
    if not came.is_floating_point():
        return "uint8 knows no negative numbers: 100 − 128 becomes 228. Make floats first."
    x, mean = images.float() / 255, train.pixel_mean()
    everything = drawn.images.float().mean(dim=0) / 255
    wrong = {
        "That is the mean of the images themselves; the network knows only train's.": (
            x - x.mean(dim=0)
        ),
        "That mean was taken over both: what is judged on has leaked in.": x - everything,
        "That is one number for each channel; the paper's mean is an image (Sec. 4.1).": (
            x - mean.mean(dim=(1, 2), keepdim=True)
        ),
        "That is one number for all; the paper's mean is an image (Sec. 4.1).": x - mean.mean(),
        "The scale is wrong: pixel_mean is in [0, 1], so divide the images by 255.": (
            images.float() - mean
        ),
        "The sign is wrong: the mean is taken away from the images.": mean - x,
        "Those are the images in [0, 1]; nothing was taken away.": x,
    }
    for message, seen in wrong.items():
        if torch.allclose(came.float(), seen, atol=1e-5):
            return message
    if not torch.allclose(came.float(), x - mean, atol=1e-5):
        return "Wanted: the images in [0, 1], less train.pixel_mean(), and nothing else."
    return None


BODY = (
    WAY_IN,
    Exercise(
        key="07.mask_view",
        find_mistake=find_mask_view_mistake,
        praise="What is known about places must move with the image: masks, boxes, points. "
        "A class label alone may stay.",
        hints=(
            "padded and cut are there; what is missing is what one_view does last.",
            "cut has two axes, rows and columns; mirroring turns axis 1 around: flip(1).",
        ),
        reference=mask_view,
    ),
    Exercise(
        key="07.centre",
        find_mistake=find_centre_mistake,
        praise="The images that are judged have no part in the mean that they are judged by.",
        hints=(
            "Floats in [0, 1] first; the mean image is a method of train.",
            "images.float() / 255, less train.pixel_mean(): it spreads over the batch.",
        ),
        reference=centre,
    ),
    WRONG_SHARE,
)
