"""The ResponsePanel without a browser: set a control, read the picture and its words."""

import io

import ipywidgets
import numpy as np
import pytest
from PIL import Image, ImageColor

from resattn_lab.panels import ResponsePanel
from resattn_lab.panels.response_panel import spoken
from resattn_lab.plots.response_lines import LINES

COUNT = np.arange(1, 13)


def pair(arl, nal):
    return {"ARL": list(arl**COUNT), "NAL": list(nal**COUNT)}


def all_curves():
    """Every branch has lines of its own, so that every choice shows."""
    curves, shift = {}, 0.0
    for quantity in ("product", "output", "gradient"):
        for units in ("identity", "He"):
            for norm in ("with", "without"):
                branch = curves.setdefault(quantity, {}).setdefault(units, {})
                branch[norm] = pair(1.5 + shift, 0.5 + shift)
                shift += 0.03
    return curves


@pytest.fixture
def panel():
    shown = ResponsePanel(all_curves())
    yield shown
    shown.close()


def pixels(panel, colour) -> int:
    """How many pixels have exactly this colour."""
    picture = np.asarray(Image.open(io.BytesIO(panel.canvas.value)).convert("RGB"))
    return int((picture == ImageColor.getrgb(colour)).all(axis=2).sum())


@pytest.mark.parametrize(
    "control, value",
    [("count", 4), ("quantity", "gradient"), ("units", "He"), ("norm", "without")],
)
def test_every_control_changes_the_picture_and_the_words(panel, control, value):
    before, said = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert panel.canvas.value != before and panel.canvas.alt != said


def test_the_words_say_what_the_data_say(panel):
    panel.count.value = 4
    text = panel.canvas.alt
    assert "After 4 modules, units: identity, batch norm: with." in text
    assert f"The product is {1.5**4:.3g} with ARL" in text and f"{0.5**4:.3g} with NAL" in text
    assert "the first divided by the second is 81." in text
    assert "multiplied by 1.50 (ARL) and 0.50 (NAL)" in text
    assert text in panel.caption.value


def test_one_module_has_no_factor_from_module_to_module(panel):
    panel.count.value = 1
    assert "After 1 module," in panel.canvas.alt and "on average" not in panel.canvas.alt


def test_a_gradient_is_counted_from_the_end_and_every_choice_of_norm_has_its_scale(panel):
    assert panel.axes["gradient", "with"][0].label == "modules back from the end"
    assert panel.axes["output", "with"][0].label == "number of modules"
    for (quantity, norm), (_, scale) in panel.axes.items():
        lines = [panel.curves[quantity][units][norm] for units in ("identity", "He")]
        highest = max(max(line) for pair in lines for line in pair.values())
        assert highest < scale.high <= 3.001 * max(highest, 1.5**12)


def test_fewer_modules_leave_fewer_pixels_of_both_lines(panel):
    full = {name: pixels(panel, look[0]) for name, look in LINES.items()}
    panel.count.value = 3
    for name, look in LINES.items():
        assert 0 < pixels(panel, look[0]) < full[name]


def test_the_dot_of_the_last_module_lies_where_the_scale_says(panel):
    panel.count.value = 5
    chart = panel.drawn.place("product, units: identity, batch norm: with")
    picture = np.asarray(Image.open(io.BytesIO(panel.canvas.value)).convert("RGB"))
    for name, (colour, *_) in LINES.items():
        across, up = chart.at(5, panel.seen[name][4])
        assert tuple(picture[up, across]) == ImageColor.getrgb(colour)


@pytest.mark.parametrize(
    "value, words",
    [(0.5, "0.5"), (1234.5, "1,234"), (0.000178, "0.000178"), (3e-5, "3.0·10^-5")]
    + [(2.1e8, "2.1·10^8")],
)
def test_numbers_are_short(value, words):
    assert spoken(value) == words


def test_every_control_is_labelled_and_the_twin_has_words(panel):
    assert all(control.description for control in panel._controls)
    data, metadata = panel._repr_mimebundle_()
    assert data["text/plain"] == "ResponsePanel: 1 to 12 modules, 3 quantities, 2 lines"
    assert metadata["image/png"]["alt"] == panel.canvas.alt and len(panel.canvas.alt) > 80


def test_a_closed_panel_leaves_no_widget_behind():
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    ResponsePanel(all_curves()).close()
    assert set(registry) == before


def test_the_picture_alone_says_what_was_chosen_and_what_is_dotted(panel):
    panel.quantity.value, panel.units.value = "gradient", "He"
    chart = panel.draw(panel.values(), panel.seen)
    assert chart.title == "gradient, units: He, batch norm: with"
    assert "dotted: masks of 0.5 alone" in [getattr(m, "text", "") for m in chart.still]


def test_a_level_with_one_name_is_left_out_of_the_title():
    line = {"ARL": [1.0, 1.0], "NAL": [1.0, 1.0]}
    panel = ResponsePanel({"share": {"He": {"without": line}}})
    assert panel.draw(panel.values(), panel.seen).title == "share"
    panel.close()


def test_what_is_below_the_scale_is_drawn_on_its_edge_and_said():
    lines = {"ARL": [1.0, 1.0], "NAL": [1e-3, 1e-20]}
    panel = ResponsePanel({"share": {"He": {"without": lines}}}, floor=1e-5)
    assert panel.axes["share", "without"][1].low > 1e-6
    assert "drawn on its lower edge" in panel.canvas.alt and "1.0·10^-20" in panel.canvas.alt
    panel.count.value = 1
    assert "lower edge" not in panel.canvas.alt
    panel.close()


def test_impossible_curves_say_what_came():
    def one(lines):
        return {"product": {"identity": {"with": lines}}}

    with pytest.raises(ValueError, match="wanted the lines ARL, NAL, got ARL, ResNet"):
        ResponsePanel(one({"ARL": [1.0], "ResNet": [1.0]}))
    with pytest.raises(ValueError, match="NAL has 0.0"):
        ResponsePanel(one({"ARL": [1.0], "NAL": [0.0]}))
    with pytest.raises(ValueError, match=r"one length, got \[1, 2\]"):
        ResponsePanel(one({"ARL": [1.0], "NAL": [1.0, 2.0]}))
