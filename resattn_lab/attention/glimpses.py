"""What an image looks like around each place of a coarser grid."""

import torch
from torch import Tensor


def image_patches(images: Tensor, *, grid: tuple[int, int], size: int) -> Tensor:
    """Cut a square around the centre of every cell of a grid over the image.

    The squares are evenly spaced, to the pixel where the cells have whole ones. They may
    overlap; beyond the image's rim its last pixels are repeated.

    Args:
        images: of any dtype, which is kept.
        grid: cells down and across, such as (8, 8).
        size: side of the squares in pixels.

    Shape: (N, C, H, W) -> (N, K, C, size, size), K = cells, row by row.

    Raises:
        ValueError: images of another shape, or a grid or size below 1.
    """
    if images.ndim != 4:
        raise ValueError(f"images must be (N, C, H, W), got {tuple(images.shape)}")
    if min(*grid, size) < 1:
        raise ValueError(f"grid and size must be at least 1, got {grid} and {size}")
    rows, columns = (
        _pixels(length, cells, size)
        for length, cells in zip(images.shape[-2:], grid, strict=True)
    )
    patches = images[:, :, rows[:, None, :, None], columns[None, :, None, :]]
    return patches.permute(0, 2, 3, 1, 4, 5).flatten(1, 2)


def _pixels(length: int, cells: int, size: int) -> Tensor:
    """The pixels along one side that each cell's square covers: (cells, size)."""
    centres = (torch.arange(cells) + 0.5) * length / cells
    first = (centres - size / 2 + 0.5).floor().long()  # round() takes halves to even numbers
    return (first[:, None] + torch.arange(size)).clamp(0, length - 1)
