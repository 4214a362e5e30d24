"""Curves over depth: a scale of powers of ten, and no two told apart by colour alone."""

import numpy as np
import pytest

from resattn_lab.plots import depth_curves


def test_curves_differ_in_marker_and_dash_and_lie_on_a_scale_of_powers_of_ten():
    ax = depth_curves({"plain": [1, 0.1, 0.01], "residual": [1, 2, 3]}, ylabel="signal")
    assert ax.get_yscale() == "log" and ax.get_ylabel() == "signal"
    assert len({line.get_marker() for line in ax.lines}) == 2
    assert len({line.get_linestyle() for line in ax.lines}) == 2
    np.testing.assert_allclose(ax.lines[0].get_ydata(), [1, 0.1, 0.01])
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["plain", "residual"]


def test_what_such_a_scale_cannot_show_is_refused():
    with pytest.raises(ValueError, match="plain has others"):
        depth_curves({"plain": [1, 0]}, ylabel="signal")
    assert depth_curves({"plain": [1, 0]}, ylabel="loss", log=False).get_yscale() == "linear"
    with pytest.raises(ValueError, match="at most 4 curves"):
        depth_curves({str(n): [1, 1] for n in range(5)}, ylabel="signal")
