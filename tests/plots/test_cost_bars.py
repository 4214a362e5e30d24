"""Stacked bars: shares add up, words are there, faults are named."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import cost_bars

COSTS = {"a": {"trunk": 1, "mask": 2, "rest": 1}, "b": {"trunk": 0, "mask": 30, "rest": 10}}


def test_each_bar_is_one_and_its_parts_are_the_shares():
    ax = cost_bars(COSTS, title="costs")
    shares = [patch.get_width() for patch in ax.patches]
    assert shares == pytest.approx([0.25, 0.5, 0.25, 0, 0.75, 0.25])
    assert {"25 %", "50 %", "75 %"} <= {text.get_text() for text in ax.texts}
    assert [text.get_text() for text in ax.get_yticklabels()] == ["a", "b"]
    assert ax.get_title(loc="right") == "costs" and ax.get_xlabel()


def test_parts_differ_in_their_hatching_and_not_in_colour_alone():
    hatches = {patch.get_hatch() for patch in cost_bars(COSTS).patches[:3]}
    assert len(hatches) == 3


def test_it_draws_on_the_axes_it_is_given():
    _, (left, right) = plt.subplots(1, 2)
    assert cost_bars(COSTS, ax=right) is right and not left.patches


@pytest.mark.parametrize(
    "costs, message",
    [
        ({"a": {"stem": 1}}, "unknown part stem; choose among trunk, mask, rest"),
        ({"a": {"mask": -1, "rest": 3}}, "at least 0"),
        ({"a": {"mask": 0}}, "sum is above 0"),
        ({}, "must be bars"),
    ],
)
def test_what_cannot_be_drawn_is_named(costs, message):
    with pytest.raises(ValueError, match=message):
        cost_bars(costs)
