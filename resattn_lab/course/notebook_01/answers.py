"""Comparing a learner's tensor with the right one and with what mistakes would give."""

from typing import Any

import torch
from torch import Tensor


def wrong_kind(came: Any, shape: tuple[int, ...]) -> str | None:
    """What is amiss with an answer that is no tensor of ``shape``."""
    if not isinstance(came, Tensor):
        return f"It must give one tensor; a {type(came).__name__} came."
    if tuple(came.shape) != shape:
        return f"It must give the shape {shape}; {tuple(came.shape)} came."
    return None


def same(came: Tensor, other: Tensor) -> bool:
    return torch.allclose(came.double(), other.double(), rtol=1e-4, atol=1e-5)


def first_named(came: Tensor, mistakes: dict[str, Tensor]) -> str | None:
    """The message of the first mistake that gives just this tensor."""
    for message, wrong in mistakes.items():
        if came.shape == wrong.shape and same(came, wrong):
            return message
    return None
