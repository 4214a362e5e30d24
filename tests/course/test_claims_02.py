"""What the feedback of notebook 02 claims in passing."""

import pytest

from resattn_lab.blocks import ResidualUnit
from resattn_lab.networks import build_network, count_parameters


def test_projections_everywhere_would_make_the_cifar_network_two_thirds_larger():
    network = build_network("cifar_attention_56")
    units = [m for m in network.modules() if isinstance(m, ResidualUnit)]
    more = sum(u.conv3.out_channels**2 for u in units if u.projection is None)
    assert more / count_parameters(network) == pytest.approx(2 / 3, abs=0.02)


def test_a_third_of_the_unit_that_changes_the_shape_is_its_projection():
    unit = ResidualUnit(256, 512, stride=2)
    share = unit.projection.weight.numel() / count_parameters(unit)
    assert share == pytest.approx(1 / 3, abs=0.02)


def test_at_width_26_most_parameters_are_in_the_3x3_convolution():
    unit = ResidualUnit(64, 64, width=26)
    assert unit.conv2.weight.numel() > count_parameters(unit) / 2
