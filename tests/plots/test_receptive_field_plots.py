"""Spotlight and boxes, read back from the Axes."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import receptive_field, spotlight
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
