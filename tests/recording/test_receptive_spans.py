"""Receptive spans against fields worked out by hand and measured by gradients."""

import pytest
import torch
from torch import nn

from resattn_lab.networks import build_network
from resattn_lab.recording import ReceptiveSpans


def test_two_convolutions_and_a_stride_by_hand():
    network = nn.Sequential(
        nn.Conv2d(3, 4, 3, padding=1),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 4, 3, stride=2, padding=1),
        nn.MaxPool2d(3, stride=2, padding=1),
    )
    spans = ReceptiveSpans(network, (3, 8, 12))
    rows, columns = spans.of("0")
    assert rows == [(max(n - 1, 0), min(n + 1, 7)) for n in range(8)]
    assert len(columns) == 12 and columns[11] == (10, 11)
    assert spans.of("3")[0] == [(0, 2), (0, 4), (2, 6), (4, 7)]
    assert spans.of("4")[0] == [(0, 4), (0, 7)]


def test_a_dead_network_still_has_its_wiring():
    network = nn.Sequential(nn.Conv2d(1, 2, 5, padding=2), nn.ReLU(), nn.Conv2d(2, 1, 1))
    for parameter in network.parameters():
        nn.init.constant_(parameter, -1.0)
    assert ReceptiveSpans(network, (1, 9, 9)).of("2")[0][4] == (2, 6)
    assert all((parameter == -1).all() for parameter in network.parameters())


def test_the_network_stays_as_it_is():
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25).train()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    ReceptiveSpans(network, (3, 32, 32)).of("stage1.0.trunk.0.conv2")
    assert network.training
    for name, value in network.state_dict().items():
        assert torch.equal(value, before[name]), name


@pytest.mark.parametrize(
    "layer, side",
    [
        ("stem.0", 3),
        ("stage1.open.conv2", 5),
        ("stage1.0.pre.0.conv2", 7),
        ("stage1.0.trunk.0.conv2", 9),
        ("stage1.0.trunk.1.conv3", 11),
        ("stage1.0.mask.score.5", 32),
    ],
)
def test_fields_grow_by_two_with_every_3x3_and_the_mask_sees_all(layer, side):
    network = build_network("cifar_attention_56", width=0.25)
    rows, columns = ReceptiveSpans(network, (3, 32, 32)).of(layer)
    first, last = rows[16]
    assert last - first + 1 == side and rows == columns


@pytest.mark.parametrize("attention", ["mixed", "channel", "spatial"])
def test_what_follows_a_module_sees_through_its_mask(attention):
    network = build_network("cifar_attention_56", width=0.25, attention=attention)
    rows, _ = ReceptiveSpans(network, (3, 32, 32)).of("stage1.0.post.0.conv1")
    assert rows[16] == (0, 31)


def test_impossible_requests_say_what_came():
    network = nn.Sequential(nn.Conv2d(1, 1, 1))
    with pytest.raises(ValueError, match="has no module 'one'"):
        ReceptiveSpans(network, (1, 4, 4)).of("one")
    with pytest.raises(ValueError, match="wrapped in DataParallel"):
        ReceptiveSpans(nn.DataParallel(network), (1, 4, 4))
