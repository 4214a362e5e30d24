"""Clouds of estimates, and their means close up."""

import numpy as np
import pytest
import torch

from resattn_lab.plots import gradient_clouds


def test_each_estimator_has_a_cloud_and_the_means_come_last():
    clouds = {"one": torch.randn(50, 2), "two": torch.randn(50, 2) + 1}
    axes = gradient_clouds(clouds, (0.0, 1.0), other=("another", (1.0, 1.0)))
    assert [ax.get_title() for ax in axes] == ["one", "two", "the means, close up"]
    np.testing.assert_allclose(axes[1].lines[0].get_xydata(), clouds["two"])
    for ax in axes:
        assert [0.0, 1.0] in [line.get_xydata()[0].tolist() for line in ax.lines]
    labels = axes[-1].get_legend_handles_labels()[1]
    assert set(labels) == {"exact", "another", "one", "two"}
    means = [bars.lines[0].get_xydata()[0] for bars in axes[-1].containers]
    np.testing.assert_allclose(means, [cloud.mean(0) for cloud in clouds.values()], rtol=1e-5)


def test_all_clouds_share_one_scale():
    axes = gradient_clouds(
        {"wide": 9 * torch.randn(50, 2), "narrow": torch.randn(50, 2)}, (0, 0)
    )
    assert axes[0].get_xlim() == axes[1].get_xlim() and axes[0].get_ylim() == axes[1].get_ylim()


def test_estimates_of_three_numbers_are_refused():
    with pytest.raises(ValueError, match=r"\(S, 2\), 'one' has \(5, 3\)"):
        gradient_clouds({"one": torch.zeros(5, 3)}, (0, 0))
