"""What surrounds a network: which epoch is reported, in which order and with what decay."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class Training:
    """An optimiser, and the image numbers of an epoch's batches, drawn anew at each call."""

    optimiser: torch.optim.Optimizer
    epoch: Callable[[], tuple[Tensor, ...]]


def right_training(network: nn.Module, count: int) -> Training:
    sgd = torch.optim.SGD(
        network.parameters(), 0.1, momentum=0.9, nesterov=True, weight_decay=0.0001
    )
    return Training(sgd, lambda: torch.randperm(count).split(16))


def large_decay_and_stored_order(network: nn.Module, count: int) -> Training:
    sgd = torch.optim.SGD(
        network.parameters(), 0.1, momentum=0.9, nesterov=True, weight_decay=0.005
    )
    return Training(sgd, lambda: torch.arange(count).split(16))


def best_on_validation(validation, test):
    return int(np.argmax(validation))


def last_epoch(validation, test):
    return len(validation) - 1


def best_on_test(validation, test):
    return int(np.argmax(test))
