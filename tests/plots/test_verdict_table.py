"""The table of verdicts: a sign in every field, never a colour alone."""

import pytest
from matplotlib import pyplot as plt

from resattn_lab.plots import verdict_table

SAID = {"A": ["passes", ""], "B": ["fails", "breaks off"]}


def test_every_field_has_its_sign_on_the_axes_that_are_given():
    _, (left, right) = plt.subplots(1, 2)
    ax = verdict_table(SAID, ["one", "two"], title="t", ax=right)
    assert ax is right and not left.images
    signs = {tuple(map(int, text.get_position())): text.get_text() for text in ax.texts}
    assert signs == {(0, 0): "·", (1, 0): "", (0, 1): "✕", (1, 1): "!"}
    assert [label.get_text() for label in ax.get_yticklabels()] == ["A", "B"]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["one", "two"]


def test_a_short_row_or_an_unknown_verdict_is_refused():
    with pytest.raises(ValueError, match=r"each row needs 3 verdicts .* rows of \[2\]"):
        verdict_table(SAID, ["one", "two", "three"])
    with pytest.raises(ValueError, match="maybe"):
        verdict_table({"A": ["maybe"]}, ["one"])
