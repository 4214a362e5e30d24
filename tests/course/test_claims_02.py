"""What the feedback of notebook 02 claims in passing."""

import math

import pytest

from resattn_lab.blocks import ResidualUnit
from resattn_lab.course.notebook_02 import GROWTH_PER_LAYER, LAYERS
from resattn_lab.course.notebook_02.stacks import CONTROLS, plain_gradient
from resattn_lab.networks import build_network, count_parameters


def test_projections_everywhere_would_add_56_percent_to_the_released_network():
    network = build_network("attention_56", classes=1000)
    units = [m for m in network.modules() if isinstance(m, ResidualUnit)]
    more = sum(u.conv3.out_channels**2 for u in units if u.projection is None)
    assert round(more / count_parameters(network), 2) == 0.56


def test_halving_the_weights_changes_nothing_and_more_depth_does():
    before = plain_gradient()
    assert plain_gradient(**CONTROLS["halve"]) == pytest.approx(before, rel=0.1)
    assert plain_gradient(**CONTROLS["deepen"]) > 1000 * before


@pytest.mark.parametrize("name", ["widen", "redraw"])
def test_the_other_controls_leave_the_strength_within_a_factor_of_ten(name):
    assert abs(math.log10(plain_gradient(**CONTROLS[name]) / plain_gradient())) < 1


def test_after_twenty_units_the_derivation_gives_98000():
    assert round(GROWTH_PER_LAYER ** (20 * LAYERS), -3) == 98_000
    assert round(GROWTH_PER_LAYER, 4) == 1.2112
