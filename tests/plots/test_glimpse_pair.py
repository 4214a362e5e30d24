"""Weights over an image, and the glimpse below."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import glimpse_pair, lit_by


def test_the_weights_are_shown_from_nothing_to_the_largest_one():
    _, axes = plt.subplots(1, 2)
    weights = torch.tensor([[0.01, 0.02], [0.0, 0.04]])
    image, glimpse = torch.rand(3, 8, 8), torch.rand(3, 5, 5)
    assert glimpse_pair(image, weights, glimpse, axes=axes) == tuple(axes)
    np.testing.assert_allclose(axes[0].images[0].get_array(), lit_by(image, weights / 0.04))
    np.testing.assert_allclose(axes[1].images[0].get_array(), glimpse.permute(1, 2, 0))


def test_the_titles_are_those_that_were_given():
    _, axes = plt.subplots(1, 2)
    titles = ("one place", "its window")
    glimpse_pair(
        torch.rand(3, 8, 8), torch.eye(2), torch.rand(3, 4, 4), titles=titles, axes=axes
    )
    assert tuple(ax.get_title() for ax in axes) == titles


def test_weights_of_nothing_are_refused():
    _, axes = plt.subplots(1, 2)
    with pytest.raises(ValueError, match="a place above 0"):
        glimpse_pair(torch.rand(3, 8, 8), torch.zeros(2, 2), torch.rand(3, 4, 4), axes=axes)
