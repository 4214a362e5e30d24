"""A square on an image: where it lies, what it is painted with, and what is then seen."""

import torch
from torch import Tensor

FILLS = ("grey", "the object's colour", "the background's colour")


def middle(true_mask: Tensor) -> tuple[int, int]:
    """Row and column of the object's pixel that is nearest to its centre."""
    pixels = true_mask.nonzero()
    nearest = (pixels - pixels.float().mean(dim=0)).square().sum(dim=1).argmin()
    row, column = pixels[nearest].tolist()
    return row, column


def square(true_mask: Tensor, size: int, *, far: bool = False) -> Tensor:
    """Bool (H, W): a square on the middle of the object, or in the corner farthest from it."""
    height, width = true_mask.shape
    row, column = middle(true_mask)
    if far:
        top, left = (
            (0 if row >= height / 2 else height - size),
            (0 if column >= width / 2 else width - size),
        )
    else:
        top, left = max(row - size // 2, 0), max(column - size // 2, 0)
    where = torch.zeros_like(true_mask)
    where[top : top + size, left : left + size] = True
    return where


def fill_colour(image: Tensor, true_mask: Tensor, fill: str) -> Tensor:
    """The colour of a fill for one image: (3, 1, 1), in the image's units, as floats.

    ``"grey"`` is as bright as the image; the other two are mean colours of the object and of
    all that does not belong to it.

    Args:
        image: (3, H, W).
        fill: one of ``FILLS``.
    """
    pixels = image.float()
    if fill == FILLS[0]:
        return pixels.mean().expand(3)[:, None, None]
    where = true_mask if fill == FILLS[1] else ~true_mask
    return pixels[:, where].mean(dim=1)[:, None, None]


def with_squares(
    images: Tensor, true_masks: Tensor, size: int, fill: str, *, far: bool = False
) -> Tensor:
    """Every image with its square, as floats in the images' units: (N, 3, H, W)."""
    covered = [
        torch.where(
            square(true_mask, size, far=far), fill_colour(image, true_mask, fill), image
        )
        for image, true_mask in zip(images, true_masks, strict=True)
    ]
    return torch.stack(covered)


def with_each_square(images: Tensor, true_masks: Tensor, size: int) -> dict[str, Tensor]:
    """Fill -> copies of the images with a square of that fill on their objects."""
    return {fill: with_squares(images, true_masks, size, fill) for fill in FILLS}
