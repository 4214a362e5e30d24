"""What the feedback of notebook 02 claims in passing, and what its cells measure with."""

import math
from statistics import geometric_mean

import pytest
import torch
from torch import nn

from resattn_lab.blocks import PostActivationUnit, ResidualUnit
from resattn_lab.course import exercises
from resattn_lab.course.notebook_02 import (
    averaged,
    compare_slopes,
    outcome,
    recorded_trainings,
    silenced,
)
from resattn_lab.course.notebook_02.changes import stack
from resattn_lab.course.notebook_02.on_paper import layer_factor
from resattn_lab.course.notebook_02.stacks import CONTROLS, measured_factor, plain_gradients
from resattn_lab.networks import build_network, count_parameters


def test_projections_everywhere_would_add_56_percent_to_the_released_network():
    network = build_network("attention_56", classes=1000)
    units = [m for m in network.modules() if isinstance(m, ResidualUnit)]
    more = sum(u.conv3.out_channels**2 for u in units if u.projection is None)
    assert round(more / count_parameters(network), 2) == 0.56


def test_halving_the_weights_changes_nothing_and_more_depth_does():
    before = geometric_mean(plain_gradients())
    halved, deep = (geometric_mean(plain_gradients(**CONTROLS[n])) for n in ("halve", "deepen"))
    assert halved == pytest.approx(before, rel=0.1)
    assert deep > 1000 * before


@pytest.mark.parametrize("name", ["widen", "redraw"])
def test_the_other_controls_leave_the_mean_within_the_range_of_the_draws(name):
    before = plain_gradients()
    after = geometric_mean(plain_gradients(**CONTROLS[name]))
    assert min(before) < after < max(before)


def test_the_factor_of_a_layer_is_the_derived_one_and_leaves_nothing_at_slope_1():
    assert layer_factor(0) == pytest.approx(math.sqrt(math.pi / (math.pi - 1)))
    assert layer_factor(1) == pytest.approx(1)


@pytest.mark.parametrize("slope", [0, 0.2, 0.5, 1])
def test_stacks_of_layers_multiply_by_what_was_derived(slope):
    assert measured_factor(slope) == pytest.approx(layer_factor(slope), rel=0.03)


def test_a_function_that_was_not_written_is_not_compared():
    def layer_factor(slope):
        raise NotImplementedError

    assert compare_slopes(layer_factor).startswith("Write layer_factor above")


@pytest.mark.parametrize("make", [ResidualUnit, PostActivationUnit])
def test_a_silenced_unit_adds_nothing_whatever_its_weights_are(make):
    x = torch.randn(4, 8, 5, 5).clamp(min=0)
    torch.testing.assert_close(silenced(make(8, 8))(x), x, rtol=0, atol=0)


def test_a_gradient_finds_the_weights_of_a_silenced_branch():
    unit = silenced(ResidualUnit(8, 8))
    unit(torch.randn(2, 8, 5, 5)).sum().backward()
    assert all(p.grad is not None for p in unit.parameters())


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


@pytest.mark.parametrize("name", ["branch", "b", "body", "F"])
def test_a_scaled_unit_may_call_its_branch_what_it_likes(name):
    class Unit(nn.Module):
        def __init__(self, branch, start=0.0, kind=nn.Parameter):
            super().__init__()
            setattr(self, name, branch)
            self.s = kind(torch.full((), start))

        def forward(self, x):
            return x + self.s * getattr(self, name)(x)

    find = exercises("02")["02.scaled"].check
    assert find(Unit).startswith("Right")
    assert "begin at 0" in find(lambda branch: Unit(branch, start=1.0))
    assert "not learned" in find(lambda branch: Unit(branch, kind=lambda value: value))


def test_a_stack_may_end_with_any_normalisation():
    def ended(norm):
        *units, _, relu = stack()
        return nn.Sequential(*units, norm, relu)

    check = exercises("02")["02.stack"].check
    assert check(ended(nn.GroupNorm(32, 256))).startswith("Right")
    assert "whatever size" in check(ended(nn.Identity()))
