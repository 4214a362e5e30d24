"""Two quick rules that name a planted shape: stand-ins for networks that take minutes to train.

They are told the true mask, which no network of this course is.
"""

import torch
from torch import Tensor

from resattn_lab.data import ImageSet, Scenes

NUMBERS = {"A": 2, "B": 3}  # area and outline; for B, the spread as well


def shape_numbers(true_masks: Tensor) -> Tensor:
    """Area, outline and spread of every object, in pixels.

    The spread is the root mean square distance of the object's pixels from its middle.

    Shape: bool (N, H, W) -> float (N, 3). Every mask needs a pixel that is true.
    """
    masks = true_masks.float()
    area = masks.sum(dim=(1, 2))
    outline = masks.diff(dim=1).abs().sum(dim=(1, 2)) + masks.diff(dim=2).abs().sum(dim=(1, 2))
    variance = torch.zeros_like(area)
    for axis in (1, 2):
        share = masks.sum(dim=axis) / area[:, None]  # of the object in each column, then row
        places = torch.arange(share.shape[1], dtype=torch.float32)
        variance = variance + share @ places**2 - (share @ places) ** 2
    return torch.stack([area, outline, variance.sqrt()], dim=1)


def nearest_mean(train: ImageSet, new: ImageSet | Scenes, *, numbers: int = 3) -> Tensor:
    """Whether each of ``new`` is named rightly, after the nearest class mean: bool (N,).

    The scales come from ``train`` alone.

    Args:
        numbers: how many count: 2 for area and outline, 3 for the spread as well.
    """
    seen = shape_numbers(train.true_masks)[:, :numbers]
    asked = shape_numbers(new.true_masks)[:, :numbers]
    mean, std = seen.mean(dim=0), seen.std(dim=0)
    classes = train.labels.unique()
    middles = torch.stack([seen[train.labels == label].mean(dim=0) for label in classes])
    distance = torch.cdist((asked - mean) / std, (middles - mean) / std)
    return classes[distance.argmin(dim=1)] == new.labels


def right_answers(train: ImageSet, new: ImageSet | Scenes) -> dict[str, Tensor]:
    """Whether rules A and B name each of ``new`` rightly: bool (N,) by the rule's name."""
    return {name: nearest_mean(train, new, numbers=n) for name, n in NUMBERS.items()}
