"""What each fault costs, measured when it is asked for."""

from dataclasses import replace

import numpy as np
import torch
from torch import nn

from resattn_lab.blocks import AttentionModule, ResidualUnit
from resattn_lab.data import planted_scenes
from resattn_lab.networks import (
    NETWORKS,
    ResidualAttentionNetwork,
    add_up,
    count_parameters,
    part_costs,
)
from resattn_lab.recording import record_masks

from . import faulty_masks as masks
from . import faulty_modules as modules
from .faulty_networks import small_network
from .faulty_training import large_decay_and_stored_order, right_training
from .right_variants import usual


def pooled(make) -> str:
    sides, module = [], make(8, 3)
    for part in module.modules():
        if isinstance(part, nn.MaxPool2d):
            part.register_forward_hook(lambda part, given, out: sides.append(out.shape[-1]))
    module(torch.randn(2, 8, 32, 32))
    return ", ".join(map(str, sides))


def sides_of_poolings() -> str:
    wrong, right = pooled(masks.every_level_pools_the_input), pooled(usual)
    return f"three poolings of 32 positions put out {wrong}, not {right}"


def response_after_six() -> str:
    said = []
    for attention_residual in (False, True):
        fusion = AttentionModule(8, attention_residual=attention_residual).fusion
        h = torch.ones(1)
        for _ in range(6):
            h = fusion(h, torch.tensor(0.5))
        said.append(f"{h.item():.3f}")
    return f"after six masks of 0.5 a response of 1 is {said[0]}, not {said[1]}"


def parameters_at_256(make, part: str = "") -> tuple[int, int]:
    with torch.device("meta"):
        both = (make(256, 3).get_submodule(part), usual(256, 3).get_submodule(part))
    wrong, right = map(count_parameters, both)
    return wrong, right


def units_in_the_mask() -> str:
    wrong, right = parameters_at_256(masks.one_unit_for_all_levels, "mask")
    return f"a mask of 256 channels has {wrong:,} parameters, not {right:,}"


def units_of_the_module() -> str:
    wrong, right = parameters_at_256(modules.unit_before_used_after)
    return f"a module of 256 channels has {wrong:,} parameters, not {right:,}"


def what_the_mask_hears() -> str:
    torch.manual_seed(0)
    module, found = modules.trunk_added_in_the_mask(8, 2), []
    x = torch.randn(2, 8, 16, 16)
    for _ in range(2):
        with record_masks(module) as kept:
            module(x)
        found.append(kept["mask"])
        for parameter in module.trunk.parameters():
            nn.init.normal_(parameter)
    far = (found[0] - found[1]).abs().max()
    return f"another trunk moves its mask by up to {far:.1f}; it must not move at all"


def one_size() -> str:
    said = []
    for height, width in ((16, 16), (21, 27)):
        try:
            masks.sizes_in_the_code(8, 2)(torch.randn(2, 8, height, width))
            said.append(f"{height}×{width} works")
        except RuntimeError:
            said.append(f"{height}×{width} stops with an error")
    return ", ".join(said)


def lowest_value() -> str:
    said = []
    for make in (masks.relu_before_the_sigmoid, usual):
        torch.manual_seed(0)
        module = make(8, 2)
        with record_masks(module) as kept:
            module(torch.randn(16, 8, 16, 16))
        said.append(f"{kept['mask'].min():.1f}")
    return f"the lowest mask value is {said[0]}; a right one's, untrained, is {said[1]}"


def rim() -> str:
    unit, seen = modules.padding_on_the_1x1(8), []
    unit.conv1.register_forward_hook(lambda conv, given, out: seen.append(out))
    unit.eval()(torch.ones(1, 8, 7, 7))
    flat = (seen[0][0].abs().sum(dim=0) == 0).sum().item()
    return f"at 7×7, {flat} of the {seen[0][0, 0].numel()} positions behind it are rim"


def projections() -> str:
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS["attention_56"])
    units = [part for part in network.modules() if isinstance(part, ResidualUnit)]
    more = sum(u.conv3.out_channels**2 for u in units if u.projection is None)
    right = count_parameters(network)
    return (
        f"Attention-56 has {right + more:,} parameters, not {right:,}: {more / right:.0%} more"
    )


def logits_for_seven() -> str:
    found = small_network(7).eval()(torch.rand(1, 3, 16, 16)).shape[1]
    return f"asked for 7 classes it has {found} logits, and a stem of 7 channels"


def work_without_strides() -> str:
    right = NETWORKS["attention_56"]
    found = [
        add_up(part_costs(spec, 224))["total"].multiply_accumulates / 1e9
        for spec in (replace(right, strides=(1, 1, 1)), right)
    ]
    return f"Attention-56 needs {found[0]:.1f} G multiply-accumulates, not {found[1]:.1f} G"


def best_guess() -> str:
    guesses = np.random.default_rng(0).binomial(1000, 0.1, size=(200, 300)) / 1000
    return f"one right guess in ten, best of 300 epochs, reads {guesses.max(axis=1).mean():.1%}"


def classes_in_the_first_batch() -> str:
    scenes, said = planted_scenes(64, seed=0, size=16), []
    labels = scenes.labels[scenes.labels.argsort(stable=True)]
    for make in (large_decay_and_stored_order, right_training):
        torch.manual_seed(0)
        training = make(nn.Linear(2, 2), len(labels))
        classes = labels[training.epoch()[0]].unique().numel()
        decay = training.optimiser.param_groups[0]["weight_decay"]
        said.append(f"a decay of {decay:g} and {classes} classes in the first batch of 16")
    return f"{said[0]}, not {said[1]}"
