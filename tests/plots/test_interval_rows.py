"""Rows with intervals."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import interval_rows


def test_a_row_for_each_and_guessing_beside_them():
    found = {"mask": (0.4, 0.3, 0.5), "colour": (0.7, 0.65, 0.75)}
    ax = interval_rows(found, xlabel="IoU", guessing=0.08, title="overlap")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["mask", "colour"]
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(dot.get_xdata()[0]) for dot in dots] == [0.4, 0.7]
    bars = [line for line in ax.lines if line.get_linewidth() == 4]
    assert [list(bar.get_xdata()) for bar in bars] == [[0.3, 0.5], [0.65, 0.75]]
    assert [text.get_text() for text in ax.texts] == ["guessing"]
    plt.close(ax.figure)


def test_an_interval_without_its_mean_is_refused():
    with pytest.raises(ValueError, match="'mask': 0.6 does not lie between 0.3 and 0.5"):
        interval_rows({"mask": (0.6, 0.3, 0.5)}, xlabel="IoU")
