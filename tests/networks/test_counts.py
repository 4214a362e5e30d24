"""Sizes and costs against the authors' release and the paper's tables, to the unit."""

from functools import cache

import pytest
import torch
from torch import nn

from resattn_lab.networks import build_network, count_parameters, multiply_accumulates

# Counted from Attention-56-deploy.prototxt and Attention-92-deploy.prototxt.
RELEASED = {
    "attention_56": {
        "parameters": 31_810_728,
        "convolutions": 110,
        "batch norms": 107,
        "multiply-accumulates, G": 6.2708,
    },
    "attention_92": {
        "parameters": 52_466_344,
        "convolutions": 179,
        "batch norms": 176,
        "multiply-accumulates, G": 10.5338,
    },
}


@cache
def sizes_only(name):
    """A 224×224 network with shapes and no numbers: nothing is computed or held."""
    with torch.device("meta"):
        return build_network(name, classes=1000)


@cache
def for_cifar(depth):
    """Small enough to hold, and sooner built with numbers than without."""
    return build_network(f"cifar_attention_{depth}")


def how_many(network, kind):
    return sum(isinstance(module, kind) for module in network.modules())


def weighted_trunk_layers(network):
    """Convolutions and linear layers outside of the masks, projections not counted."""
    return sum(
        isinstance(module, nn.Conv2d | nn.Linear)
        for name, module in network.named_modules()
        if not {"mask", "projection"} & set(name.split("."))
    )


@pytest.mark.parametrize("name", RELEASED)
def test_the_224_networks_have_exactly_the_released_sizes(name):
    network = sizes_only(name)
    assert RELEASED[name] == {
        "parameters": count_parameters(network),
        "convolutions": how_many(network, nn.Conv2d),
        "batch norms": how_many(network, nn.BatchNorm2d),
        "multiply-accumulates, G": round(multiply_accumulates(network, (3, 224, 224)) / 1e9, 4),
    }


@pytest.mark.parametrize("name", ["attentionnext_56", "attentioninception_56"])
def test_other_basic_units_cost_what_attention_56_costs_within_a_tenth(name):
    ours, theirs = sizes_only(name), sizes_only("attention_56")
    assert count_parameters(ours) == pytest.approx(count_parameters(theirs), rel=0.1)
    shape = (3, 224, 224)
    wanted = pytest.approx(multiply_accumulates(theirs, shape), rel=0.1)
    assert multiply_accumulates(ours, shape) == wanted


def test_the_stages_of_attention_56_have_the_sizes_of_table_2():
    network, shapes, x = (
        sizes_only("attention_56"),
        {},
        torch.empty(2, 3, 224, 224, device="meta"),
    )
    for name in ("stem", "stage1", "stage2", "stage3", "tail"):
        x = getattr(network, name)(x)
        shapes[name] = tuple(x.shape[1:])
    assert shapes == {
        "stem": (64, 56, 56),
        "stage1": (256, 56, 56),
        "stage2": (512, 28, 28),
        "stage3": (1024, 14, 14),
        "tail": (2048, 7, 7),
    }


@pytest.mark.parametrize("name, layers", [("attention_56", 56), ("attention_92", 92)])
def test_the_224_networks_are_as_deep_as_their_names_say(name, layers):
    assert weighted_trunk_layers(sizes_only(name)) == layers


@pytest.mark.parametrize("m, depth", [(1, 56), (2, 92), (3, 128), (4, 164), (6, 236)])
def test_m_modules_a_stage_make_36m_plus_20_weighted_trunk_layers(m, depth):
    assert 36 * m + 20 == depth
    assert weighted_trunk_layers(for_cifar(depth)) == depth


def test_attention_452_doubles_p_and_t():
    assert weighted_trunk_layers(for_cifar(452)) == 452


@pytest.mark.parametrize(
    "depth, paper, tolerance", [(92, 1.84e6, 0.005e6), (236, 5.085e6, 0.005e6)]
)
def test_the_32_networks_have_the_papers_parameters(depth, paper, tolerance):
    """The paper's table prints 1.9 M and 5.1 M."""
    network = for_cifar(depth)
    assert count_parameters(network) == pytest.approx(paper, abs=tolerance)


def test_attention_452_has_more_parameters_than_the_paper_prints():
    """Table 6 has 8.6 M: something about this network is not published."""
    network = for_cifar(452)
    assert count_parameters(network) == pytest.approx(10.2e6, rel=0.01)


def test_a_batch_norm_or_a_bias_is_no_multiply_accumulate():
    network = nn.Sequential(nn.Conv2d(2, 3, 3, padding=1), nn.BatchNorm2d(3), nn.ReLU())
    assert multiply_accumulates(network, (2, 4, 5)) == 4 * 5 * 3 * 2 * 3 * 3
    assert count_parameters(network) == (3 * 2 * 3 * 3 + 3) + (3 + 3)


def test_counting_leaves_the_network_in_the_mode_and_state_it_was_in():
    network = nn.Sequential(nn.Conv2d(2, 3, 1), nn.BatchNorm2d(3)).train()
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    multiply_accumulates(network, (2, 4, 4))
    assert network.training
    assert all(torch.equal(tensor, before[n]) for n, tensor in network.state_dict().items())
