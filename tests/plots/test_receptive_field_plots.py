"""Spotlight, boxes and growth lines, read back from the Axes."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import receptive_field, receptive_field_growth, spotlight
from resattn_lab.plots.receptive_field import DARK


def test_the_image_is_lit_where_the_energy_is_and_dark_elsewhere():
    energy = np.zeros((4, 4))
    energy[1, 2] = 7.0
    lit = spotlight(np.ones((4, 4, 3)), energy)
    assert lit[1, 2] == pytest.approx([1, 1, 1])
    assert lit[0, 0] == pytest.approx([DARK] * 3, abs=1e-6)


def test_no_energy_leaves_the_image_dark():
    assert spotlight(np.ones((2, 2, 3)), np.zeros((2, 2))).max() == pytest.approx(DARK)


def test_boxes_run_along_the_outer_edges_of_their_pixels():
    _, (_, right) = plt.subplots(1, 2)
    box = (1, 3, 2, 5)
    ax = receptive_field(
        np.ones((8, 8)), np.eye(8), reach=box, effective=(2, 2, 3, 3), title="a", ax=right
    )
    assert ax is right and ax.get_title() == "a"
    reach, effective = ax.patches
    assert reach.get_bbox().extents.tolist() == [1.5, 0.5, 5.5, 3.5]
    assert (reach.get_linestyle(), effective.get_linestyle()) == ("-", "--")


def test_energy_of_another_size_is_refused():
    with pytest.raises(ValueError, match=r"\(4, 4\) like the image, got \(2, 2\)"):
        spotlight(np.ones((4, 4, 3)), np.ones((2, 2)))


def test_growth_shows_what_is_seen_and_what_is_effective():
    ax = receptive_field_growth((1, 2), {"mask": [(13, 7), (39, 15)]}, size=64)
    lines = {line.get_label(): line.get_ydata() for line in ax.get_lines()}
    assert list(lines["mask: seen"]) == [13, 39]
    assert list(lines["mask: effective"]) == [7, 15]
    assert ax.get_xlabel() and ax.get_ylabel() and ax.get_title()


def test_growth_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="1 sides for 2 depths"):
        receptive_field_growth((1, 2), {"mask": [(13, 7)]}, size=64)
    with pytest.raises(ValueError, match="looks for 4 branches, got 5"):
        receptive_field_growth((1,), {str(n): [(1, 1)] for n in range(5)}, size=64)
