"""The panel of four kinds of attention."""

import numpy as np
import pytest

from resattn_lab.panels import AttentionKindsPanel


@pytest.fixture
def weights():
    rng = np.random.default_rng(0)
    scores = np.exp(3 * rng.normal(size=(2, 12, 12)))
    return {
        "mask": rng.random((2, 5, 3, 4)),
        "SE": rng.random((2, 5)),
        "CBAM channels": rng.random((2, 5)),
        "CBAM places": rng.random((2, 3, 4)),
        "self-attention": scores / scores.sum(axis=-1, keepdims=True),
    }


@pytest.fixture
def panel(weights):
    panel = AttentionKindsPanel(np.random.default_rng(1).random((2, 3, 6, 8)), weights)
    yield panel
    panel.close()


def test_the_row_shown_is_that_of_the_chosen_place(panel, weights):
    panel.image.value, panel.row.value, panel.column.value = 1, 2, 1
    wanted = weights["self-attention"][1, 9].reshape(3, 4)
    np.testing.assert_array_equal(panel.seen.asked, wanted)
    top, left = np.unravel_index(wanted.argmax(), (3, 4))
    assert f"goes to row {top}, column {left}." in panel.canvas.alt


def test_every_slider_changes_picture_and_words(panel):
    for control, value in (
        (panel.image, 1),
        (panel.channel, 3),
        (panel.row, 0),
        (panel.column, 0),
    ):
        before = panel.canvas.value, panel.canvas.alt
        control.value = value
        assert panel.canvas.value != before[0] and panel.canvas.alt != before[1]


def test_the_words_name_the_weights(panel, weights):
    panel.channel.value = 4
    assert f"SE gives it {weights['SE'][0, 4]:.2f} at all places" in panel.canvas.alt
    assert "their weights sum to 1.00" in panel.canvas.alt


def test_what_does_not_belong_together_is_refused(weights):
    images = np.zeros((2, 3, 6, 8))
    with pytest.raises(ValueError, match="weights must be mask, SE"):
        AttentionKindsPanel(images, {"mask": weights["mask"]})
    with pytest.raises(
        ValueError, match=r"SE must be \(2, 5\), that is \(N, C\), got \(2, 4\)"
    ):
        AttentionKindsPanel(images, {**weights, "SE": weights["SE"][:, :4]})
