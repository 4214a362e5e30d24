"""Images at another size, with antialiasing: one way for training, judging and looking."""

import torch
import torch.nn.functional as F
from torch import Tensor

AT_ONCE = 1024  # images that are floats at the same time


def resize(images: Tensor, size: int | tuple[int, int]) -> Tensor:
    """Images at ``size``, bilinear with antialiasing; the same ones if they have it.

    Without antialiasing most pixels of a large image would have no part in a small one.

    Args:
        size: (height, width), or one number for both.

    Shape: (N, C, H, W) -> (N, C, height, width); uint8 stays uint8, floats stay floats.

    Raises:
        ValueError: a size below 1.
    """
    height, width = (size, size) if isinstance(size, int) else size
    if min(height, width) < 1:
        raise ValueError(f"size must be at least 1, got {height}×{width}")
    if images.shape[-2:] == (height, width):
        return images
    if images.is_floating_point():
        return F.interpolate(images, (height, width), mode="bilinear", antialias=True)
    resized = [resize(part.float(), (height, width)) for part in images.split(AT_ONCE)]
    return torch.cat([part.round().clamp(0, 255).to(torch.uint8) for part in resized])


def shrink(images: Tensor, share: float) -> Tensor:
    """Images at ``share`` of their height and width, a pixel at the least; see ``resize``."""
    height, width = (max(1, round(share * side)) for side in images.shape[-2:])
    return resize(images, (height, width))
