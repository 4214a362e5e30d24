"""One trunk, five ways to weigh it."""

import pytest
import torch

from resattn_lab.networks import one_attention
from resattn_lab.networks.one_attention import KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_tells_ten_classes_apart_and_all_of_it_learns(kind):
    network = one_attention(kind, seed=0)
    logits = network(torch.rand(4, 3, 32, 32))
    assert logits.shape == (4, 10)
    network.attention.requires_grad_(True)
    logits.square().sum().backward()
    assert all(parameter.grad is not None for parameter in network.parameters())


@pytest.mark.parametrize("kind", KINDS)
def test_networks_of_one_seed_begin_alike_outside_of_the_attention(kind):
    plain, other = one_attention("none", seed=3), one_attention(kind, seed=3)
    for name, value in plain.state_dict().items():
        assert torch.equal(other.state_dict()[name], value), name


def test_self_attention_begins_as_the_plain_trunk():
    images = torch.rand(2, 3, 32, 32)
    plain, other = (one_attention(k, seed=1).eval() for k in ("none", "self-attention"))
    torch.testing.assert_close(other(images), plain(images))


def test_a_new_network_leaves_the_random_numbers_alone():
    torch.manual_seed(5)
    wanted = torch.rand(1)
    torch.manual_seed(5)
    one_attention("mask", seed=0)
    assert torch.equal(torch.rand(1), wanted)


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="unknown kind of attention 'magic'"):
        one_attention("magic", seed=0)
