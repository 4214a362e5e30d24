"""The closed formulas against networks that were built and counted."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from resattn_lab.blocks import LocalMaskBranch
from resattn_lab.networks import (
    NETWORKS,
    PARTS,
    Cost,
    ResidualAttentionNetwork,
    add_up,
    count_parameters,
    multiply_accumulates,
    part_costs,
)

SMALL = replace(
    NETWORKS["cifar_attention_56"], stem_channels=4, channels=(8, 16, 32), in_channels=1
)
UNLIKE = {
    "as it is": SMALL,
    "more modules, other depths": replace(SMALL, modules=(1, 3, 2), encoder_depths=(2, 3, 1)),
    "other p, t, r": replace(SMALL, module_options={**SMALL.module_options, "p": 2, "r": 3}),
    "one depth for all": replace(
        SMALL, module_options={**SMALL.module_options, "encoder_depth": 2}
    ),
    "stem, strides and tail for 224": replace(
        NETWORKS["attention_56"],
        stem_channels=8,
        channels=(16, 32, 48),
        tail_channels=64,
        strides=(1, 1, 2),
    ),
}


def counted(network, side):
    """Parameters of each part, and what the whole network multiplies and keeps."""
    parts = dict.fromkeys(PARTS, 0)
    for name, parameter in network.named_parameters():
        part = next((p for p in ("trunk", "mask") if p in name.split(".")), "rest")
        parts[part] += parameter.numel()
    kept = sum(b.numel() for n, b in network.named_buffers() if "running_" in n)
    shape = (network.specification.in_channels, side, side)
    return parts, multiply_accumulates(network, shape), kept


@pytest.mark.parametrize("side", [67, 94])
@pytest.mark.parametrize("name", UNLIKE)
def test_the_formulas_agree_with_the_built_network_to_the_unit(name, side):
    parts, operations, kept = counted(ResidualAttentionNetwork(UNLIKE[name]), side)
    costs = add_up(part_costs(UNLIKE[name], side))
    assert {part: costs[part].parameters for part in PARTS} == parts
    assert costs["total"].parameters == sum(parts.values())
    assert costs["total"].multiply_accumulates == operations
    assert costs["total"].running_statistics == kept


@pytest.mark.parametrize("side, name", [(224, "attention_92"), (32, "cifar_attention_236")])
def test_they_agree_for_the_papers_networks(side, name):
    with torch.device("meta" if side == 224 else "cpu"):
        network = ResidualAttentionNetwork(NETWORKS[name])
    costs = add_up(part_costs(NETWORKS[name], side))["total"]
    assert costs.parameters == count_parameters(network)
    assert costs.multiply_accumulates == multiply_accumulates(network, (3, side, side))


@pytest.mark.parametrize("part", ["trunk", "mask"])
def test_the_multiply_accumulates_of_a_part_are_those_that_run_in_it(part):
    network, seen = ResidualAttentionNetwork(SMALL).eval(), []
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d) and part in name.split("."):
            module.register_forward_hook(
                lambda m, x, out: seen.append(m.weight.numel() * out[0, 0].numel())
            )
    network(torch.rand(1, 1, 32, 32))
    assert add_up(part_costs(SMALL, 32))[part].multiply_accumulates == sum(seen)


def test_trunk_and_mask_lie_in_the_stages_alone():
    costs = part_costs(SMALL, 32)
    assert list(costs) == ["stem", "stage1", "stage2", "stage3", "end"]
    for place in ("stem", "end"):
        assert costs[place]["trunk"] == costs[place]["mask"] == Cost()


def test_other_units_are_sent_to_the_counters():
    with pytest.raises(
        ValueError, match="paper's unit .*, got unit=ResNeXtUnit.*use count_param"
    ):
        part_costs(NETWORKS["attentionnext_56"], 224)
    local = replace(SMALL, module_options={**SMALL.module_options, "mask": LocalMaskBranch})
    with pytest.raises(ValueError, match="mask=.*LocalMaskBranch"):
        part_costs(local, 32)
