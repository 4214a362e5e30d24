"""The paper's augmentation, for a whole batch at once and on its device."""

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor


class Crops(NamedTuple):
    """Where each image of a batch is cut from its padded self, and whether it is mirrored.

    ``top`` and ``left`` are int64 (N,) in [0, 2·padding]; ``mirrored`` is bool (N,).
    """

    top: Tensor
    left: Tensor
    mirrored: Tensor


def draw_crops(
    count: int,
    *,
    padding: int = 4,
    flip: bool = True,
    generator: torch.Generator | None = None,
) -> Crops:
    """Draw the crops of ``count`` images from a CPU generator; torch's own when None.

    Raises:
        ValueError: a negative padding.
    """
    if padding < 0:
        raise ValueError(f"padding must be 0 or more, got {padding}")

    def draw(below: int) -> Tensor:
        return torch.randint(below, (count,), generator=generator)

    return Crops(draw(2 * padding + 1), draw(2 * padding + 1), draw(2).bool() & flip)


def pad_crop_flip(
    images: Tensor,
    crops: Crops | None = None,
    *,
    mean: Tensor | None = None,
    padding: int = 4,
    flip: bool = True,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Zero-pad around the mean image, crop each image at random, mirror half of them.

    Source: Wang et al. 2017, Sec. 4.1 (padding 4). The paper subtracts the mean before it
    pads, so the border it pads with is the mean. Here the mean is subtracted, the rest
    padded, cropped and mirrored, and the mean added back: what comes out is again an image
    in about [0, 1], and a network that subtracts the mean sees just what the paper's does.

    Args:
        crops: where to cut; drawn by ``draw_crops`` from ``generator`` when None.
        mean: (C, H, W) or (C, 1, 1); zero when None.

    Shape: float (N, C, H, W) -> float (N, C, H, W).

    Raises:
        ValueError: images that are not float (N, C, H, W), or a negative padding.
    """
    if images.ndim != 4 or not images.is_floating_point():
        raise ValueError(
            f"images must be float (N, C, H, W), got {images.dtype} {tuple(images.shape)}"
        )
    N, _, H, W = images.shape
    device = images.device
    if crops is None:
        crops = draw_crops(N, padding=padding, flip=flip, generator=generator)
    top, left, mirrored = (part.to(device, non_blocking=True) for part in crops)
    rows = torch.arange(H, device=device) + top[:, None]  # (N, H)
    columns = torch.arange(W, device=device).expand(N, W)
    columns = torch.where(mirrored[:, None], columns.flip(1), columns) + left[:, None]

    centred = images if mean is None else images - mean
    padded = F.pad(centred, (padding, padding, padding, padding))
    cropped = padded.permute(0, 2, 3, 1)[
        torch.arange(N, device=device)[:, None, None],
        rows[:, :, None],
        columns[:, None, :],
    ].permute(0, 3, 1, 2)  # (N, C, H, W)
    return cropped if mean is None else cropped + mean
