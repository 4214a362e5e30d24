"""Dots, a limit, and what is on the wrong side of it."""

import numpy as np

from resattn_lab.plots import alarm_counts
from resattn_lab.plots.alarms import spread


def test_what_is_at_the_limit_is_accused():
    assert alarm_counts([0.2, 0.5, 0.6], [0.5, 0.4], 0.5) == (2, 1)
    assert alarm_counts([0.2], [0.5], 0.5) == (0, 0)


def test_dots_of_a_row_stay_apart_and_in_their_row():
    heights = spread(50)
    assert len(set(heights.round(6))) == 50 and np.abs(heights).max() <= 0.3
