"""Train, validation and test: what a network learns from, is chosen by, and is judged on."""

from typing import NamedTuple

import torch
from torch import Tensor

from .image_set import ImageSet


class Splits(NamedTuple):
    """Three sets without an image in common; nothing is ever chosen by ``test``."""

    train: ImageSet
    validation: ImageSet
    test: ImageSet


def split_rows(labels: Tensor, share: float, *, seed: int) -> tuple[Tensor, Tensor]:
    """Part the rows in two by seed, class by class, so that both have the same mixture.

    Args:
        labels: int64 (N,).
        share: the second part's share of every class, in [0, 1); rounded down, but at least
            one image of each class that has two or more, if ``share`` is above 0.

    Returns:
        Two sorted int64 tensors of rows: the rest, and the share.

    Raises:
        ValueError: ``share`` out of range.
    """
    if not 0 <= share < 1:
        raise ValueError(f"share must be at least 0 and below 1, got {share}")
    generator = torch.Generator().manual_seed(seed)
    first, second = [], []
    for label in labels.unique():
        rows = torch.nonzero(labels == label).flatten()
        rows = rows[torch.randperm(len(rows), generator=generator)]
        count = int(len(rows) * share)
        if share > 0 and len(rows) > 1:
            count = max(count, 1)
        first.append(rows[count:])
        second.append(rows[:count])
    empty = torch.empty(0, dtype=torch.int64)
    return torch.cat([empty, *first]).sort()[0], torch.cat([empty, *second]).sort()[0]


def split(data: ImageSet, share: float, *, seed: int) -> tuple[ImageSet, ImageSet]:
    """``split_rows`` applied: the rest of ``data``, and its share."""
    rest, part = split_rows(data.labels, share, seed=seed)
    return data.subset(rest), data.subset(part)
