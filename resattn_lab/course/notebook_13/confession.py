"""The reveal: what each guilty suspect does, in which line, and what it costs."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch

from . import costs, faulty_masks, faulty_modules, faulty_networks, faulty_training
from .suspects import SUSPECTS


@dataclass(frozen=True)
class File:
    """What is held against a suspect.

    Args:
        code: the function or class that holds the wrong line.
        wrong: that line, or the part of it that matters.
        right: what it should be.
        cost: measures what the fault costs.
    """

    code: Any
    wrong: str
    right: str
    cost: Callable[[], str]


FILES = {
    "B": File(
        faulty_masks.LevelOnTheInput,
        "low = self.inner(x)",
        "low = self.inner(h)",
        costs.sides_of_poolings,
    ),
    "C": File(
        faulty_modules.without_the_one,
        "attention_residual=False",
        "attention_residual=True",
        costs.response_after_six,
    ),
    "D": File(
        faulty_masks.one_unit_for_all_levels,
        "level.down[0] = level.up[0] = unit",
        "a ResidualUnit of its own at every place",
        costs.units_in_the_mask,
    ),
    "F": File(
        faulty_modules.LeaningBranch,
        "h = self.levels(x) + trunk",
        "h = self.levels(x)",
        costs.what_the_mask_hears,
    ),
    "G": File(faulty_masks.LevelOf16, "(16, 16)", "x.shape[-2:]", costs.one_size),
    "H": File(
        faulty_masks.CutScores,
        "self.gate(F.relu(self.score(self.levels(x))))",
        "self.gate(self.score(self.levels(x)))",
        costs.lowest_value,
    ),
    "J": File(
        faulty_modules.SameUnitTwice,
        "return self.pre(self.fusion(self.trunk(x), self.mask(x)))",
        "return self.post(self.fusion(self.trunk(x), self.mask(x)))",
        costs.units_of_the_module,
    ),
    "K": File(
        faulty_modules.padding_on_the_1x1,
        "nn.Conv2d(channels, width, 1, padding=1, bias=False)",
        "nn.Conv2d(channels, width, 1, bias=False)",
        costs.rim,
    ),
    "N": File(
        faulty_modules.projection_everywhere,
        "unit.projection = nn.Conv2d(channels, channels, 1, bias=False)",
        "unit.projection = None",
        costs.projections,
    ),
    "O": File(
        faulty_networks.class_count_in_the_wrong_place,
        "small_network(classes)",
        "small_network(classes=classes)",
        costs.logits_for_seven,
    ),
    "Q": File(
        faulty_networks.stages_without_stride,
        "strides=(1, 1, 1)",
        "strides=(1, 2, 2)",
        costs.work_without_strides,
    ),
    "R": File(
        faulty_training.best_on_test,
        "np.argmax(test)",
        "np.argmax(validation)",
        costs.best_guess,
    ),
    "U": File(
        faulty_training.large_decay_and_stored_order,
        "torch.arange(count)",
        "torch.randperm(count), and weight_decay=0.0001",
        costs.classes_in_the_first_batch,
    ),
}


def cost_of(letter: str) -> str:
    """What the suspect's fault costs, measured now; the same at every call."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return FILES[guilty_one(letter)].cost()


def file_on(letter: str) -> str:
    """Four lines: who, the wrong line, the right one, and the cost."""
    file = FILES[guilty_one(letter)]
    return (
        f"{letter}  {SUSPECTS[letter].fault}\n"
        f"     wrong  {file.wrong}\n     right  {file.right}\n     cost   {cost_of(letter)}"
    )


def confess(letter: str) -> None:
    """Print the suspect's few lines, the wrong one marked.

    Raises:
        ValueError: no such suspect, or one that is right.
    """
    file = FILES[guilty_one(letter)]
    for line in inspect.getsource(file.code).rstrip().splitlines():
        print("►" if file.wrong in line else " ", line)


def guilty_one(letter: str) -> str:
    if letter in FILES:
        return letter
    if letter in SUSPECTS:
        raise ValueError(f"suspect {letter} is right: there is nothing to confess")
    raise ValueError(f"there is no suspect {letter!r}; there are {', '.join(SUSPECTS)}")
