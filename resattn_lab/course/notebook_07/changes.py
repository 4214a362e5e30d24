"""The three graded changes of notebook 07, data."""

from typing import Any

import torch

from ..exercise import Exercise
from .way_in import BATCHES


def views(padding: int) -> int:
    """Different crops of one image, mirrored or not."""
    return 2 * (2 * padding + 1) ** 2


def padding() -> int:
    pixels = 0
    while 2 * (2 * pixels + 1) ** 2 <= 1000:
        pixels += 1
    return pixels


def find_padding_mistake(answer: Any) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return f"The padding is one number of pixels; this is a {type(answer).__name__}."
    if answer < 0 or answer != round(answer):
        return "Padding comes in whole pixels, 0 or more."
    answer = int(answer)
    if answer == 16:
        return "That needs no mirror images to get over 1,000; they double the views."
    if answer in (22, 23):
        return "So many places has the window along one side; the padding is half of that."
    if answer == 12:
        return "With 12 there are 1,250: the window has 2·p + 1 places a side, not 2·p."
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


def find_erase_mistake(function: Any) -> str | None:
    generator = torch.Generator().manual_seed(3)
    images = torch.rand(5, 3, 12, 12, generator=generator)
    mean = torch.rand(3, 12, 12, generator=generator)
    top, left = torch.tensor([0, 3, 7, 1, 5]), torch.tensor([6, 2, 0, 4, 7])
    kept, side = images.clone(), 5
    came = function(images, mean, top, left, side)
    if not torch.equal(images, kept):
        return "It writes into the images; make a copy, or use torch.where."
    if not isinstance(came, torch.Tensor) or came.shape != images.shape:
        return "One tensor of the images' shape must come out."
    flat = mean.mean(dim=(1, 2), keepdim=True).expand_as(mean)
    first = torch.zeros_like(top)
    wrong = {
        "The square is black. The network takes the mean away, and black is not nothing.": (
            erase(images, torch.zeros_like(mean), top, left, side)
        ),
        "Each image has a place of its own: top and left have one entry for each.": (
            erase(images, mean, first + top[0], first + left[0], side)
        ),
        "Rows and columns are swapped: top belongs to axis 2.": (
            erase(images, mean, left, top, side)
        ),
        "The square is one pixel too large: row top + side stays.": (
            erase(images, mean, top, left, side + 1)
        ),
        "It is the wrong way about: what lies outside of the square must stay.": (
            torch.where(erase(images, mean, top, left, side) == images, mean, images)
        ),
        "That is the mean's colour; the mean image itself belongs there.": (
            erase(images, flat, top, left, side)
        ),
        "The images come back as they were.": images,
    }
    for message, seen in wrong.items():
        if torch.allclose(came, seen.to(came.dtype)):
            return message
    if not torch.allclose(came, erase(images, mean, top, left, side).to(came.dtype)):
        return "Rows top to top + side − 1 and columns left to left + side − 1: the mean there."
    return None


CHANGES = (
    Exercise(
        key="07.padding",
        find_mistake=find_padding_mistake,
        praise="Views grow with the square of the padding, but so does what falls off the "
        "edge: with 11 a window can lose a third of the image's height.",
        hints=(
            "Along one side the window has 2·p + 1 places; and there are mirror images.",
            "2·(2p + 1)² must be more than 1,000: what is the least odd number 2p + 1?",
        ),
        reference=padding,
        calls_reference=True,
    ),
    Exercise(
        key="07.erase",
        find_mistake=find_erase_mistake,
        praise="After the mean is taken away, the square is exactly 0: nothing is there, "
        "rather than something black.",
        hints=(
            "Compare torch.arange(H) with top[:, None]: that is true on each image's rows.",
            "inside = rows[:, :, None] & columns[:, None, :]; then torch.where(inside, …).",
        ),
        reference=erase,
    ),
    BATCHES,
)
