"""Seeds as dots: in the order given, each seed with its shape, the mean where it belongs."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import seed_dots

FOUND = {"mixed": [50.0, 52.0, 57.0], "local": [60.0, 58.0, 62.0]}


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_it_draws_on_the_axes_it_is_given_the_first_row_on_top():
    _, (left, right) = plt.subplots(1, 2)
    assert seed_dots(FOUND, ax=right) is right and not left.lines
    assert [label.get_text() for label in right.get_yticklabels()] == ["mixed", "local"]
    assert right.get_ylim() == (1.5, -0.5)


def test_each_seed_has_a_shape_of_its_own_and_the_mean_a_stroke():
    ax = seed_dots(FOUND)
    row = [line for line in ax.lines if line.get_ydata()[0] == 0]
    assert [line.get_xdata()[0] for line in row] == [50, 52, 57, 53]
    assert len({line.get_marker() for line in row}) == 4 and row[-1].get_marker() == "|"


def test_the_papers_figures_stand_beside_their_rows_and_guessing_is_dotted():
    ax = seed_dots(FOUND, paper={"mixed": 5.52}, guess=90.0, title="Table 4")
    assert words(ax) == ["5.52", "paper"] and ax.get_title() == "Table 4"
    assert [line.get_xdata()[0] for line in ax.lines if line.get_linestyle() == ":"] == [90]


def test_a_row_without_numbers_says_so_and_none_at_all_is_refused():
    assert words(seed_dots({"mixed": [], "local": [1.0]})) == ["no run yet"]
    with pytest.raises(ValueError, match="at least one row"):
        seed_dots({})
