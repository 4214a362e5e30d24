"""Planned minutes: what counts, and what does not."""

import nbformat
import pytest

from resattn_lab.publishing import planned_minutes

md, code = nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell


def minutes(*cells):
    return planned_minutes(nbformat.v4.new_notebook(cells=list(cells)))


@pytest.mark.parametrize(
    "cell, wanted",
    [
        (md("word " * 300), 2),
        (md("word " * 301), 3),
        (code('def f():\n    raise NotImplementedError\n\n\ncheck("00.attend", f)'), 4),
        (code('prediction = Prediction("Which?", ["a", "b"])\nprediction'), 1),
        (code("prediction = NumberPrediction(0, 10)"), 1),
        (code('show(plots.draw(x), alt="words")'), 1),
        (code("x = 5\nprint(show_it(x))"), 0),
    ],
)
def test_each_kind_of_cell_takes_its_minutes(cell, wanted):
    assert minutes(cell) == wanted


def test_a_panels_task_takes_two_minutes_and_its_words():
    assert minutes(md("**Task.** Move it.")) == 3 and minutes(md("Move it.")) == 1


def test_going_further_takes_none():
    further = [md("word " * 150 + "\n\n## Going further\n\n" + "word " * 900), code("show(x)")]
    assert minutes(*further) == 1
