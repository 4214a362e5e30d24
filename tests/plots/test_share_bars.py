"""Bars divided into shares."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import share_bars

WHOLES = {"one": {"a": 0.25, "b": 0.75}, "two": {"a": 0.05, "b": 0.95}}


def test_the_parts_follow_each_other_from_the_left():
    ax = share_bars(WHOLES, label="share", title="a title")
    boxes = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    assert boxes == [(0, 0.25), (0, 0.05), (0.25, 0.75), (0.05, 0.95)]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["one", "two"]
    assert (ax.get_xlabel(), ax.get_title()) == ("share", "a title")
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]


def test_parts_that_are_large_enough_carry_their_share():
    assert [text.get_text() for text in share_bars(WHOLES).texts] == ["25%", "75%", "95%"]


def test_neighbours_differ_in_more_than_colour():
    parts = dict.fromkeys("abcd", 0.25)
    bars = share_bars({"one": parts}).patches
    looks = [(bar.get_facecolor(), bar.get_hatch()) for bar in bars]
    assert len(set(looks)) == 4


def test_it_draws_on_the_axes_given():
    _, (left, right) = plt.subplots(1, 2)
    assert share_bars(WHOLES, ax=right) is right and not left.patches


@pytest.mark.parametrize(
    "wholes",
    [
        {},
        {"one": {}},
        {"one": {"a": 1.0}, "two": {"b": 1.0}},
        {"one": dict.fromkeys("abcde", 0.2)},
    ],
)
def test_bars_that_do_not_belong_together_are_refused(wholes):
    with pytest.raises(ValueError, match="the same parts, 1 to 4"):
        share_bars(wholes)
