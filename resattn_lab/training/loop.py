"""One pass over the data: to learn from it, or to be judged by it."""

from collections.abc import Callable, Iterable
from copy import deepcopy
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
        self.loss = self.hits = self.count = torch.zeros((), dtype=torch.float64)

    def add(self, loss: Tensor, logits: Tensor, labels: Tensor) -> None:
        self.loss = self.loss.to(loss.device) + loss.detach() * len(labels)
        self.hits = self.hits.to(loss.device) + (logits.detach().argmax(1) == labels).sum()
        self.count = self.count + len(labels)

    def totals(self, engine: Engine | None = None) -> Tensor:
        """Loss, hits and count, float64 (3,), summed over the engine's processes."""
        device = self.loss.device if engine is None else engine.device
        own = torch.stack([part.to(device) for part in (self.loss, self.hits, self.count)])
        return own if engine is None else engine.gather(own)

    def restore(self, totals: Tensor) -> None:
        """Go on from what ``totals`` gave."""
        self.loss, self.hits, self.count = totals.double().unbind()

    def result(self, engine: Engine | None = None) -> Result:
        loss, hits, count = self.totals(engine).tolist()
        if not count:
            raise ValueError("a pass over no images has no result; give at least one")
        return Result(loss / count, hits / count)


def train_one_epoch(
    network: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    optimiser: Optimizer,
    *,
    schedule: LRScheduler | None = None,
    engine: Engine,
    label_smoothing: float = 0.0,
    clip_gradient: float | None = None,
    tally: Tally | None = None,
    after_step: Callable[[], None] | None = None,
) -> Result:
    """Take one optimiser step a batch; return loss and accuracy as they were on the way.

    Args:
        batches: (float (n, C, H, W), int64 (n,)) pairs on the engine's device: this
            process's share of each batch.
        tally: what an epoch that is taken up in the middle has added up so far.
        after_step: called after every optimiser step.

    Raises:
        FloatingPointError: the loss stopped being a number.
    """
    network.train()
    tally = Tally() if tally is None else tally
    for images, labels in batches:
        with engine.autocast():
            logits = network(images)
        loss = F.cross_entropy(logits.float(), labels, label_smoothing=label_smoothing)
        optimiser.zero_grad()
        engine.backward(loss, len(labels))
        if clip_gradient is not None:
            nn.utils.clip_grad_norm_(network.parameters(), clip_gradient)
        optimiser.step()
        if schedule is not None:
            schedule.step()
        tally.add(loss, logits, labels)
        if after_step is not None:
            after_step()
    result = tally.result(engine)
    check_number(result.loss)
    return result


def check_number(loss: float) -> None:
    """Refuse a training loss that is none.

    Raises:
        FloatingPointError: what to do about it.
    """
    if not loss < float("inf"):
        raise FloatingPointError(
            f"the training loss is {loss}; lower the learning rate, or clip the gradient"
        )


@torch.no_grad()
def evaluate(
    network: nn.Module,
    batches: Iterable[tuple[Tensor, Tensor]],
    *,
    engine: Engine | None = None,
) -> Result:
    """Loss and accuracy of a network in eval mode; its mode is restored afterwards.

    Args:
        engine: whose processes have a share of each batch; alone when None.
    """
    training = network.training
    network.eval()
    tally = Tally()
    try:
        for images, labels in batches:
            if len(labels):  # a share of a small batch can be empty
                logits = network(images)
                tally.add(F.cross_entropy(logits, labels), logits, labels)
    finally:
        network.train(training)
    return tally.result(engine)


def check_batch_of_one(network: nn.Module, image: Tensor, images: int, size: int) -> None:
    """Try the batch of one image that an epoch will end with, on a copy of the network.

    A batch norm has nothing to normalise by where one image is left with one place.

    Args:
        image: (1, C, H, W), float in [0, 1], as training will give it.
        images, size: of the training set and of a batch, for the message.

    Raises:
        ValueError: the network cannot be trained on it; what to do.
    """
    tried = deepcopy(network).train()
    for module in tried.modules():  # nobody who watches the network is to see this
        module._forward_hooks.clear()
        module._forward_pre_hooks.clear()
    devices = [image.device] if image.is_cuda else []
    with torch.random.fork_rng(devices), torch.no_grad():
        try:
            tried(image)
        except ValueError as error:
            if "more than 1 value per channel" not in str(error):
                raise
            raise ValueError(
                f"the last batch of an epoch has one image ({images} images in batches of "
                f"{size}), and at {image.shape[-2]}×{image.shape[-1]} pixels the last batch "
                "norms see a single value of it; choose another batch size, or larger images"
            ) from error
