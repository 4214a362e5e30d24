"""Units, gates and masks of one's own, plugged into the networks of the package."""

from dataclasses import replace

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import AttentionModule, ResidualUnit, SpatialGate
from resattn_lab.checkpoints import load_checkpoint, save_weights
from resattn_lab.explore.live.program import write_program
from resattn_lab.networks import (
    NETWORKS,
    ResidualAttentionNetwork,
    build_network,
    prepare_for_inference,
)
from resattn_lab.recording import record_masks


class OneConvolution(nn.Module):
    def __init__(self, in_channels, out_channels, *, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, out_channels, 3, stride, padding=1)

    def forward(self, x):
        return F.relu(self.conv(x))


class Hardened(nn.Module):
    def forward(self, scores):
        return (scores > 0).to(scores)


class Turned(ResidualUnit):
    """The unit's weights, in another order of use: it shares nothing else with its parent."""

    def forward(self, x):
        return x if self.projection is None else self.projection(x)


class Brightness(nn.Module):
    """Weighs every channel alike: where the feature map is large."""

    def __init__(self, channels):
        super().__init__()

    def forward(self, x):
        return torch.sigmoid(x.mean(dim=1, keepdim=True)).expand_as(x)


def own_network(**options):
    return build_network("cifar_attention_56", width=0.25, **options).eval()


def test_a_unit_and_a_gate_of_ones_own_are_built_in_everywhere():
    network = own_network(unit=OneConvolution, attention=Hardened)
    with record_masks(network) as masks:
        network(torch.rand(2, 3, 16, 16)).sum().backward()
    assert not any(isinstance(module, ResidualUnit) for module in network.modules())
    assert network.stage1.open.conv.weight.grad.any()  # and none comes through such a gate
    assert {float(value) for mask in masks.values() for value in mask.unique()} == {0.0, 1.0}


def test_a_module_takes_a_mask_of_ones_own_and_its_recorder_sees_it():
    module, x = AttentionModule(8, p=0, mask=Brightness).eval(), torch.randn(2, 8, 4, 4)
    with record_masks(nn.Sequential(module)) as masks:
        out = module(x)
    torch.testing.assert_close(masks["0.mask"], Brightness(8)(x))
    torch.testing.assert_close(out, (1 + Brightness(8)(x)) * module.trunk(x))


def test_a_specification_takes_a_mask_of_ones_own_for_every_module():
    options = {**NETWORKS["cifar_attention_56"].module_options, "mask": Brightness}
    network = ResidualAttentionNetwork(
        replace(NETWORKS["cifar_attention_56"], module_options=options)
    )
    assert network.smallest_image == 1
    assert network(torch.rand(2, 3, 8, 8)).shape == (2, 10)


def test_a_card_holds_the_names_of_parts_whoever_gave_them(tmp_path):
    """Those of the package are built again; what a name cannot build is said."""
    known = own_network(unit=ResidualUnit, attention=SpatialGate)
    assert known.arguments["unit"] == "preactivation"
    save_weights(tmp_path / "known.safetensors", known, {"network": known.arguments})
    again, card = load_checkpoint(tmp_path / "known.safetensors")
    assert card["network"]["attention"] == "spatial"
    images = torch.rand(2, 3, 16, 16)
    assert torch.equal(again(images), known(images))

    own = own_network(unit=OneConvolution)
    save_weights(tmp_path / "own.safetensors", own, {"network": own.arguments})
    with pytest.raises(
        ValueError, match="own.safetensors names .* unknown unit 'OneConvolution"
    ):
        load_checkpoint(tmp_path / "own.safetensors")


def test_what_is_derived_from_a_unit_is_not_taken_for_it():
    """Folding and the live page know how a unit computes; a derived one may differ."""
    network, images = own_network(unit=Turned), torch.rand(2, 3, 16, 16)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.running_mean.uniform_(-1, 1)
    torch.testing.assert_close(prepare_for_inference(network)(images), network(images))
    with pytest.raises(ValueError, match="the live page cannot run a Turned"):
        write_program(network, (16, 16))


@pytest.mark.parametrize(
    "options, message",
    [
        ({"attention": Hardened}, "cannot run a Hardened"),
        ({"mask_scale": 2.0}, "cannot scale a mask"),
        ({"mask": "constant", "mask_value": 0.5}, "cannot run a ConstantMask"),
    ],
    ids=str,
)
def test_the_live_page_refuses_masks_that_it_would_show_wrong(options, message):
    with pytest.raises(ValueError, match=message):
        write_program(own_network(**options), (16, 16))
