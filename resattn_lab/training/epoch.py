"""One pass over the data: to learn from it, or to be judged by it."""

from collections.abc import Iterable
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from .engine import Engine


class Result(NamedTuple):
    """Mean loss in nats and accuracy in [0, 1] over a pass."""

    loss: float
    accuracy: float


class Tally:
    """Adds up losses and hits on the device, and asks for the result once."""

    def __init__(self):
        self.loss = self.hits = self.count = 0

    def add(self, loss: Tensor, logits: Tensor, labels: Tensor) -> None:
        self.loss = self.loss + loss.detach() * len(labels)
        self.hits = self.hits + (logits.detach().argmax(dim=1) == labels).sum()
        self.count += len(labels)

    def result(self) -> Result:
        if not self.count:
            raise ValueError("a pass over no images has no result; give at least one")
        return Result(float(self.loss) / self.count, float(self.hits) / self.count)


def train_one_epoch(
    network: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    optimiser: Optimizer,
    *,
    schedule: LRScheduler | None = None,
    engine: Engine,
    label_smoothing: float = 0.0,
    clip_gradient: float | None = None,
) -> Result:
    """Take one optimiser step a batch; return loss and accuracy as they were on the way.

    Args:
        batches: (float (n, C, H, W), int64 (n,)) pairs on the engine's device.

    Raises:
        FloatingPointError: the loss stopped being a number.
    """
    network.train()
    tally = Tally()
    for images, labels in batches:
        logits = network(images)
        loss = F.cross_entropy(logits, labels, label_smoothing=label_smoothing)
        optimiser.zero_grad()
        engine.backward(loss)
        engine.clip(network, clip_gradient)
        optimiser.step()
        if schedule is not None:
            schedule.step()
        tally.add(loss, logits, labels)
    result = tally.result()
    if not result.loss < float("inf"):
        raise FloatingPointError(
            f"the training loss is {result.loss}; lower the learning rate, or clip the gradient"
        )
    return result


@torch.no_grad()
def evaluate(network: nn.Module, batches: Iterable[tuple[Tensor, Tensor]]) -> Result:
    """Loss and accuracy of a network in eval mode; its mode is restored afterwards."""
    training = network.training
    network.eval()
    tally = Tally()
    try:
        for images, labels in batches:
            logits = network(images)
            tally.add(F.cross_entropy(logits, labels), logits, labels)
    finally:
        network.train(training)
    return tally.result()
