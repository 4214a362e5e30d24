"""The mean of some runs, in a band."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import curves_with_spread


def test_the_line_is_the_mean_of_the_runs_and_has_a_band():
    runs = torch.rand(6, 4)
    ax = curves_with_spread(range(4), {"one": runs}, xlabel="step", ylabel="loss", title="t")
    np.testing.assert_allclose(ax.lines[0].get_ydata(), runs.mean(dim=0))
    assert len(ax.collections) == 1
    assert (ax.get_xlabel(), ax.get_ylabel(), ax.get_title()) == ("step", "loss", "t")


def test_methods_differ_in_style_and_not_only_in_colour():
    _, ax = plt.subplots()
    curves = {name: torch.rand(2, 3) for name in "abcd"}
    assert curves_with_spread(range(3), curves, xlabel="x", ylabel="y", ax=ax) is ax
    assert len({line.get_linestyle() for line in ax.lines}) == 4


def test_what_does_not_fit_is_named():
    with pytest.raises(ValueError, match=r"'one' must be \(R, 3\), got \(2, 4\)"):
        curves_with_spread(range(3), {"one": torch.rand(2, 4)}, xlabel="x", ylabel="y")
    five = {name: torch.rand(2, 3) for name in "abcde"}
    with pytest.raises(ValueError, match="styles for 4 methods, got 5"):
        curves_with_spread(range(3), five, xlabel="x", ylabel="y")
