"""A recipe's optimiser and its schedule of learning rates."""

from torch import nn
from torch.optim import SGD, AdamW, Optimizer
from torch.optim.lr_scheduler import LRScheduler, MultiStepLR, OneCycleLR

from .recipe import Recipe


def make_optimiser(network: nn.Module, recipe: Recipe) -> Optimizer:
    """The recipe's optimiser over every parameter of ``network``.

    Its step is one fused pass over the parameters, several times as fast as torch's default.
    """
    rate, decay = recipe.learning_rate, recipe.weight_decay
    if recipe.optimiser == "adamw":
        return AdamW(network.parameters(), lr=rate, weight_decay=decay, fused=True)
    return SGD(
        network.parameters(),
        lr=rate,
        momentum=recipe.momentum,
        nesterov=recipe.momentum > 0,
        weight_decay=decay,
        fused=True,
    )


def make_schedule(optimiser: Optimizer, recipe: Recipe, steps: int) -> LRScheduler | None:
    """The recipe's schedule over ``steps`` optimiser steps; None keeps the rate."""
    if recipe.schedule == "constant":
        return None
    if recipe.schedule == "steps":
        return MultiStepLR(optimiser, list(recipe.milestones), gamma=0.1)
    return OneCycleLR(
        optimiser,
        recipe.learning_rate,
        total_steps=steps + 1,  # the scheduler counts the state after the last step too
        pct_start=max(recipe.warm_up, 2 / (steps + 1)),  # one step of warm-up at the least
        cycle_momentum=False,
    )
