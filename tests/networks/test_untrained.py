"""Untrained twins, and batch norms whose statistics are those of the images alone."""

import pytest
import torch
from torch import nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import planted_scenes
from resattn_lab.networks import build_network, settle_batch_norms, untrained_twin


def norms(network):
    return [part for part in network.modules() if isinstance(part, nn.BatchNorm2d)]


@pytest.mark.parametrize("batches", [1, 3, 10])
def test_a_batch_norms_statistics_are_the_mean_and_variance_of_what_arrives(batches):
    images = 5 + 3 * torch.randn(
        20 * batches, 4, 6, 6, generator=torch.Generator().manual_seed(0)
    )
    norm = settle_batch_norms(nn.BatchNorm2d(4), images, batch=20)
    each = images.view(batches, 20, 4, 6, 6)
    torch.testing.assert_close(norm.running_mean, images.mean(dim=(0, 2, 3)))
    torch.testing.assert_close(norm.running_var, each.var(dim=(1, 3, 4)).mean(dim=0))


def test_in_all_of_a_network_one_batch_says_as_much_as_the_same_batch_ten_times():
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25)
    images = planted_scenes(8, seed=3).images / 255
    once = [norm.running_var.clone() for norm in norms(settle_batch_norms(network, images))]
    settle_batch_norms(network, images.repeat(10, 1, 1, 1), batch=8)
    for norm, before in zip(norms(network), once, strict=True):
        torch.testing.assert_close(norm.running_var, before)


def test_settling_forgets_what_came_before_and_changes_nothing_else():
    network, _ = load_checkpoint("scenes_attention_56")
    fresh = untrained_twin(network)
    images = planted_scenes(20, seed=3).images / 255
    used, weights = untrained_twin(network).train(), [p.clone() for p in fresh.parameters()]
    with torch.no_grad():
        used(1 - images)
    for twin in (settle_batch_norms(fresh, images), settle_batch_norms(used, images)):
        assert not twin.training and {norm.momentum for norm in norms(twin)} == {0.1}
        assert all(map(torch.equal, weights, twin.parameters()))
    assert all(map(torch.equal, fresh.buffers(), used.buffers()))


def test_a_twin_is_the_same_network_with_weights_of_its_seed():
    network, _ = load_checkpoint("scenes_attention_56")
    first, again, other = (untrained_twin(network, seed=seed) for seed in (0, 0, 1))
    weights = [twin.stage1.open.conv1.weight for twin in (first, again, other)]
    assert torch.equal(weights[0], weights[1]) and not torch.equal(weights[0], weights[2])
    assert first.arguments == network.arguments and not first.training
    assert torch.equal(first.pixel_mean, network.pixel_mean)
    assert int(first.norm.num_batches_tracked) == 0
