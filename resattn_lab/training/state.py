"""Everything that a training is at one moment: what is saved, and what it goes on from."""

import time
from copy import deepcopy
from dataclasses import asdict

import torch
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from .engine import Engine
from .history import EpochRecord, History
from .loop import Result, Tally, check_number
from .recipe import Recipe, make_optimiser, make_schedule

# What ``TrainingState.to_dict`` gives, and a state on the disk must have.
PARTS = (
    *("network", "average", "optimiser", "schedule", "history", "best", "epoch", "step"),
    *("tally", "wall", "cpu", "earlier_epochs", "random"),
)


class TrainingState:
    """Weights, optimiser, schedule, history, random generators, and the position in the data.

    Args:
        network: the bare one; ``trained`` is it, or its wrapper for several processes.
        batches: of one pass over the data, each an optimiser step.
    """

    def __init__(self, network: nn.Module, recipe: Recipe, engine: Engine, *, batches: int):
        self.engine, self.network, self.recipe = engine, network, recipe
        self.steps, self.steps_per_epoch = recipe.steps(batches), batches
        self.trained = engine.prepare(network)
        self.average = None
        if recipe.average is not None:
            averaging = get_ema_multi_avg_fn(recipe.average)
            self.average = AveragedModel(network, multi_avg_fn=averaging, use_buffers=True)
        self.optimiser = make_optimiser(network, recipe)
        self.schedule = make_schedule(self.optimiser, recipe, self.steps)
        self.history, self.best = History(), None
        self.epoch = self.step = 0  # epochs that ended, and steps since then
        self.tally = Tally()
        self.clock = Stopwatch()
        self.earlier_epochs = 0.0  # seconds on the clock when this epoch began

    @property
    def eval_network(self) -> nn.Module:
        """The network whose accuracy counts: the average's where there is one."""
        return self.network if self.average is None else self.average.module

    @property
    def steps_done(self) -> int:
        return min(self.steps, self.epoch * self.steps_per_epoch + self.step)

    @property
    def steps_this_epoch(self) -> int:
        """How many steps this epoch has: the last one may end early."""
        return min(self.steps_per_epoch, self.steps - self.epoch * self.steps_per_epoch)

    @property
    def shares_of_side(self) -> list[float]:
        """The share of the images' side at which this epoch, and each to come, trains."""
        epochs = -(-self.steps // self.steps_per_epoch)
        return [self.recipe.share_of_side(e, epochs) for e in range(self.epoch, epochs)]

    @property
    def work_to_come(self) -> float:
        """Steps that are still to be taken, in steps of this epoch: they cost as their area."""
        now, *later = self.shares_of_side
        work, steps = self.steps_this_epoch - self.step, self.steps - self.steps_done
        steps -= work
        for share in later:
            work += (share / now) ** 2 * min(steps, self.steps_per_epoch)
            steps -= self.steps_per_epoch
        return work

    def after_step(self) -> None:
        """Note that the optimiser took a step."""
        self.step += 1
        if self.average is not None:
            self.average.update_parameters(self.network)

    def end_epoch(self, learned: Result, validated: Result) -> None:
        """Record the epoch, keep its weights if it is the best, and begin the next."""
        seconds = self.clock.wall
        record = EpochRecord(
            epoch=self.epoch + 1,
            train_loss=learned.loss,
            train_accuracy=learned.accuracy,
            validation_loss=validated.loss,
            validation_accuracy=validated.accuracy,
            learning_rate=self.optimiser.param_groups[0]["lr"],
            seconds=seconds - self.earlier_epochs,
        )
        if self.history.add(record):
            self.best = deepcopy(self.eval_network.state_dict())
        self.epoch, self.step, self.tally = self.epoch + 1, 0, Tally()
        self.earlier_epochs = seconds

    def check_numbers(self) -> Tensor:
        """The tally of all processes, which must call it together.

        Raises:
            FloatingPointError: the loss or a weight is no number.
        """
        tally = self.tally.totals(self.engine)
        check_number(tally[0].item())
        if not all(p.isfinite().all() for p in self.network.parameters()):
            check_number(float("nan"))
        return tally

    def to_dict(self) -> dict:
        """Everything as tensors and plain values. All processes must call it together.

        Raises:
            FloatingPointError: as ``check_numbers``: not a state to go on from.
        """
        tally = self.check_numbers()
        cuda = torch.cuda.get_rng_state_all() if self.engine.device.type == "cuda" else []
        return {
            "network": self.network.state_dict(),
            "average": self.average and self.average.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "schedule": self.schedule and self.schedule.state_dict(),
            "history": asdict(self.history),
            "best": self.best,
            "epoch": self.epoch,
            "step": self.step,
            "tally": tally,
            "wall": self.clock.wall,
            "cpu": self.clock.cpu,
            "earlier_epochs": self.earlier_epochs,
            "random": {"cpu": torch.get_rng_state(), "cuda": cuda},
        }

    def restore(self, kept: dict) -> None:
        """Go on from what ``to_dict`` gave."""
        self.network.load_state_dict(kept["network"])
        if self.average is not None:
            self.average.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        if self.schedule is not None:
            self.schedule.load_state_dict(kept["schedule"])
        self.history = History.from_dict(kept["history"])
        self.best = kept["best"]
        self.epoch, self.step = kept["epoch"], kept["step"]
        if self.engine.leads:  # the others' share is in the leader's sum
            self.tally.restore(kept["tally"].to(self.engine.device))
        self.clock = Stopwatch(kept["wall"], kept["cpu"])
        self.earlier_epochs = kept["earlier_epochs"]
        torch.set_rng_state(kept["random"]["cpu"])
        if kept["random"]["cuda"] and self.engine.device.type == "cuda":
            torch.cuda.set_rng_state_all(kept["random"]["cuda"])


class Stopwatch:
    """Wall and processor seconds of a training, over all the times it was taken up.

    Args:
        wall, cpu: seconds that had passed when it was stopped last.
    """

    def __init__(self, wall: float = 0.0, cpu: float = 0.0):
        self._wall = time.perf_counter() - wall
        self._cpu = time.process_time() - cpu

    @property
    def wall(self) -> float:
        return time.perf_counter() - self._wall

    @property
    def cpu(self) -> float:
        """Of this process, all of its threads together."""
        return time.process_time() - self._cpu
