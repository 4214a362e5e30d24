"""Reading answers generously: lists for tuples, floats for integers, tensors for numbers."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor


def as_count(answer: Any) -> int | None:
    """A whole number above 0 from whatever holds one; None where there is none."""
    try:
        value = float(answer)
    except (TypeError, ValueError):
        return None
    if isinstance(answer, (bool, str)) or not (0 < value < 1e12) or value != round(value):
        return None
    return round(value)


def as_counts(answer: Any, length: int) -> tuple[int, ...] | None:
    """``length`` whole numbers; None where the answer is not that."""
    if isinstance(answer, str) or not isinstance(answer, (Sequence, torch.Size)):
        return None
    counts = tuple(as_count(part) for part in answer)
    return None if len(counts) != length or None in counts else counts


def same(came: Tensor, wanted: Tensor) -> bool:
    """Equal up to rounding, and of one shape."""
    return came.shape == wanted.shape and torch.allclose(came, wanted, rtol=1e-4, atol=1e-5)
