"""What the feedback of notebook 02 claims in passing, and what its cells measure with."""

import math

import pytest
import torch
from torch import nn

from resattn_lab.blocks import PostActivationUnit, ResidualUnit
from resattn_lab.course.notebook_02 import (
    averaged,
    outcome,
    recorded_trainings,
    silenced,
)
from resattn_lab.course.notebook_02.stacks import (
    CONTROLS,
    GROWTH_PER_LAYER,
    LAYERS,
    plain_gradient,
)
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


@pytest.mark.parametrize("make", [ResidualUnit, PostActivationUnit])
def test_a_silenced_unit_adds_nothing_whatever_its_weights_are(make):
    x = torch.randn(4, 8, 5, 5).clamp(min=0)
    torch.testing.assert_close(silenced(make(8, 8))(x), x, rtol=0, atol=0)


def test_what_is_averaged_over_the_seeds_is_the_geometric_mean():
    def draw(seed):  # one unit that multiplies by its seed
        conv = nn.Conv2d(1, 1, 1, bias=False)
        nn.init.constant_(conv.weight, seed)
        return torch.ones(1, 1, 2, 2), nn.Sequential(conv)

    (found,) = averaged(draw, [1], [1, 4]).values()
    torch.testing.assert_close(found.signal, torch.tensor([1.0, 2.0]))
    torch.testing.assert_close(found.gradient, torch.tensor([2.0, 1.0]))


def test_a_control_that_was_not_chosen_runs_nothing():
    assert outcome(None).startswith("Choose one of halve, deepen")
    assert outcome("redraw").startswith("redraw: the gradient at the input was")


def test_the_best_rate_of_a_network_has_its_lowest_mean_loss():
    trained = recorded_trainings()
    for name, (rate, loss) in trained.best.items():
        means = [sum(found) / len(found) for found in trained.losses[name].values()]
        assert loss == min(means) and rate in trained.losses[name]
