"""Words in the pictures can be read: WCAG's 4.5 to 1, on what lies behind them."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from resattn_lab.panels import AlarmPanel, RunsPanel, ThresholdPanel
from resattn_lab.panels.pen import Pen, readable_on
from resattn_lab.plots import palette


def contrast(one, other) -> float:
    def luminance(colour):
        share = np.array(to_rgb(colour))
        linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
        return linear @ (0.2126, 0.7152, 0.0722)

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["INK", "MUTED", "TRUE_CLASS", "CHOSEN_CLASS"])
def test_the_colours_that_words_have_stand_out_from_white(name):
    assert contrast(getattr(palette, name), "#ffffff") >= 4.5


def test_black_or_white_stands_out_from_every_colour():
    for colour in np.random.default_rng(0).integers(0, 256, (500, 3), dtype=np.uint8):
        assert contrast(readable_on(colour), colour / 255) >= 4.5


def alarms():
    numbers = ([0.1, 0.4], [0.5, 0.9])
    return AlarmPanel({"one": {1: numbers}}, measure="m")


def thresholds(scenes):
    maps = {"map": scenes.true_masks.float()}
    return ThresholdPanel(scenes.images, maps, scenes.true_masks)


def runs():
    made = [
        {
            "learning_rate": rate,
            "batch_size": size,
            "weight_decay": 0.0,
            "seed": 0,
            "train_loss": [2.3, 2.0],
            "validation_accuracy": [0.1, 0.2 + rate * size / 10],
        }
        for rate in (0.01, 0.03, 0.1)
        for size in (16, 32, 64)
    ]
    return RunsPanel({"runs": made})


@pytest.mark.parametrize("make", [alarms, thresholds, runs])
def test_every_word_of_a_panel_stands_out_from_what_lies_behind_it(make, scenes, monkeypatch):
    written, write = [], Pen.words

    def words(pen, x, y, text, **look):
        if any(map(str.isalnum, text)):  # marks such as a cross are no words
            place = min(round(y), pen.picture.height - 1), min(round(x), pen.picture.width - 1)
            behind = np.asarray(pen.picture)[place] / 255
            written.append((text, contrast(look.get("colour", palette.INK), behind)))
        return write(pen, x, y, text, **look)

    monkeypatch.setattr(Pen, "words", words)
    panel = make(scenes) if make is thresholds else make()
    panel.close()
    assert written and not [shown for shown in written if shown[1] < 4.5]
