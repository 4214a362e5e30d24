"""The lines of responses: on the given Axes, told apart in more than one way."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import response_lines

LINES = {"ARL": [1.5, 2.25, 3.4], "NAL": [0.5, 0.25, 0.12]}


def test_it_draws_on_the_axes_it_is_given_on_a_log_scale():
    _, (left, right) = plt.subplots(1, 2)
    assert response_lines(LINES, ax=right) is right
    assert right.get_yscale() == "log" and not left.lines
    assert [list(line.get_ydata()) for line in right.lines] == list(LINES.values())


def test_the_two_lines_differ_in_colour_style_marker_and_words():
    ax = response_lines(LINES, title="two ways")
    for look in ("get_color", "get_linestyle", "get_marker"):
        assert len({getattr(line, look)() for line in ax.lines}) == 2
    assert [text.get_text() for text in ax.texts] == ["ARL", "NAL"]
    assert ax.get_title() == "two ways" and ax.get_xlabel() and ax.get_ylabel()


def test_bare_masks_are_dotted_and_the_limits_are_kept():
    ax = response_lines(LINES, bare=True, limits=(1e-3, 1e3))
    dotted = [line for line in ax.lines if line.get_linestyle() == ":"]
    assert [line.get_ydata()[1] for line in dotted] == [2.25, 0.25]
    assert ax.get_ylim() == (1e-3, 1e3)
    assert any("dotted: masks of 0.5" in text.get_text() for text in ax.texts)


def test_an_unknown_line_or_a_shorter_one_is_refused():
    with pytest.raises(ValueError, match=r"named ARL, NAL, got ResNet \(1\)"):
        response_lines({"ResNet": [1.0]})
    with pytest.raises(ValueError, match=r"ARL \(1\), NAL \(2\)"):
        response_lines({"ARL": [1.0], "NAL": [1.0, 2.0]})
