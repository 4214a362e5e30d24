"""A network for other classes."""

import math

import pytest
import torch
import torch.nn.functional as F

from resattn_lab.networks import build_network, replace_classifier


@pytest.fixture
def network():
    return build_network("cifar_attention_56", width=1 / 8).eval()


def test_only_the_last_layer_is_new(network):
    other, images = replace_classifier(network, 4), torch.rand(3, 3, 32, 32)
    assert other(images).shape == (3, 4) and network(images).shape == (3, 10)
    for name, value in network.state_dict().items():
        if not name.startswith("classifier"):
            assert torch.equal(other.state_dict()[name], value), name


def test_its_first_loss_is_that_of_guessing(network):
    loss = F.cross_entropy(
        replace_classifier(network, 7)(torch.rand(2, 3, 32, 32)), torch.ones(2).long()
    )
    assert loss.item() == pytest.approx(math.log(7))


def test_its_arguments_build_it_again(network):
    other = replace_classifier(network, 4)
    build_network(**other.arguments).load_state_dict(other.state_dict())
    assert network.arguments["classes"] == 10 and other.specification.classes == 4


def test_one_class_is_refused(network):
    with pytest.raises(ValueError, match="two classes or more, got 1"):
        replace_classifier(network, 1)
