"""How answers are read, whatever form they come in."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch


def numbers(answer: Any) -> list[float] | None:
    """``answer`` as a flat list of numbers, whatever it came in; None where it is none."""
    if isinstance(answer, torch.Tensor):
        answer = answer.detach().numpy()
    if isinstance(answer, (str, dict)) or not isinstance(answer, (Sequence, np.ndarray)):
        return None
    try:
        return [float(value) for value in answer]
    except (TypeError, ValueError):
        return None


def close(a: list[float], b: list[float]) -> bool:
    return len(a) == len(b) and bool(np.allclose(a, b, rtol=1e-4, atol=1e-7))
