"""The copy for inference puts out what the network does, with fewer operations."""

from collections import Counter

import pytest
import torch
from torch import nn

from resattn_lab.checkpoints import available, load_checkpoint
from resattn_lab.data import scene_set
from resattn_lab.networks import build_network, prepare_for_inference
from resattn_lab.recording import record_masks

BUILDS = [
    ("cifar_attention_56", {"width": 0.25}),
    ("cifar_attention_56", {"width": 0.25, "mask": "local", "attention_residual": False}),
    ("cifar_attention_56", {"width": 0.5, "unit": "inception"}),
    ("attention_56", {"width": 0.125, "classes": 7}),
    ("attentionnext_56", {"width": 0.25, "classes": 7}),
]


def trained(name, options):
    """Batch norms as a training leaves them: no scale is 1, no mean is 0, statistics fit."""
    torch.manual_seed(0)
    network = build_network(name, **options)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, std=0.2)
            module.momentum = 1.0
    with torch.no_grad():
        network(torch.rand(16, 3, 64, 64))
    return network.eval()


def batch_norms(network):
    return sum(isinstance(module, nn.BatchNorm2d) for module in network.modules())


@pytest.mark.parametrize("name, options", BUILDS)
def test_folding_is_exact(name, options):
    """In double precision, where rounding cannot hide a mistake."""
    network = trained(name, options).double()
    images = torch.rand(3, 3, 64, 64, dtype=torch.float64)
    prepared = prepare_for_inference(network)
    with torch.no_grad(), record_masks(network) as masks:
        expected = network(images)
    with record_masks(prepared) as masks_again:
        logits = prepared(images)
    torch.testing.assert_close(logits, expected, rtol=1e-9, atol=1e-9)
    assert list(masks_again) == list(masks)
    for module, mask in masks.items():
        torch.testing.assert_close(masks_again[module], mask, rtol=0, atol=1e-6)


@pytest.mark.parametrize("name", available())
def test_a_trained_network_says_the_same_to_1e_5(name):
    network, _ = load_checkpoint(name)
    images = scene_set(16, seed=9).floats()
    with torch.no_grad():
        expected = network(images)
    torch.testing.assert_close(
        prepare_for_inference(network)(images), expected, rtol=1e-5, atol=1e-5
    )


def test_two_of_three_batch_norms_of_a_unit_go_and_one_of_every_score():
    network = trained("cifar_attention_56", {"width": 0.25})
    kinds = Counter(type(module).__name__ for module in network.modules())
    gone = batch_norms(network) - batch_norms(prepare_for_inference(network))
    assert gone == 2 * kinds["ResidualUnit"] + kinds["SoftMaskBranch"]


def test_the_stem_for_224_is_folded_too():
    prepared = prepare_for_inference(trained("attention_56", {"width": 0.125}))
    assert isinstance(prepared.stem[1], nn.Identity)


def test_the_network_itself_stays_as_it_is():
    network = trained("cifar_attention_56", {"width": 0.25}).train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    count = batch_norms(network)
    prepared = prepare_for_inference(network)
    assert network.training
    assert batch_norms(network) == count
    assert all(parameter.requires_grad for parameter in network.parameters())
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    shared = {p.data_ptr() for p in network.parameters()}
    assert not shared & {p.data_ptr() for p in prepared.parameters()}


def test_no_graph_is_kept():
    prepared = prepare_for_inference(trained("cifar_attention_56", {"width": 0.25}))
    logits = prepared(torch.rand(1, 3, 32, 32))
    assert not logits.requires_grad
    assert not prepared.training
