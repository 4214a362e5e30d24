"""Learning curves are read back from the Axes."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import learning_curves

CURVES = {
    "training loss": [(1, 2.3), (2, 2.0), (4, 1.5)],
    "validation loss": [(4, 1.6)],
    "validation accuracy": [(4, 0.4)],
    "training accuracy": [],
}


def test_it_draws_both_curves_and_the_guess_on_the_axes_it_is_given():
    _, (left, right) = plt.subplots(1, 2)
    assert learning_curves(CURVES, "loss", guess=2.3, ax=right) is right
    training, validation, guess = right.lines
    assert training.get_xydata().tolist() == [[1, 2.3], [2, 2.0], [4, 1.5]]
    assert validation.get_xydata().tolist() == [[4, 1.6]] and not left.lines
    assert guess.get_ydata()[0] == 2.3 and guess.get_label() == "guessing: 2.30"
    assert right.get_xlim()[0] == 0 and right.get_ylim()[0] == 0


def test_a_curve_without_a_value_is_left_out():
    ax = learning_curves(CURVES, "accuracy")
    assert [line.get_label() for line in ax.lines] == ["validation"]
    assert ax.get_ylim() == (0, 1) and ax.get_ylabel() == "share"


def test_a_quantity_without_a_curve_is_refused():
    with pytest.raises(ValueError, match="no curve of 'error' has a value; there are training"):
        learning_curves(CURVES, "error")
