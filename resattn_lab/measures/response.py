"""How strongly parts of a network answer, and how that changes from one to the next."""

import math
from collections.abc import Sequence

import torch
from numpy.typing import ArrayLike
from torch import Tensor


def mean_absolute_response(output: ArrayLike | Tensor) -> float:
    """The mean of the absolute values of all channels, positions and images.

    Source: Wang et al. 2017, Fig. 4.

    Args:
        output: of any shape; a single number stands for itself.

    Raises:
        ValueError: there is nothing in it.
    """
    values = torch.as_tensor(output)
    if not values.numel():
        raise ValueError(f"an output of shape {tuple(values.shape)} holds no response")
    return values.detach().double().abs().mean().item()


def relative_responses(outputs: Sequence[ArrayLike | Tensor]) -> list[float]:
    """The mean absolute response of each output, divided by that of the first.

    Source: Wang et al. 2017, Fig. 4, where the outputs are those of the three stages.

    Args:
        outputs: arrays or tensors of any shapes, or numbers that are responses already.

    Raises:
        ValueError: no output, or a first one that is zero everywhere.
    """
    responses = [mean_absolute_response(output) for output in outputs]
    if not responses or responses[0] == 0:
        raise ValueError(
            "the first output is what the others are compared with: wanted one that is not "
            f"zero everywhere, got {'none' if not responses else 'zeros'}"
        )
    return [response / responses[0] for response in responses]


def factor_per_module(responses: Sequence[float]) -> float:
    """By how much a response is multiplied from one module to the next: a geometric mean.

    Args:
        responses: at least two, all above zero; 8, 4, 2 and 1 have a factor of 0.5.

    Raises:
        ValueError: fewer than two, or one that is not above zero.
    """
    if len(responses) < 2 or not all(response > 0 for response in responses):
        raise ValueError(
            f"wanted at least two responses, all above zero, got {list(responses)}"
        )
    steps = len(responses) - 1
    return math.exp((math.log(responses[-1]) - math.log(responses[0])) / steps)
