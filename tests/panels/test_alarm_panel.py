"""The AlarmPanel without a browser: set a control, read the picture and its words."""

import ipywidgets
import pytest

from resattn_lab.panels import AlarmPanel

SAMPLES = {
    "side by side": {
        1: ([0.2, 0.6, 0.7], [0.5, 0.8, 0.9]),
        10: ([0.1, 0.4, 0.6], [0.5, 0.7, 0.5]),
    },
    "scattered": {
        1: ([0.3, 0.5, 0.9], [0.6, 0.6, 0.8]),
        10: ([0.1, 0.1, 0.2], [0.5, 0.5, 0.5]),
    },
}


@pytest.fixture
def panel():
    shown = AlarmPanel(SAMPLES, measure="lowest mask value")
    yield shown
    shown.close()


@pytest.mark.parametrize(
    "control, value", [("way", "scattered"), ("amount", 10), ("limit", 0.65)]
)
def test_every_control_changes_the_picture_and_the_words(panel, control, value):
    before, said = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert panel.canvas.value != before and panel.canvas.alt != said


def test_the_words_count_false_alarms_and_misses(panel):
    assert "side by side, 1 looked at" in panel.canvas.alt
    assert "0.50 or more: 2 of 3 right ones" in panel.canvas.alt
    assert "all but 0 of 3 faulty ones" in panel.canvas.alt
    panel.limit.value = 0.65
    assert "1 of 3 right ones" in panel.canvas.alt and "all but 1 of 3" in panel.canvas.alt
    panel.amount.value = 10
    assert "0 of 3 right ones" in panel.canvas.alt and "all but 2 of 3" in panel.canvas.alt


def test_every_control_is_labelled_and_the_twin_has_words(panel):
    assert all(control.description for control in (panel.way, panel.amount, panel.limit))
    data, metadata = panel._repr_mimebundle_()
    assert data["text/plain"] == "AlarmPanel: 2 ways, 2 amounts"
    assert metadata["image/png"]["alt"] == panel.canvas.alt and len(panel.canvas.alt) > 80


def test_ways_with_different_amounts_are_refused():
    with pytest.raises(ValueError, match="the same amounts"):
        AlarmPanel({"one": {1: ([0], [1])}, "two": {2: ([0], [1])}}, measure="lowest")


def test_a_closed_panel_leaves_no_widget_behind():
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    AlarmPanel(SAMPLES, measure="lowest").close()
    assert set(registry) == before
