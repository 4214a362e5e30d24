"""Claims as gaps: place, length of the bar, the paper's diamond, the verdict in words."""

import math
from types import SimpleNamespace

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import claim_gaps


def judged(gap, reach, word, gaps=()):
    low, high = gap - reach, gap + reach
    return SimpleNamespace(gap=gap, low=low, high=high, gaps=gaps, word=word)


VERDICTS = {
    "a": judged(4.0, 2.0, "repeated", gaps=(3.5, 4.1, 4.4)),
    "b": judged(-3.0, 1.0, "not repeated"),
    "c": judged(1.0, 4.0, "not testable at this size"),
}
PAPER = {"a": 0.7, "b": 0.9, "c": 0.4}


def test_the_bar_is_the_interval():
    _, (left, right) = plt.subplots(1, 2)
    assert claim_gaps(VERDICTS, PAPER, ax=right) is right and not left.lines
    bars = [list(line.get_xdata()) for line in right.lines if len(line.get_xdata()) == 2]
    assert bars[1:] == [[2.0, 6.0], [-4.0, -2.0], [-3.0, 5.0]]  # the first is the line at 0


def test_verdicts_differ_in_marker_and_filling_and_stand_there_in_words():
    ax = claim_gaps(VERDICTS, PAPER, title="all")
    at = {name: verdict.gap for name, verdict in VERDICTS.items()}
    dots = [
        (line.get_marker(), line.get_fillstyle())
        for line in ax.lines
        if line.get_marker() in "os" and line.get_xdata()[0] in at.values()
    ]
    assert dots == [("o", "full"), ("s", "full"), ("o", "none")]
    assert [t.get_text() for t in ax.texts] == ["repeated", "not repeated", "not testable"]
    diamonds = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert diamonds == list(PAPER.values()) and ax.get_title() == "all"


def test_every_pair_is_a_dot_in_its_claims_row():
    dots = [line for line in claim_gaps(VERDICTS, PAPER).lines if line.get_marker() == "."]
    assert [list(line.get_xdata()) for line in dots] == [[3.5, 4.1, 4.4], [], []]
    assert all(0 < y < 0.5 for y in dots[0].get_ydata())


def test_without_an_interval_there_is_no_bar():
    ax = claim_gaps({"a": judged(1.0, math.nan, "not testable at this size")}, PAPER)
    assert sum(len(line.get_xdata()) == 2 for line in ax.lines) == 1  # the line at 0


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="without a gap: d"):
        claim_gaps({"d": VERDICTS["a"]}, PAPER)
    with pytest.raises(ValueError, match="got 0 verdicts"):
        claim_gaps({}, PAPER)
    with pytest.raises(ValueError, match="a verdict begins with"):
        claim_gaps({"a": judged(1.0, 1.0, "nice")}, PAPER)
