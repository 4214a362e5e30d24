"""Tables by class: what is drawn is what was given, on a scale that does not move."""

import numpy as np
import pytest
import torch
from matplotlib import pyplot as plt

from resattn_lab.plots import class_table


def test_the_table_is_drawn_on_the_axes_given_from_zero_to_the_highest():
    _, (left, right) = plt.subplots(1, 2)
    table = torch.tensor([[0.5, 0.25], [0.0, 0.75]])
    assert class_table(table, highest=2, title="a table", ax=right) is right
    assert not left.images and len(right.images) == 1
    np.testing.assert_array_equal(right.images[0].get_array(), table)
    assert right.images[0].get_clim() == (0, 2)
    assert right.get_title() == "a table"
    assert (right.get_xlabel(), right.get_ylabel()) == ("given label", "true class")


def test_a_colour_bar_comes_on_request_with_its_words():
    assert len(class_table(np.eye(3)).figure.axes) == 1
    bar = class_table(np.eye(3), colourbar="share").figure.axes[1]
    assert bar.get_ylabel() == "share"


def test_what_is_no_table_is_refused():
    with pytest.raises(ValueError, match=r"must be \(rows, columns\), got \(3,\)"):
        class_table([1, 2, 3])
