"""The SoftHardPanel without a browser: set a control, read the picture and the words."""

import base64
import io

import ipywidgets
import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.attention import attention_weights, context_vector, image_patches
from resattn_lab.panels import SoftHardPanel
from resattn_lab.panels.soft_hard_panel import HARD, SOFT


@pytest.fixture
def scores():
    return 5 * torch.randn(6, 8, 8, generator=torch.Generator().manual_seed(3))


@pytest.fixture
def panel(scenes, scores):
    titles = [scenes.class_names[label] for label in scenes.labels]
    made = SoftHardPanel(scenes.images, scores, true_masks=scenes.true_masks, titles=titles)
    yield made
    made.close()


def view(panel, title) -> np.ndarray:
    """The pixels of one view."""
    picture = np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)
    _, left, top, right, bottom = panel.drawn.place(title)
    return picture[top:bottom, left:right]


def cells(pixels, count):
    """The colour in the middle of each of count × count squares."""
    middles = ((np.arange(count) + 0.5) * len(pixels) / count).astype(int)
    return pixels[middles][:, middles]


@pytest.mark.parametrize(
    "control, value", [("image", 3), ("temperature", 300.0), ("draw_number", 5)]
)
def test_every_control_changes_the_picture_and_the_words(panel, control, value):
    picture, words = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert panel.canvas.value != picture and panel.canvas.alt != words


def test_the_glimpses_shown_are_the_weighted_sum_and_the_chosen_window(panel, scenes, scores):
    panel.image.value, panel.temperature.value = 2, 10.0
    windows = image_patches(scenes.images[2:3] / 255, grid=(8, 8), size=12)[0]
    weights = attention_weights(scores[2].flatten(), temperature=10.0)
    soft = context_vector(windows.flatten(1), weights).reshape(3, 12, 12)
    for title, wanted in ((SOFT, soft), (HARD, windows[panel.seen.place])):
        pixels = (wanted * 255).round().permute(1, 2, 0).numpy()
        np.testing.assert_allclose(cells(view(panel, title), 12), pixels, atol=1)


def test_a_low_temperature_makes_every_draw_the_best_place(panel, scores):
    panel.temperature.value = 0.1
    best = int(scores[0].flatten().argmax())
    for draw in range(5):
        panel.draw_number.value = draw
        assert panel.seen.place == best
    torch.testing.assert_close(panel.seen.soft, panel.seen.hard, atol=1e-3, rtol=0)


def test_a_high_temperature_spreads_the_draws(panel):
    panel.temperature.value = 1000.0
    places = set()
    for draw in range(20):
        panel.draw_number.value = draw
        places.add(panel.seen.place)
    assert len(places) > 12
    assert "64.0 of 64 locations in effect (entropy 4.16 nats)" in panel.canvas.alt


def test_the_words_name_the_choice_and_what_lies_on_the_object(panel, scenes):
    row, column = divmod(panel.seen.place, 8)
    assert f"chose row {row}, column {column}" in panel.canvas.alt
    cell = scenes.true_masks[0, 4 * row : 4 * row + 4, 4 * column : 4 * column + 4]
    told = "touches" if cell.any() else "misses"
    assert f"the chosen location {told} it." in panel.canvas.alt
    assert panel.canvas.alt in panel.caption.value


def test_without_true_masks_nothing_is_said_about_the_object(scenes, scores):
    panel = SoftHardPanel(scenes.images, scores)
    assert "object" not in panel.canvas.alt
    panel.close()


def test_every_control_is_labelled(panel):
    assert all(control.description for control in panel._controls)


def test_the_static_twin_is_the_picture_with_its_text(panel):
    data, metadata = panel._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == panel.canvas.value
    assert metadata["image/png"]["alt"] == panel.canvas.alt
    assert data["text/plain"] == "SoftHardPanel: 6 images, 8×8 locations"


def test_a_closed_panel_leaves_no_widget_behind(scenes, scores):
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    SoftHardPanel(scenes.images, scores).close()
    assert set(registry) == before


def test_it_takes_other_sizes_and_few_places():
    panel = SoftHardPanel(torch.rand(2, 1, 20, 40), torch.randn(2, 2, 3), patch=9)
    assert panel.seen.soft.shape == (1, 9, 9)
    assert view(panel, "image, lit by the weights").shape[:2] == (100, 200)
    panel.image.value = 1
    panel.close()


def test_impossible_requests_say_what_came(scenes, scores):
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*got \(3, 32, 32\)"):
        SoftHardPanel(scenes.images[0], scores)
    with pytest.raises(ValueError, match=r"scores must be \(N, h, w\), got \(6, 64\)"):
        SoftHardPanel(scenes.images, scores.flatten(1))
    with pytest.raises(ValueError, match="titles has 1 entries for 6 images"):
        SoftHardPanel(scenes.images, scores, titles=["one"])
