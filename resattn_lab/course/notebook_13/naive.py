"""The suite that most code has: right shape, finite values, and the loss goes down."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.data import planted_scenes

from .right import network
from .suspects import Suspect

CHANNELS, DEPTH, SIDE, CLASSES = 8, 2, 16, 10
SIZES = {"module": (CHANNELS, DEPTH), "unit": (CHANNELS,), "network": (CLASSES,)}


@dataclass(frozen=True)
class NaiveResult:
    """What the naive suite sees; no losses where nothing is trained."""

    shape: bool
    losses: tuple[float, ...] = ()

    @property
    def passes(self) -> bool:
        finite = bool(np.isfinite(self.losses).all())
        return self.shape and finite and (not self.losses or self.losses[-1] < self.losses[0])


def train_a_little(model: nn.Module, x: Tensor, target: Tensor, steps: int = 6) -> list[float]:
    """The loss on one batch before each of a few steps, and after them."""
    loss_of = F.cross_entropy if target.dtype == torch.long else F.mse_loss
    sgd, losses = torch.optim.SGD(model.parameters(), lr=0.05), []
    for _ in range(steps + 1):
        loss = loss_of(model(x), target)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses


def try_model(kind: str, make: Callable, steps: int) -> NaiveResult:
    model = make(*SIZES[kind])
    if kind == "network":
        x, target = torch.rand(8, 3, SIDE, SIDE), torch.arange(8) % CLASSES
        wanted = (8, CLASSES)
    else:
        x, target = torch.randn(2, 4, CHANNELS, SIDE, SIDE)
        wanted = tuple(x.shape)
    with torch.no_grad():
        shape = tuple(model(x).shape) == wanted
    return NaiveResult(shape, tuple(train_a_little(model, x, target, steps)) if shape else ())


def try_training(make: Callable, *, epochs: int = 3) -> NaiveResult:
    """Train a small network as told; the images are stored by class, as in a folder."""
    scenes = planted_scenes(64, seed=0, size=SIDE)
    order = scenes.labels.argsort(stable=True)
    images, labels = scenes.images[order] / 255, scenes.labels[order]
    model = network(CLASSES)
    (sgd, epoch), losses = make(model, len(labels)), []
    for _ in range(epochs):
        for batch in epoch():
            loss = F.cross_entropy(model(images[batch]), labels[batch])
            losses.append(loss.item())
            sgd.zero_grad()
            loss.backward()
            sgd.step()
    return NaiveResult(True, tuple(np.reshape(losses, (epochs, -1)).mean(axis=1).tolist()))


def naive_suite(suspect: Suspect, *, seed: int = 0, steps: int = 6) -> NaiveResult:
    """Build a suspect and run the naive suite on it."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        if suspect.kind == "choice":
            chosen = suspect([0.5, 0.7, 0.6], [0.6, 0.6, 0.7])
            return NaiveResult(isinstance(chosen, int) and 0 <= chosen < 3)
        if suspect.kind == "training":
            return try_training(suspect)
        return try_model(suspect.kind, suspect, steps)
