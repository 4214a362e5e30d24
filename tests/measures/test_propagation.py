"""Signal and gradient along a stack, against what is known by hand."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.measures import propagate, rms


class Times(nn.Module):
    def __init__(self, factor):
        super().__init__()
        self.factor = factor

    def forward(self, x):
        return self.factor * x


def test_root_mean_square_of_three_and_four():
    assert rms(torch.tensor([3.0, 4.0])) == pytest.approx(12.5**0.5)


def test_known_factors_multiply_up_the_stack_and_back():
    found = propagate([Times(2.0), Times(0.5), Times(4.0)], torch.randn(2, 3, 4, 4))
    torch.testing.assert_close(found.signal, torch.tensor([1.0, 2.0, 1.0, 4.0]))
    torch.testing.assert_close(found.gradient, torch.tensor([4.0, 2.0, 4.0, 1.0]))


def test_it_leaves_input_and_parameters_without_a_gradient():
    units, x = nn.Sequential(ResidualUnit(8, 8), ResidualUnit(8, 16, stride=2)), None
    x = torch.randn(2, 8, 4, 4)
    found = propagate(units, x)
    assert found.signal.shape == found.gradient.shape == (3,)
    assert x.grad is None and all(p.grad is None for p in units.parameters())


def test_the_same_generator_gives_the_same_gradient():
    unit, x = [ResidualUnit(8, 8).eval()], torch.randn(2, 8, 4, 4)
    first, second = (
        propagate(unit, x, generator=torch.Generator().manual_seed(3)) for _ in range(2)
    )
    torch.testing.assert_close(first.gradient, second.gradient, rtol=0, atol=0)


def test_a_stack_without_units_is_refused():
    with pytest.raises(ValueError, match="at least one unit"):
        propagate([], torch.zeros(1))
