"""The three graded changes of notebook 07, data."""

import torch

from ..compared import compared, drawn
from ..exercise import Exercise
from ..reading import number, tensor
from .way_in import BATCHES


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
    BATCHES,
)
