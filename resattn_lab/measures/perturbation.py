"""What changes when parts of an image are replaced or hidden."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from .numbers import check_no_nan

Score = Callable[[Tensor], Tensor]  # images (N, C, H, W) -> (N,), such as a probability


def pixel_order(maps: Tensor, *, seed: int = 0) -> Tensor:
    """Every image's pixels, those with the highest values first.

    Equal values come in a random order: the upper left corner has no privilege.

    Shape: (N, H, W) -> int64 (N, H·W), places counted row by row.

    Raises:
        ValueError: a value is NaN.
    """
    check_no_nan(maps, "maps")
    flat = maps.flatten(1)
    mixed = torch.randperm(flat.shape[1], generator=torch.Generator().manual_seed(seed))
    return mixed[flat[:, mixed].argsort(dim=1, descending=True, stable=True)]


def replace_first(images: Tensor, fill: Tensor, order: Tensor, count: int) -> Tensor:
    """The images with their first ``count`` pixels in ``order`` taken from ``fill``.

    Shape: (N, C, H, W), the same or one that broadcasts, (N, H·W) -> (N, C, H, W).
    """
    N, _, H, W = images.shape
    chosen = torch.zeros(N, H * W, dtype=torch.bool)
    chosen.scatter_(1, order[:, :count], True)
    return torch.where(chosen.reshape(N, 1, H, W), fill, images)


def deletion_curves(
    score: Score, images: Tensor, maps: Tensor, *, fill: Tensor, steps: int = 16, seed: int = 0
) -> Tensor:
    """Scores while pixels are replaced by ``fill``, those with the highest values first.

    If the map knows what the score rests on, the curve falls early. Insertion is the same
    walk backwards: start from ``fill`` and put the image's pixels in, with
    ``insertion_curves``.

    Source: Petsiuk et al. 2018 (RISE), Sec. 3.3.

    Args:
        score: called with (N, C, H, W), once a step.
        fill: (N, C, H, W) or what broadcasts to it, such as a mean colour (C, 1, 1).
        steps: replacements, each of about H·W / steps pixels.

    Shape: (N, C, H, W), (N, H, W) -> (N, steps + 1); first nothing, last all is replaced.

    Raises:
        ValueError: maps that do not fit the images or hold NaN, or no steps.
    """
    if maps.ndim != 3 or maps.shape != images[:, 0].shape or steps < 1:
        raise ValueError(
            f"wanted maps (N, H, W) as large as the images {tuple(images.shape)} and at "
            f"least 1 step, got {tuple(maps.shape)} and {steps}"
        )
    order, pixels = pixel_order(maps, seed=seed), maps[0].numel()
    counts = [round(pixels * step / steps) for step in range(steps + 1)]
    changed = (replace_first(images, fill, order, count) for count in counts)
    return torch.stack([score(batch) for batch in changed], dim=1)


def insertion_curves(
    score: Score, images: Tensor, maps: Tensor, *, start: Tensor, steps: int = 16, seed: int = 0
) -> Tensor:
    """Scores while the images' pixels are put into ``start``, highest values first.

    If the map knows what the score rests on, the curve rises early.

    Source: Petsiuk et al. 2018 (RISE), Sec. 3.3, which starts from a blurred image.

    Args:
        start: (N, C, H, W) or what broadcasts to it.

    Shape, Raises: as ``deletion_curves``.
    """
    start = start.expand_as(images)
    return deletion_curves(score, start, maps, fill=images, steps=steps, seed=seed)


def area_under(curves: Tensor) -> Tensor:
    """The area under each curve, its way from nothing to all counted as 1: (N, K) -> (N,)."""
    return torch.trapezoid(curves, dim=-1) / (curves.shape[-1] - 1)


def occluded_copies(
    image: Tensor, *, size: int = 8, step: int = 4, value: float | Tensor = 0.5
) -> Tensor:
    """Copies of ``image``, each with a square at another place of a regular grid.

    The image is divided into cells of ``step`` × ``step`` pixels. Each copy's square has its
    middle in the middle of one cell; what would lie beyond the border is cut off. With
    ``size == step`` the squares lie side by side; with a larger size they overlap.

    Source: Zeiler & Fergus 2014, Sec. 4.2.

    Args:
        image: (C, H, W).
        size, step: of the squares and of the grid, in pixels.
        value: what the square is filled with, in the image's own units: a number, or a colour
            (C, 1, 1).

    Shape: (C, H, W) -> (rows, columns, C, H, W), where rows is H / step, rounded up.

    Raises:
        ValueError: an image of another shape, or a size or step below 1.
    """
    if image.ndim != 3 or size < 1 or step < 1:
        raise ValueError(
            "wanted an image (C, H, W), and size and step of at least 1, got "
            f"{tuple(image.shape)}, {size} and {step}"
        )
    H, W = image.shape[-2:]
    places = [range((step - size) // 2, (step - size) // 2 + side, step) for side in (H, W)]
    copies = image.repeat(len(places[0]), len(places[1]), 1, 1, 1)
    for i, top in enumerate(places[0]):
        for j, left in enumerate(places[1]):
            rows = slice(max(top, 0), max(top + size, 0))
            columns = slice(max(left, 0), max(left + size, 0))
            copies[i, j, :, rows, columns] = value
    return copies


def occlusion_maps(
    respond: Callable[[Tensor], Mapping[str, Tensor]],
    image: Tensor,
    *,
    size: int = 8,
    step: int = 4,
    value: float | Tensor = 0.5,
    batch: int = 64,
) -> dict[str, Tensor]:
    """How much each response to ``image`` changes when a place is hidden: one map for each.

    A response that is one number an image (N,), such as a probability, is told by its
    *fall*: the number for the whole image minus that for the hidden one, so that a negative
    value says that hiding raised it. A larger response (N, …), such as a mask, is told by
    its mean absolute change.

    Args:
        respond: images (N, C, H, W) -> named responses, each (N,) or (N, …).
        image: (C, H, W).
        size, step, value: as of ``occluded_copies``.
        batch: images that are handed to ``respond`` at once.

    Shape: -> (rows, columns) each.

    Raises:
        ValueError: as ``occluded_copies``.
    """
    copies = occluded_copies(image, size=size, step=step, value=value)
    whole = {name: response.clone() for name, response in respond(image[None]).items()}
    changes: dict[str, list[Tensor]] = {name: [] for name in whole}
    for part in copies.flatten(0, 1).split(batch):
        for name, response in respond(part).items():
            change = whole[name] - response
            if change.ndim > 1:
                change = change.abs().flatten(1).mean(dim=1)
            changes[name].append(change)
    grid = copies.shape[:2]
    return {name: torch.cat(parts).reshape(grid) for name, parts in changes.items()}
