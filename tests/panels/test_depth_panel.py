"""The DepthPanel without a browser."""

import io

import numpy as np
import pytest
import torch
from PIL import Image, ImageColor

from resattn_lab.measures import Propagation
from resattn_lab.panels import DepthPanel
from resattn_lab.panels.depth_panel import TITLES
from resattn_lab.plots.depth_curves import LINES

DEPTHS = (1, 2, 8)


def run(depth, factor):
    """A signal that is multiplied by ``factor`` in every unit, and its gradient."""
    steps = torch.arange(depth + 1.0)
    return Propagation(factor**steps, factor ** steps.flip(0))


def runs(**factors):
    return {kind: {d: run(d, f) for d in DEPTHS} for kind, f in factors.items()}


@pytest.fixture
def panel():
    panel = DepthPanel(
        {"with": runs(plain=0.5, residual=1.0), "without": runs(plain=0.1, residual=3.0)}
    )
    yield panel
    panel.close()


def picture(panel):
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value)).convert("RGB"))


def test_the_slider_has_the_measured_depths_and_says_what_arrives(panel):
    assert [value for value in panel.depth.options] == list(DEPTHS)
    panel.depth.value = 8
    assert "8 units, with." in panel.canvas.alt
    assert "plain ×0.0039, residual ×1." in panel.canvas.alt
    panel.group.value = "without"
    assert "residual ×6,561." in panel.canvas.alt
    assert "8 units, without." in panel.canvas.alt and "plain ×1e-08" in panel.canvas.alt


def test_every_control_changes_the_picture_and_coming_back_restores_it(panel):
    first = picture(panel)
    panel.depth.value = 8
    deep = picture(panel)
    panel.group.value = "without"
    other = picture(panel)
    assert not np.array_equal(first, deep) and not np.array_equal(deep, other)
    panel.group.value, panel.depth.value = "with", 1
    assert np.array_equal(picture(panel), first)


def test_a_deeper_stack_reaches_further_to_the_right(panel):
    def rightmost(depth):
        panel.depth.value = depth
        chart = panel.drawn.place(TITLES[0])
        inside = picture(panel)[chart.top : chart.bottom, chart.left : chart.right]
        coloured = (inside == ImageColor.getrgb(LINES[0])).all(axis=2).any(axis=0)
        return coloured.nonzero()[0].max()

    assert rightmost(1) < rightmost(2) < rightmost(8)


def test_it_shows_without_a_kernel_and_its_controls_have_names(panel):
    data, metadata = panel._repr_mimebundle_()
    assert data["text/plain"] == "DepthPanel: 2 × 2 kinds of stack"
    assert len(metadata["image/png"]["alt"]) > 80
    assert panel.depth.description and panel.group.description


@pytest.mark.parametrize(
    "groups",
    [
        {},
        {"a": {}},
        {"a": runs(plain=1.0), "b": runs(residual=1.0)},
        {"a": {"plain": {1: run(1, 1.0)}, "residual": {2: run(2, 1.0)}}},
    ],
    ids=["nothing", "no kinds", "other kinds", "other depths"],
)
def test_runs_that_cannot_be_compared_are_refused(groups):
    with pytest.raises(ValueError, match="same kinds of stack at the same depths"):
        DepthPanel(groups)


def test_more_kinds_than_can_be_told_apart_are_refused():
    with pytest.raises(ValueError, match="at most 4 kinds"):
        DepthPanel({"a": runs(a=1.0, b=1.0, c=1.0, d=1.0, e=1.0)})
