"""The suite that most code has: right shape, finite values, and the loss goes down."""

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.data import planted_scenes

from .faulty_networks import right_network
from .suspects import Suspect

CHANNELS, DEPTH, SIDE, CLASSES = 8, 2, 16, 10
SIZES = {"module": (CHANNELS, DEPTH), "unit": (CHANNELS,), "network": (CLASSES,)}


@dataclass(frozen=True)
class NaiveResult:
    """What the naive suite sees; losses are None where nothing is trained."""

    shape: bool
    finite: bool = True
    before: float | None = None
    after: float | None = None

    @property
    def falls(self) -> bool:
        return self.before is None or self.after < self.before

    @property
    def passes(self) -> bool:
        return self.shape and self.finite and self.falls


def train_a_little(model: nn.Module, x: Tensor, target: Tensor, *, steps: int = 6):
    """Loss before and after a few steps on one batch: mean square, or cross-entropy."""
    loss_of = F.cross_entropy if target.dtype == torch.long else F.mse_loss
    sgd = torch.optim.SGD(model.parameters(), lr=0.05)
    losses = []
    for _ in range(steps + 1):
        loss = loss_of(model(x), target)
        losses.append(loss.item())
        sgd.zero_grad()
        loss.backward()
        sgd.step()
    return losses[0], losses[-1]


def try_model(suspect: Suspect) -> NaiveResult:
    model = suspect.make(*SIZES[suspect.kind])
    if suspect.kind == "network":
        x, target = torch.rand(8, 3, SIDE, SIDE), torch.arange(8) % CLASSES
        wanted = (8, CLASSES)
    else:
        x, target = torch.randn(2, 4, CHANNELS, SIDE, SIDE)
        wanted = tuple(x.shape)
    out = model(x)
    if tuple(out.shape) != wanted:
        return NaiveResult(False)
    return NaiveResult(True, bool(out.isfinite().all()), *train_a_little(model, x, target))


def try_training(suspect: Suspect, *, epochs: int = 3) -> NaiveResult:
    """Train a small network as told; the images are stored by class, as in a folder."""
    scenes = planted_scenes(64, seed=0, size=SIDE)
    order = scenes.labels.argsort(stable=True)
    images, labels = scenes.images[order] / 255, scenes.labels[order]
    network = right_network(CLASSES)
    training, losses = suspect.make(network, len(labels)), []
    for _ in range(epochs):
        for batch in training.epoch():
            loss = F.cross_entropy(network(images[batch]), labels[batch])
            losses.append(loss.item())
            training.optimiser.zero_grad()
            loss.backward()
            training.optimiser.step()
    steps = len(losses) // epochs  # the mean of the first epoch, and of the last
    ends = float(np.mean(losses[:steps])), float(np.mean(losses[-steps:]))
    return NaiveResult(True, bool(np.isfinite(losses).all()), *ends)


def try_choice(suspect: Suspect) -> NaiveResult:
    chosen = suspect.make([0.5, 0.7, 0.6], [0.6, 0.6, 0.7])
    return NaiveResult(isinstance(chosen, int) and 0 <= chosen < 3)


def naive_suite(suspect: Suspect, *, seed: int = 0) -> NaiveResult:
    """Build a suspect and run the naive suite on it."""
    tries = {"choice": try_choice, "training": try_training}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return tries.get(suspect.kind, try_model)(suspect)
