"""What changes when one place of an image is hidden."""

from collections.abc import Callable, Mapping

import torch
from torch import Tensor


def occluded_copies(
    image: Tensor, *, size: int = 8, step: int = 4, value: float = 0.5
) -> Tensor:
    """Copies of ``image``, each with a square at another place of a regular grid.

    The image is divided into cells of ``step`` × ``step`` pixels. Each copy's square has its
    middle in the middle of one cell; what would lie beyond the border is cut off. With
    ``size == step`` the squares lie side by side; with a larger size they overlap.

    Source: Zeiler & Fergus 2014, Sec. 4.2.

    Args:
        image: (C, H, W).
        size, step: of the squares and of the grid, in pixels.
        value: what the square is filled with, as large as the image's own values.

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
    value: float = 0.5,
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
