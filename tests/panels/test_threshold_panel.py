"""The ThresholdPanel without a browser."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.measures import colour_distance, unit_range
from resattn_lab.panels import ThresholdPanel


@pytest.fixture
def panel(scenes):
    maps = {
        "colour": unit_range(colour_distance(scenes.images / 255)),
        "true": scenes.true_masks.float(),
        "inverted": 1 - scenes.true_masks.float(),
    }
    titles = [scenes.class_names[label] for label in scenes.labels]
    made = ThresholdPanel(scenes.images, maps, scenes.true_masks, titles=titles)
    yield made
    made.close()


def figures(panel):
    """Overlap, whether the peak hits, and the energy on the object."""
    return panel.seen.overlap, panel.seen.hit, panel.seen.energy


def picture(panel):
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value)))


def test_a_perfect_map_overlaps_wholly_and_an_inverted_one_does_so_when_low_marks(panel):
    panel.map.value = "true"
    assert figures(panel) == (1.0, True, 1.0)
    panel.map.value = "inverted"
    assert figures(panel)[0] == 0 and not panel.seen.hit
    panel.low.value = True
    assert figures(panel) == (1.0, True, 1.0)


@pytest.mark.parametrize(
    "control, value", [("image", 2), ("map", "inverted"), ("threshold", 40), ("low", True)]
)
def test_every_control_changes_the_picture_and_its_words(panel, control, value):
    before, words = picture(panel), panel.canvas.alt
    getattr(panel, control).value = value
    assert not np.array_equal(before, picture(panel))
    assert panel.canvas.alt != words


def test_the_words_say_what_is_measured(panel, scenes):
    panel.map.value, panel.threshold.value = "true", 10
    assert "marked is what lies above 0.20" in panel.canvas.alt
    assert "Overlap with the object (IoU) 1.00" in panel.canvas.alt
    assert "value lies on the object; 100% of the map" in panel.canvas.alt
    assert scenes.class_names[scenes.labels[0]] in panel.canvas.alt


def test_what_does_not_fit_is_refused(scenes):
    maps = {"half": torch.rand(len(scenes.images), 16, 16)}
    with pytest.raises(ValueError, match=r"half must be \(\d+, 32, 32\), got"):
        ThresholdPanel(scenes.images, maps, scenes.true_masks)
    with pytest.raises(ValueError, match="at least one map"):
        ThresholdPanel(scenes.images, {}, scenes.true_masks)
