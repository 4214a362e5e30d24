"""Clouds of estimates: the exact gradient and the mean are where they should be."""

import numpy as np
import pytest
import torch

from resattn_lab.plots import gradient_clouds


def test_each_cloud_has_its_own_mean_and_all_have_the_same_star():
    clouds = {"one": torch.randn(500, 2), "two": 3 + torch.randn(500, 2)}
    axes = gradient_clouds(clouds, (0.0, 1.0))
    assert [ax.get_title() for ax in axes] == ["one", "two"]
    for ax, cloud in zip(axes, clouds.values(), strict=True):
        dots, star, mean = (np.squeeze(line.get_xydata()) for line in ax.lines)
        assert len(dots) == 400
        assert star.tolist() == [0, 1]
        np.testing.assert_allclose(mean, cloud.mean(dim=0), rtol=1e-5, atol=1e-6)


def test_all_clouds_have_one_scale_with_the_exact_gradient_in_its_middle():
    first, second = gradient_clouds({"a": torch.randn(9, 2), "b": torch.zeros(9, 2)}, (1, 2))
    assert first.get_xlim() == second.get_xlim() and sum(first.get_xlim()) == pytest.approx(2)
    assert first.get_ylim() == second.get_ylim() and sum(first.get_ylim()) == pytest.approx(4)


def test_estimates_of_another_length_are_refused():
    with pytest.raises(ValueError, match=r"'one' has \(5, 3\)"):
        gradient_clouds({"one": torch.zeros(5, 3)}, (0, 0))
