"""Dots, a limit, and what is on the wrong side of it."""

import numpy as np
from matplotlib import pyplot as plt

from resattn_lab.plots import alarm_counts, alarms
from resattn_lab.plots.alarms import spread


def test_what_is_at_the_limit_is_accused():
    assert alarm_counts([0.2, 0.5, 0.6], [0.5, 0.4], 0.5) == (2, 1)
    assert alarm_counts([0.2], [0.5], 0.5) == (0, 0)


def test_dots_of_a_row_stay_apart_and_in_their_row():
    heights = spread(50)
    assert len(set(heights.round(6))) == 50 and np.abs(heights).max() <= 0.3


def test_it_draws_a_row_for_each_kind_with_a_marker_of_its_own():
    _, (left, right) = plt.subplots(1, 2)
    ax = alarms([0.1, 0.2], [0.6], limit=0.5, measure="lowest", title="ten", ax=right)
    assert ax is right and not left.collections
    dots = [c for c in ax.collections if len(c.get_offsets()) in (1, 2)]
    assert [len(c.get_offsets()) for c in dots[:2]] == [2, 1]
    assert ax.get_xlim() == (0, 1) and ax.get_xlabel() == "lowest" and ax.get_title() == "ten"
    assert [label.get_text() for label in ax.get_yticklabels()] == ["faulty", "right"]
