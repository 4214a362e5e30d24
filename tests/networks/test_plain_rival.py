"""The plain residual network that the paper measures itself against: ResNet-164."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.networks import (
    NETWORKS,
    RIVALS,
    ResidualAttentionNetwork,
    add_up,
    build_network,
    count_parameters,
    multiply_accumulates,
    part_costs,
)


def by_hand(classes):
    """Parameters of ResNet-164 with pre-activation bottlenecks, unit by unit."""

    def unit(inside, outside, projected):
        width = outside // 4
        convolutions = inside * width + width * width * 9 + width * outside
        norms = 2 * inside + 2 * width + 2 * width
        return convolutions + norms + inside * outside * projected

    total, channels = 3 * 16 * 9, 16
    for outside in (64, 128, 256):
        total += unit(channels, outside, True) + 17 * unit(outside, outside, False)
        channels = outside
    return total + 2 * 256 + 256 * classes + classes


@pytest.mark.parametrize("classes", [10, 100])
def test_its_parameters_are_those_of_54_bottlenecks(classes):
    with torch.device("meta"):
        network = build_network("cifar_resnet_164", classes=classes)
    assert count_parameters(network) == by_hand(classes)
    assert round(by_hand(10) / 1e6, 1) == 1.7  # Table 6


def test_it_has_164_layers_of_weights_and_no_mask():
    with torch.device("meta"):
        network = ResidualAttentionNetwork(RIVALS["cifar_resnet_164"])
    layers = [
        name
        for name, part in network.named_modules()
        if isinstance(part, nn.Conv2d | nn.Linear) and "projection" not in name
    ]
    assert len(layers) == 164
    assert not any(isinstance(part, AttentionModule) for part in network.modules())
    assert network.smallest_image == 1


def test_it_is_of_attention_92s_size():
    sizes = {}
    for name in ("cifar_attention_92", "cifar_resnet_164"):
        with torch.device("meta"):
            sizes[name] = count_parameters(build_network(name))
    assert 0.85 < sizes["cifar_resnet_164"] / sizes["cifar_attention_92"] < 1


def test_the_formulas_of_its_costs_hold():
    cost = add_up(part_costs(RIVALS["cifar_resnet_164"], 32))["total"]
    network = build_network("cifar_resnet_164")
    assert cost.parameters == count_parameters(network)
    assert cost.multiply_accumulates == multiply_accumulates(network, (3, 32, 32))


def test_an_option_of_attention_modules_is_refused_for_it():
    with pytest.raises(ValueError, match="no Attention Module; leave out attention_residual"):
        build_network("cifar_resnet_164", attention_residual=False)
    assert not set(RIVALS) & set(NETWORKS)
