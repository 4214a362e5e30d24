"""Weights as light and as bars, and the glimpse below."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import (
    glimpse_pair,
    lit_by,
    weight_bars,
    weight_light,
    weight_ruler,
)


def test_a_weight_has_the_same_light_in_every_picture():
    """A weight of 1/64 among 64 alike does not look like a weight of 1."""
    _, axes = plt.subplots(2, 2)
    image, glimpse = torch.ones(3, 16, 16), torch.rand(3, 5, 5)
    alike, mixed = torch.full((8, 8), 1 / 64), torch.zeros(8, 8)
    mixed[0, 0], mixed[7, 7] = 1 / 64, 63 / 64
    for weights, pair in ((alike, axes[0]), (mixed, axes[1])):
        assert glimpse_pair(image, weights, glimpse, axes=pair) == tuple(pair)
    first, second = (pair[0].images[0].get_array() for pair in axes)
    np.testing.assert_allclose(first[0, 0], second[0, 0])
    assert second[15, 15].min() > 0.9 > 0.6 > first.max()


def test_the_light_falls_with_the_logarithm_to_a_thousandth():
    found = weight_light([1, 0.1, 0.01, 0.001, 0])
    np.testing.assert_allclose(found, [1, 2 / 3, 1 / 3, 0, 0], atol=1e-12)


def test_image_and_glimpse_are_what_was_given():
    _, axes = plt.subplots(1, 2)
    image, glimpse, weights = torch.rand(3, 8, 8), torch.rand(3, 5, 5), torch.rand(2, 2)
    glimpse_pair(image, weights, glimpse, axes=axes)
    lit = lit_by(image, weight_light(weights))
    np.testing.assert_allclose(axes[0].images[0].get_array(), lit)
    np.testing.assert_allclose(axes[1].images[0].get_array(), glimpse.permute(1, 2, 0))


def test_the_titles_are_those_that_were_given():
    _, axes = plt.subplots(1, 2)
    titles = ("one location", "its window")
    glimpse_pair(
        torch.rand(3, 8, 8), torch.eye(2), torch.rand(3, 4, 4), titles=titles, axes=axes
    )
    assert tuple(ax.get_title() for ax in axes) == titles


@pytest.mark.parametrize("weights", [[[2.0, 0.5]], [[-0.1, 1.0]], [[float("nan"), 1.0]]])
def test_what_is_no_weight_is_refused(weights):
    with pytest.raises(ValueError, match="between 0 and 1, got"):
        weight_light(weights)


def test_the_ruler_names_the_weights_between_a_thousandth_and_one():
    _, ax = plt.subplots()
    labels = [label.get_text() for label in weight_ruler(ax).get_yticklabels()]
    assert labels == ["1", "0.1", "0.01", "0.001"]


def test_bars_stand_on_one_scale_whatever_the_weights():
    for weights in (torch.full((2, 2), 0.25), torch.tensor([[1.0, 0], [0, 0]])):
        ax = weight_bars(weights, title="which")
        assert ax.get_ylim() == (0, 1) and ax.get_title() == "which"
        assert [bar.get_height() for bar in ax.patches] == weights.flatten().tolist()
        assert list(ax.lines[0].get_ydata()) == [0.25, 0.25]
