"""Deletion and insertion curves, drawn."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import pixel_walks


def test_each_curve_goes_from_none_to_all_and_the_legend_has_its_area():
    ax = pixel_walks({"good": [1, 0.5, 0], "bad": [1, 1, 0]}, ylabel="p", title="deletion")
    assert [list(line.get_xdata()) for line in ax.lines] == [[0, 0.5, 1]] * 2
    said = [text.get_text() for text in ax.get_legend().get_texts()]
    assert said == ["good: 0.50", "bad: 0.75"]
    styles = {(line.get_linestyle(), line.get_marker()) for line in ax.lines}
    assert len(styles) == 2
    plt.close(ax.figure)


def test_more_curves_than_looks_are_refused():
    with pytest.raises(ValueError, match="looks for 7 curves, got 8"):
        pixel_walks({str(n): [1, 0] for n in range(8)}, ylabel="p")
