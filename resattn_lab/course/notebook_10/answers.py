"""How answers are read, whatever form they come in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch


def numbers(answer: Any, count: int) -> list[float] | None:
    """``answer`` as ``count`` numbers, whatever they came in; None where it is not that."""
    if isinstance(answer, torch.Tensor):
        answer = answer.detach().cpu().numpy()
    if isinstance(answer, (str, dict)) or not isinstance(answer, (Sequence, np.ndarray)):
        return None
    try:
        found = [float(value) for value in answer]
    except (TypeError, ValueError):
        return None
    return found if len(found) == count else None


def number(answer: Any) -> float | None:
    """``answer`` as one number; None where it is not one."""
    if isinstance(answer, str) or (hasattr(answer, "__len__") and not np.ndim(answer) == 0):
        return None
    try:
        return float(answer)
    except (TypeError, ValueError):
        return None


def close(a: float, b: float, tolerance: float = 1e-3) -> bool:
    return abs(a - b) <= tolerance * max(1.0, abs(b))
