"""Two quick rules that name a planted shape: stand-ins for a training that takes minutes.

They are told the true mask, which no network of this course is.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from resattn_lab.data import ImageSet, Scenes


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


def scaled_numbers(train: ImageSet, new: ImageSet | Scenes) -> tuple[Tensor, Tensor]:
    """The numbers of both, (N, 3) and (M, 3), on scales that come from ``train`` alone."""
    seen = shape_numbers(train.true_masks)
    mean, std = seen.mean(dim=0), seen.std(dim=0)
    return (seen - mean) / std, (shape_numbers(new.true_masks) - mean) / std


def nearest_mean(train: ImageSet, validation: ImageSet | Scenes, *, numbers: int = 3) -> float:
    """Accuracy on ``validation`` of naming each scene after the nearest class mean.

    Args:
        numbers: how many count: 2 for area and outline, 3 for the spread as well.
    """
    seen, new = (x[:, :numbers] for x in scaled_numbers(train, validation))
    means = [seen[train.labels == label].mean(dim=0) for label in train.labels.unique()]
    named = train.labels.unique()[torch.cdist(new, torch.stack(means)).argmin(dim=1)]
    return (named == validation.labels).float().mean().item()


def one_pass(train: ImageSet, new: ImageSet | Scenes, *, rate: float = 0.5) -> float:
    """Accuracy on ``new`` of a linear rule that saw each scene of ``train`` once, in order.

    Softmax regression from zero, by gradient descent (momentum 0.9), in batches of 50.
    How much a bad order hurts depends on ``rate``: at small ones the rule hardly moves.
    """
    seen, asked = (F.pad(x, (0, 1), value=1.0) for x in scaled_numbers(train, new))  # + bias
    weights = torch.zeros(seen.shape[1], len(train.class_names), requires_grad=True)
    descent = torch.optim.SGD([weights], lr=rate, momentum=0.9)
    for x, labels in zip(seen.split(50), train.labels.split(50), strict=True):
        descent.zero_grad()
        F.cross_entropy(x @ weights, labels).backward()
        descent.step()
    named = (asked @ weights.detach()).argmax(dim=1)
    return (named == new.labels).float().mean().item()
