"""Labels made wrong on purpose, as the paper does to see who learns the noise."""

import torch
from torch import Tensor


def confusion_matrix(classes: int, noise: float) -> Tensor:
    """Q of Eq. 7: a row for each true class, a column for each label that is given.

    The true label stays with probability r = 1 − ``noise``; every other class gets
    ``noise / (classes - 1)``, which for ten classes is the paper's (1 − r) / 9.

    Source: Wang et al. 2017, Sec. 4.1, Eq. 7 and Table 5.

    Shape: float64 (classes, classes); rows add up to 1.

    Raises:
        ValueError: fewer than two classes, or ``noise`` outside of [0, 1].
    """
    if classes < 2:
        raise ValueError(f"label noise needs at least 2 classes, got {classes}")
    if not 0 <= noise <= 1:
        raise ValueError(f"noise must be in [0, 1], got {noise}")
    matrix = torch.full((classes, classes), noise / (classes - 1), dtype=torch.float64)
    return matrix.fill_diagonal_(1 - noise)


def noisy_labels(labels: Tensor, *, classes: int, noise: float, seed: int) -> Tensor:
    """Draw each label anew from its row of ``confusion_matrix``, once and for all.

    Args:
        labels: int64 (N,), the true classes.

    Shape: int64 (N,) -> int64 (N,); ``labels`` stay as they are.

    Raises:
        ValueError: as ``confusion_matrix`` does.
    """
    matrix = confusion_matrix(classes, noise)
    generator = torch.Generator().manual_seed(seed)
    draws = torch.rand(len(labels), 1, dtype=torch.float64, generator=generator)
    upper = matrix.cumsum(dim=1)[labels]  # (N, classes)
    return (draws >= upper).sum(dim=1).clamp(max=classes - 1)
