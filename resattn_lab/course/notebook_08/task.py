"""What notebook 08 trains, and the learning rate that its recipe plans."""

import torch
from torch import nn

from resattn_lab.blocks import initialise
from resattn_lab.data import ImageSet, scene_set
from resattn_lab.networks import ResidualAttentionNetwork, build_network
from resattn_lab.training import Recipe, make_optimiser, make_schedule


def small_scenes(part: str, count: int) -> ImageSet:
    """Scenes of 16×16 pixels without clutter: small enough to train on in a lesson."""
    return scene_set(count, seed=0, part=part, size=16, clutter=0)


def new_network(seed: int) -> ResidualAttentionNetwork:
    """An Attention-56 of a quarter of the width whose residual units begin as identities."""
    torch.manual_seed(seed)
    network = build_network("cifar_attention_56", width=0.25)
    return initialise(network, "zero_residual")


def planned_rates(recipe: Recipe, steps: int) -> list[float]:
    """The learning rate of every step of a training."""
    optimiser = make_optimiser(nn.Linear(1, 1), recipe)
    schedule, rates = make_schedule(optimiser, recipe, steps), []
    for _ in range(steps):
        rates += schedule.get_last_lr()
        optimiser.step()
        schedule.step()
    return rates
