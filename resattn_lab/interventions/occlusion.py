"""A square of an image covered with grey, to see what changes without it."""

import torch
from torch import Tensor


def occlude(
    images: Tensor, row: int, column: int, size: int, value: float | None = None
) -> Tensor:
    """A copy of ``images`` with one square covered; the images themselves stay as they are.

    Source: Zeiler & Fergus 2014, section 4.2, move such a square over the image and watch
    the probability of its class. It is not in the paper of the network.

    Args:
        images: (..., C, H, W), integers or floats.
        row, column: of the square's upper left pixel, from 0.
        size: the square's side in pixels; what sticks out below or at the right is cut off.
        value: what covers it, in the images' own units. None takes of each image the mean
            over its channels and pixels: a grey as bright as the image.

    Raises:
        ValueError: images of another shape, a square that begins outside, or no size.
    """
    if images.ndim < 3:
        raise ValueError(f"images must be (..., C, H, W), got {tuple(images.shape)}")
    height, width = images.shape[-2:]
    if not (0 <= row < height and 0 <= column < width):
        raise ValueError(
            f"the square must begin in row 0 to {height - 1} and column 0 to {width - 1}, "
            f"got row {row} and column {column}"
        )
    if size < 1:
        raise ValueError(f"size must be 1 pixel or more, got {size}")
    where = torch.zeros(height, width, dtype=torch.bool, device=images.device)
    where[row : row + size, column : column + size] = True
    return cover(images, where, value)


def cover(images: Tensor, where: Tensor, value: float | None = None) -> Tensor:
    """A copy of ``images`` with some of their pixels covered, as ``occlude`` covers a square.

    Args:
        images: (..., C, H, W), integers or floats.
        where: bool (..., H, W), true where it is covered, such as a true mask.
        value: as of ``occlude``.

    Raises:
        ValueError: ``where`` of another size than the images.
    """
    if tuple(where.shape[-2:]) != tuple(images.shape[-2:]):
        raise ValueError(
            f"where must be (..., {images.shape[-2]}, {images.shape[-1]}), "
            f"got {tuple(where.shape)}"
        )
    if value is None:
        grey = images.double().mean(dim=(-3, -2, -1), keepdim=True)
        if not images.dtype.is_floating_point:
            grey = grey.round()
        grey = grey.to(images.dtype)
    else:
        grey = torch.as_tensor(value, dtype=images.dtype)
    return torch.where(where[..., None, :, :], grey, images)
