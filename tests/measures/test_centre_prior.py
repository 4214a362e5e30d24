"""The hill in the middle."""

import math

import pytest
import torch

from resattn_lab.measures import centre_prior


def test_its_heights_are_those_of_a_gaussian():
    hill = centre_prior((3, 5), 2.0)
    assert hill.shape == (3, 5) and hill[1, 2] == 1
    assert hill[1, 4].item() == pytest.approx(math.exp(-4 / 8))
    assert hill[0, 0].item() == pytest.approx(math.exp(-(1 + 4) / 8))


def test_an_even_side_has_its_centre_between_two_pixels():
    hill = centre_prior((4, 4), 1.0)
    torch.testing.assert_close(hill, hill.flip(0))
    torch.testing.assert_close(hill, hill.T)
    assert (hill == hill.max()).sum() == 4


def test_a_hill_needs_a_width():
    with pytest.raises(ValueError, match="must be above 0 pixels, got 0"):
        centre_prior((4, 4), 0)
