"""How often a network is right, class by class."""

import torch
from torch import Tensor


def class_accuracies(predicted: Tensor, labels: Tensor, classes: int) -> Tensor:
    """The share of each class's images that were recognised; NaN for a class without one.

    Args:
        predicted: int64 (N,), the classes that were chosen.
        labels: int64 (N,), the classes that were right.

    Shape: float64 (classes,).

    Raises:
        ValueError: the two do not belong together.
    """
    if predicted.shape != labels.shape or labels.ndim != 1:
        raise ValueError(
            "predicted and labels must be (N,), one for each image, got "
            f"{tuple(predicted.shape)} and {tuple(labels.shape)}"
        )
    hits = torch.bincount(labels[predicted == labels], minlength=classes)
    return hits.double() / torch.bincount(labels, minlength=classes)
