"""What several checks of notebook 04 ask of an answer first."""

from typing import Any

import torch
from torch import Tensor


def no_tensor_like(came: Any, wanted: Tensor) -> str | None:
    if isinstance(came, Tensor) and came.shape == wanted.shape:
        return None
    got = tuple(came.shape) if isinstance(came, Tensor) else type(came).__name__
    return f"It must give one tensor of shape {tuple(wanted.shape)}; {got} came."


def named_mistake(came: Tensor, right: list[Tensor], mistakes: dict[str, Tensor]) -> str | None:
    """The message of the first mistake that gives what came; an empty one for the unknown."""
    if any(torch.allclose(came, one, rtol=1e-3, atol=1e-4) for one in right):
        return None
    for message, wrong in mistakes.items():
        if torch.allclose(came, wrong.expand_as(came), rtol=1e-3, atol=1e-4):
            return message
    return ""
