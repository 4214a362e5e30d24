"""What each fault costs, measured when it is asked for, beside what is right."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.data import planted_scenes
from resattn_lab.networks import (
    NETWORKS,
    ResidualAttentionNetwork,
    add_up,
    count_parameters,
    part_costs,
)
from resattn_lab.recording import record_masks


def mask_of(module, x):
    with record_masks(module) as kept:
        module(x)
    return kept["mask"]


def sides(make):
    found, module = [], make(8, 3)
    for part in module.modules():
        if isinstance(part, nn.MaxPool2d):
            part.register_forward_hook(lambda part, given, out: found.append(out.shape[-1]))
    module(torch.randn(2, 8, 32, 32))
    return ", ".join(map(str, found))


def after_six(make):
    fusion, h = make(8, 1).fusion, torch.ones(1)
    for _ in range(6):
        h = fusion(h, torch.tensor(0.5))
    return f"{h.item():.3f}"


def parameters(make, part=""):
    with torch.device("meta"):
        return f"{count_parameters(make(256, 3).get_submodule(part)):,}"


def moved_mask(make):
    module, x = make(8, 2), torch.randn(2, 8, 16, 16)
    before = mask_of(module, x)
    for parameter in module.trunk.parameters():
        nn.init.normal_(parameter)
    return f"{(mask_of(module, x) - before).abs().max():.1f}"


def at_another_size(make):
    try:
        make(8, 2)(torch.randn(2, 8, 21, 27))
    except RuntimeError:
        return "stops with an error"
    return "works"


def lowest_value(make):
    return f"{mask_of(make(8, 2), torch.randn(16, 8, 16, 16)).min():.1f}"


def rim(make):
    unit, seen = make(8), []
    unit.conv1.register_forward_hook(lambda conv, given, out: seen.append(out))
    unit.eval()(torch.ones(1, 8, 7, 7))
    flat = seen[0][0].abs().sum(dim=0) == 0
    return f"{flat.sum()} of {flat.numel()}"


def with_projections(make):
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS["attention_56"])
    units = [u for u in network.modules() if isinstance(u, ResidualUnit) and not u.projection]
    more = sum(u.conv3.out_channels**2 for u in units) if make(8).projection else 0
    return f"{count_parameters(network) + more:,}"


def work(make):
    spec = replace(NETWORKS["attention_56"], strides=make(10).specification.strides)
    return f"{add_up(part_costs(spec, 224))['total'].multiply_accumulates / 1e9:.1f}"


def guesses(choose):
    draw = np.random.default_rng(0)
    runs = draw.binomial(1000, 0.1, size=(200, 2, 300)) / 1000
    return f"{np.mean([test[choose(val, test)] for val, test in runs]):.1%}"


def classes_in_the_first_batch(make):
    scenes = planted_scenes(64, seed=0, size=16)
    labels = scenes.labels[scenes.labels.argsort(stable=True)]
    return f"{labels[make(nn.Linear(2, 2), 64).epoch()[0]].unique().numel()}"


def what_comes_up(make):
    level, came = make(8, 2).mask.levels, []
    for part in (level.skip, level.inner):
        part.register_forward_hook(lambda part, given, out: torch.zeros_like(out))
    level.up.register_forward_hook(lambda up, given, out: came.append(given[0].abs().max()))
    level(torch.randn(2, 8, 16, 16))
    return f"{came[0]:.1f}"


COSTS = {
    "B": (sides, "three poolings of 32 positions put out {}, not {}"),
    "C": (after_six, "after six masks of 0.5 a response of 1 is {}, not {}"),
    "D": (lambda make: parameters(make, "mask"), "a mask has {} parameters, not {}"),
    "F": (moved_mask, "another trunk moves the mask by up to {}, not by {}"),
    "G": (at_another_size, "a map of 21×27 {}; otherwise it {}"),
    "H": (lowest_value, "the lowest value of a new mask is {}, not {}"),
    "J": (parameters, "a module has {} parameters, not {}"),
    "K": (rim, "behind the 1×1, {} positions are an empty rim, not {}"),
    "N": (with_projections, "Attention-56 has {} parameters, not {}"),
    "O": (
        lambda make: make(7)(torch.rand(2, 3, 16, 16)).shape[1],
        "7 classes: {} logits, not {}",
    ),
    "Q": (work, "Attention-56 needs {} G multiply-accumulates, not {} G"),
    "R": (guesses, "whoever guesses one in ten reports {}, not {}"),
    "U": (classes_in_the_first_batch, "{} classes in the first batch of 16, not {}"),
    "V": (what_comes_up, "skip and level below silent: up to {} comes up, not {}"),
}


def cost(letter: str, wrong: Callable, right: Callable) -> str:
    """What a suspect's fault costs; the same at every call."""
    measure, words = COSTS[letter]
    found = []
    with torch.random.fork_rng(devices=[]):
        for make in (wrong, right):
            torch.manual_seed(0)
            found.append(measure(make))
    return words.format(*found)
