"""He's weights as in the paper, and units that begin as the identity."""

import math

import pytest
import torch
from torch import nn

from resattn_lab.blocks import (
    UNITS,
    AttentionModule,
    InceptionUnit,
    ResidualUnit,
    ResNeXtUnit,
    initialise,
)


@pytest.fixture
def network():
    """Convolutions with and without groups, batch norms, a linear layer; all spoilt."""
    network = nn.Sequential(
        AttentionModule(128, encoder_depth=2),
        ResNeXtUnit(128, 128),
        InceptionUnit(128, 128),
        nn.Linear(128, 100),
    )
    for parameter in network.parameters():
        nn.init.constant_(parameter, 9)
    return network


def test_he_gives_every_convolution_the_spread_of_its_fan_in(network):
    initialise(network, "he")
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d | nn.Linear):
            weight = module.weight
            gain = 2 if isinstance(module, nn.Conv2d) else 1
            wanted = math.sqrt(gain / weight[0].numel())
            uncertainty = 5 / math.sqrt(2 * weight.numel())  # five standard errors
            assert weight.std().item() == pytest.approx(wanted, rel=uncertainty), name
            assert abs(weight.mean().item()) < 5 * wanted / math.sqrt(weight.numel()), name


@pytest.mark.parametrize("name", ["he", "zero_residual"])
def test_batch_norms_begin_with_scale_one_and_biases_with_zero(name, network):
    initialise(network, name)
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    assert norms and all((norm.weight == 1).all() for norm in norms)
    assert not any(norm.bias.any() for norm in norms)
    assert not network[-1].bias.any()


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_unit_of_zero_residual_is_the_identity(unit):
    built = initialise(unit(64, 64), "zero_residual")
    x = torch.randn(2, 64, 5, 5)
    assert torch.equal(built(x), x)


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_a_unit_that_reshapes_is_its_projection_with_zero_residual(unit):
    built, projected = initialise(unit(64, 128), "zero_residual"), []
    built.projection.register_forward_hook(lambda m, x, out: projected.append(out))
    out = built(torch.randn(2, 64, 5, 5))
    assert out.any() and torch.equal(out, projected[0])


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_he_does_not_make_a_unit_the_identity(unit):
    built = initialise(unit(64, 64))
    x = torch.randn(2, 64, 5, 5)
    assert (built(x) - x).abs().mean() > 0.1


def test_only_the_last_convolution_of_each_unit_is_zero(network):
    initialise(network, "zero_residual")
    zero = {name for name, p in network.named_parameters() if p.ndim == 4 and not p.any()}
    last = {
        f"{n}.conv3.weight" for n, m in network.named_modules() if type(m) in UNITS.values()
    }
    assert zero == last


def test_the_network_itself_comes_back():
    unit = ResidualUnit(8, 8)
    assert initialise(unit) is unit


def test_an_unknown_initialisation_is_answered_with_the_choices():
    wanted = "unknown initialisation 'xavier'; choose one of he, zero_residual"
    with pytest.raises(ValueError, match=wanted):
        initialise(ResidualUnit(8, 8), "xavier")


@pytest.mark.parametrize("name", ["he", "zero_residual"])
def test_layers_without_bias_and_norms_without_scale_are_passed_over(name):
    network = nn.Sequential(
        nn.Conv2d(3, 8, 1, bias=False),
        nn.BatchNorm2d(8, affine=False),
        nn.Flatten(),
        nn.Linear(8, 10, bias=False),
    )
    nn.init.zeros_(network[3].weight)
    initialise(network, name)
    assert network[3].weight.std() > 0
