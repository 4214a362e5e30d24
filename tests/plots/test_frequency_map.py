"""The drawing of a frequency response."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import frequency_map


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_it_draws_on_the_axes_it_is_given_from_zero_to_the_peak():
    _, (left, right) = plt.subplots(1, 2)
    assert frequency_map(3 * np.eye(5), title="t", ax=right) is right
    assert not left.images and right.get_title() == "t"
    assert right.images[0].get_clim() == (0, 3)
    assert right.images[0].get_extent() == [-0.5, 0.5, 0.5, -0.5]


def test_several_can_share_a_scale():
    ax = frequency_map(np.eye(5), highest=4)
    assert ax.images[0].get_clim() == (0, 4)


def test_the_ring_is_a_quarter_of_a_cycle_from_zero():
    line = frequency_map(np.eye(5)).lines[0]
    np.testing.assert_allclose(np.hypot(*line.get_data()), 0.25)


def test_several_responses_at_once_are_refused():
    with pytest.raises(ValueError, match=r"one response.*got \(2, 5, 5\)"):
        frequency_map(np.ones((2, 5, 5)))
