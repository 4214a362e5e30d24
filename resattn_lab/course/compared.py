"""A learner's function beside the right one and beside functions with known mistakes."""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

from .reading import same


def drawn(*shape: int, seed: int = 0, low: float | None = None, high: float = 1.0) -> Tensor:
    """The same random numbers at each call: normal, or even between ``low`` and ``high``."""
    generator = torch.Generator().manual_seed(seed)
    if low is None:
        return torch.randn(shape, generator=generator)
    return low + (high - low) * torch.rand(shape, generator=generator)


def agrees(came: Any, other: Any, **within: float) -> bool:
    """Whether two results are the same; ``other`` may leave out what broadcasting adds."""
    if isinstance(came, Tensor) and isinstance(other, Tensor) and other.ndim == came.ndim:
        if all(b in (1, a) for a, b in zip(came.shape, other.shape, strict=True)):
            other = other.expand_as(came)
    return same(came, other, **within)


def named(came: Any, mistakes: dict[str, Any], **within: float) -> str | None:
    """The sentence of the first mistake that gives just what came."""
    for sentence, wrong in mistakes.items():
        if agrees(came, wrong, **within):
            return sentence
    return None


def mistake_in(
    came: Any, wanted: Any, mistakes: dict[str, Any], otherwise: str, **within: float
) -> str | None:
    """What is told of a result: None if it is the one wanted, else the mistake that gives it.

    Args:
        mistakes: what each gives, by the sentence about it.
        otherwise: told of a result that is none of these.
        within: ``rtol`` and ``atol`` where the usual ones do not do.
    """
    if same(came, wanted, **within):
        return None
    return named(came, mistakes, **within) or otherwise


def wrong_shape(came: Tensor, wanted: Tensor) -> str:
    return f"It must give one tensor of shape {tuple(wanted.shape)}; {tuple(came.shape)} came."


def compared(
    right: Callable,
    *,
    mistakes: dict[str, Callable],
    tried_on: Iterable[tuple],
    otherwise: str | Callable[..., str],
    unlike: Callable[..., str | None] | None = None,
    also_right: Callable | None = None,
    **within: float,
) -> Callable[[Callable], str | None]:
    """A check that runs a learner's function, the right one and wrong ones on the same inputs.

    Args:
        mistakes: the sentence about each and a function that makes it; the first that gives
            what the learner's gives, on all inputs, is told.
        tried_on: the inputs, one tuple a run.
        otherwise: told of any other mistake; or makes it of what came, what was wanted and
            the inputs of the first run that differs.
        unlike: looks at a result before any comparison: what came, what was wanted, inputs.
        also_right: a function whose results are as good, where there are two.
        within: ``rtol`` and ``atol`` where the usual ones do not do.
    """
    trials = list(tried_on)

    def find_mistake(function: Callable) -> str | None:
        runs = [
            (function(*copy.deepcopy(inputs)), right(*inputs), inputs)  # modules, too
            for inputs in trials
        ]
        if unlike is not None:
            for result, other, inputs in runs:
                if said := unlike(result, other, *inputs):
                    return said
        differ = [run for run in runs if not same(run[0], run[1], **within)]

        def comes_from(other: Callable, alike: Callable = agrees) -> bool:
            return all(alike(result, other(*inputs), **within) for result, _, inputs in runs)

        if not differ or (also_right is not None and comes_from(also_right, same)):
            return None
        for sentence, wrong in mistakes.items():
            if comes_from(wrong):
                return sentence
        result, other, inputs = differ[0]
        if isinstance(result, Tensor) and result.shape != other.shape:
            return wrong_shape(result, other)
        return otherwise if isinstance(otherwise, str) else otherwise(result, other, *inputs)

    return find_mistake
