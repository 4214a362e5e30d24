"""The exercises in the body of notebook 09: shapes, idle channels, shares, a square."""

from typing import Any

import torch
from torch import Tensor

from resattn_lab.interventions import occlude

from ..exercise import Exercise
from ..reading import number, numbers, shape, tensor

SHAPES = ((5, 128, 32, 32), (5, 32, 32), (128, 32, 32))


def worked_out() -> tuple:
    mask = (5, 128, 32, 32)  # images, channels of stage 2, half the side of 64
    return mask, (5, 32, 32), (128, 32, 32)


def find_shapes_mistake(answer: tuple) -> str | None:
    if len(answer) != 3 or not all(isinstance(shape, tuple) for shape in answer):
        return "Three shapes are wanted: (mask, mean over channels, mean over images)."
    mask, channels, images = answer
    if mask == (5, 128, 64, 64):
        return "A mask is as large as its trunk; stage 2 works at half the image's side."
    if mask == (5, 64, 32, 32):
        return "64 channels are those of stage 1; the widths are 64, 128 and 256."
    if mask == (5, 128, 16, 16):
        return "16×16 would be right for images of 32×32; these are twice as large."
    if mask == (5, 1, 32, 32):
        return "This is mixed attention: a mask has as many channels as its trunk."
    if mask != SHAPES[0]:
        return f"The mask is not {mask}: (images, channels, height, width), as its trunk."
    if (channels, images) == (SHAPES[2], SHAPES[1]):
        return "The two means are swapped: what a mean is taken over goes away."
    if channels != SHAPES[1]:
        return f"The mean over the channels has one map an image, not {channels}."
    if images != SHAPES[2]:
        return f"The mean over the images keeps channels and places; it is not {images}."
    return None


def idle(masks, least=0.01):
    spread = masks.transpose(0, 1).flatten(1).std(dim=1)  # (C,)
    return int((spread < least).sum())


def _made_up_masks() -> Tensor:
    """20 channels: 3 constant, 2 nearly, 4 by image, 5 by place, 1 a little, 5 busy."""
    generator = torch.Generator().manual_seed(9)

    def noise(channels: int, *shape: int, std: float) -> Tensor:
        drawn = torch.randn(shape[0], channels, *shape[1:], generator=generator)
        return (0.5 + std * drawn).expand(12, channels, 4, 4)

    parts = (
        torch.full((12, 3, 4, 4), 0.7),
        noise(2, 12, 4, 4, std=0.004),
        noise(4, 12, 1, 1, std=0.15),
        noise(5, 1, 4, 4, std=0.15),
        noise(1, 12, 4, 4, std=0.05),
        noise(5, 12, 4, 4, std=0.15),
    )
    return torch.cat(parts, dim=1)


def find_idle_mistake(function: Any) -> str | None:
    masks = _made_up_masks()
    came = function(masks)
    mistakes = {
        9: "It takes the spread over places alone: channels that change from image to image "
        "count as idle. All images and places belong together.",
        10: "It takes the spread over images alone: channels with a pattern in them count as "
        "idle. All images and places belong together.",
        15: "It counts the busy channels; wanted are those below least.",
        0.25: "That is a share of the channels; wanted is how many.",
        6: "It seems to compare the variance; the standard deviation is its square root.",
        3: "It finds only those that hardly move at all: take the standard deviation, not "
        "the range from lowest to highest.",
    }
    if came in mistakes:
        return mistakes[came]
    if came == 12 or came > 20:
        return "It counts images or values, not channels: channels are dimension 1."
    if came != 5:
        return f"Of 20 made-up channels 5 are idle; yours are {came:g}."
    if function(masks, 0.1) != 6:
        return "It pays no heed to least: with 0.1 in place of 0.01 one channel more is idle."
    return None


def shares_worked_out() -> tuple[float, float, float]:
    # all values: mean 0.5, variance 0.05
    images, channels = 0.01, 0.04  # variances of 0.4, 0.6 and of 0.3, 0.7
    return images / 0.05, channels / 0.05, 0.0  # nothing is left for both together


def find_shares_mistake(answer: tuple[float, ...]) -> str | None:
    def near(*numbers: float) -> bool:
        return all(abs(a - b) < 0.005 for a, b in zip(answer, numbers, strict=True))

    if near(0.2, 0.8, 0):
        return None
    if near(0.8, 0.2, 0):
        return "Image and channel are swapped: the channels' means lie further apart."
    if near(0.01, 0.04, 0):
        return "Those are the variances; as shares they are divided by the whole, 0.05."
    if near(1 / 3, 2 / 3, 0):
        return "Those are shares of standard deviations; variances add up, deviations do not."
    if near(20, 80, 0):
        return "Those are per cent; the shares add up to 1."
    if abs(sum(answer) - 1) > 0.01:
        return f"The shares add up to {sum(answer):g}; together they are all of the variance."
    if answer[2] > 0.005:
        return (
            "Nothing is left for both together: in either image the second channel is higher "
            "by the same 0.4."
        )
    return "Take the variance of the two images' means, 0.4 and 0.6, and divide it by 0.05."


def cover(images, row, column, size, value=0.5):
    covered = images.clone()
    covered[..., row : row + size, column : column + size] = value
    return covered


def find_cover_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(9)
    batch = torch.rand(2, 3, 9, 11, generator=generator)
    for images in (batch, batch[0]):
        for row, column, size, value in ((3, 5, 2, 0.5), (7, 1, 4, 0.25), (0, 8, 3, 0.0)):
            came = function(images, row, column, size, value)
            wanted = occlude(images, row, column, size, value)
            mistake = _judge_cover(came, images, wanted, (row, column, size, value))
            if mistake is not None:
                return mistake
    return None


def _judge_cover(came: Tensor, images: Tensor, wanted: Tensor, square: tuple) -> str | None:
    """What is amiss with one covered image."""
    row, column, size, value = square
    if came.shape != images.shape:
        told = tuple(came.shape)
        return f"Images of the same shape are wanted, {tuple(images.shape)}; {told} came."
    if torch.equal(came, wanted):
        return None
    changed = (came != images).flatten(0, -3).any(dim=0)  # (H, W)
    right = torch.zeros_like(changed)
    right[row : row + size, column : column + size] = True
    turned = torch.zeros_like(changed)
    turned[column : column + size, row : row + size] = True
    middle = torch.zeros_like(changed)
    top, left = row - size // 2, column - size // 2
    middle[max(top, 0) : top + size, max(left, 0) : left + size] = True
    if torch.equal(changed, turned):
        return "Row and column are swapped: rows come before columns in (…, H, W)."
    if torch.equal(changed, middle):
        return "Its square has its middle at row and column; wanted is its upper left pixel."
    if torch.equal(changed, ~right):
        return "It covers everything but the square."
    if changed.sum() > right.sum() and (changed | ~right).all():
        return "Its square is too large: row + size is the first row that is not covered."
    if not torch.equal(changed, right):
        return f"A square of {size} at row {row}, column {column} covers other pixels."
    if not torch.equal((came != images).all(dim=-3), (wanted != images).all(dim=-3)):
        return "It covers one image or one channel; the square goes through all of them."
    return f"The right pixels, but not the right value: {value:g} was asked for."


BODY = (
    Exercise(
        key="09.shapes",
        find_mistake=find_shapes_mistake,
        praise="Two different pictures: one map for each image, or one for each channel that "
        "no image has a say in.",
        hints=(
            "The mask of a module is as large as its trunk; stage 2 halves the side once.",
            "Half of 64 in stage 2, 5 images, 128 channels: that is the mask. Then cross out "
            "one dimension at a time.",
            "A mean over a dimension takes that dimension away: (N, C, h, w) without C, "
            "and without N.",
        ),
        reference=worked_out,
        reads=shape("Three shapes are wanted: (mask, mean over channels, mean over images)"),
        calls_reference=True,
    ),
    Exercise(
        key="09.idle",
        find_mistake=find_idle_mistake,
        praise="Try it on every['new'] and every['trained']: a good part of the new network's "
        "channels are idle, stuck at one end of the sigmoid, and none of the trained one's.",
        hints=(
            "Bring the channels to the front, and lay everything else out in one row.",
            "All images and places of a channel are one long row of values. How far do these "
            "spread?",
            "masks.transpose(0, 1).flatten(1) is (C, N·h·w); its std(dim=1) is one number a "
            "channel.",
        ),
        reference=idle,
        reads=number("One number is wanted: how many channels. Count them with sum()"),
    ),
    Exercise(
        key="09.shares",
        find_mistake=find_shares_mistake,
        praise="Image and channel simply add up here, so the two together have nothing of "
        "their own.",
        hints=(
            "The means of the two images are 0.4 and 0.6, of the two channels 0.3 and 0.7. "
            "What are their variances, and what is that of all four values?",
            "Each share is a variance over the whole variance, and the three add up to 1.",
            "The variance of two numbers is the square of half their distance; all four have "
            "0.05.",
        ),
        reference=shares_worked_out,
        reads=numbers("Three numbers are wanted: (image, channel, image × channel)", 3),
        calls_reference=True,
    ),
    Exercise(
        key="09.cover",
        find_mistake=find_cover_mistake,
        praise="That is the package's occlude, which the panel below uses too.",
        hints=(
            "clone() first; then an assignment to a slice of the last two dimensions.",
            "The square may not be painted on the original; and it goes through all images "
            "and channels.",
            "covered[..., row : row + size, column : column + size] = value; a slice that "
            "ends beyond the border is cut off by itself.",
        ),
        reference=cover,
        reads=tensor,
    ),
)
