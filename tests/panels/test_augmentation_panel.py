"""The AugmentationPanel without a browser."""

import io
import re

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.data import Crops, draw_crops, pad_crop_flip
from resattn_lab.panels import AugmentationPanel
from resattn_lab.panels.augmentation_panel import DRAWS, PADDING, TITLES


@pytest.fixture
def mean():
    return torch.full((3, 32, 32), 0.5)


@pytest.fixture
def panel(scenes, mean):
    names = [scenes.class_names[label] for label in scenes.labels]
    made = AugmentationPanel(scenes.images, mean=mean, titles=names)
    yield made
    made.close()


def picture(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value)))


def inside(panel, title) -> np.ndarray:
    """The pixels that one view covers."""
    _, left, top, right, bottom = panel.drawn.place(title)
    return picture(panel)[top:bottom, left:right]


def draw_with(panel, condition) -> int:
    """The number of the first draw of which ``condition(top, left, mirrored)`` is true."""
    draws = zip(*(part.tolist() for part in panel._drawn), strict=True)
    return next(number for number, draw in enumerate(draws) if condition(*draw))


def test_what_is_shown_is_what_the_package_cuts(panel, scenes, mean):
    panel.image.value, panel.number.value = 2, 21
    drawn = draw_crops(DRAWS, padding=PADDING, generator=torch.Generator().manual_seed(0))
    images = (scenes.images[2].float() / 255).expand(8, 3, 32, 32)
    crops = Crops(*(part[16:24] for part in drawn))
    torch.testing.assert_close(panel.seen.results, pad_crop_flip(images, crops, mean=mean))


@pytest.mark.parametrize(
    "control, value", [("image", 3), ("number", 9), ("padding", False), ("flip", False)]
)
def test_every_control_changes_the_picture_and_its_words(panel, control, value):
    panel.number.value = draw_with(panel, lambda top, left, mirrored: mirrored)
    before, words = picture(panel), panel.canvas.alt
    getattr(panel, control).value = value
    assert not np.array_equal(before, picture(panel))
    assert panel.canvas.alt != words


def test_another_draw_of_the_row_moves_the_window_and_leaves_the_draws(panel):
    shown, windows = [], []
    for number in (8, 9, 16):
        panel.number.value = number
        shown.append(panel.seen.results)
        windows.append(inside(panel, TITLES[0]))
    assert torch.equal(shown[0], shown[1]) and not torch.equal(shown[1], shown[2])
    assert not np.array_equal(windows[0], windows[1])


def test_without_padding_and_mirroring_the_image_comes_out_as_it_went_in(panel, scenes):
    panel.padding.value = panel.flip.value = False
    image = scenes.images[0].float() / 255
    torch.testing.assert_close(panel.seen.results, image.expand(8, 3, 32, 32))
    assert "no padding" in panel.canvas.alt and "not mirrored" in panel.canvas.alt


def test_switching_the_padding_off_keeps_which_draws_are_mirrored(panel):
    mirrored = panel.seen.crops.mirrored
    panel.padding.value = False
    assert torch.equal(panel.seen.crops.mirrored, mirrored) and mirrored.any()
    panel.flip.value = False
    assert not panel.seen.crops.mirrored.any()


def test_a_draw_is_found_in_which_both_sides_are_cut_in_full(panel):
    """The notebook asks for it: the window in a corner of the padded image."""
    panel.number.value = draw_with(
        panel, lambda top, left, mirrored: {top, left} <= {0, 2 * PADDING}
    )
    assert "23% of what the network is shown is padding" in panel.canvas.alt  # 1 − (28/32)²
    assert len(re.findall(r"4 (?:up|down|to the left|to the right)", panel.canvas.alt)) == 2


def test_the_words_say_where_the_window_starts_and_which_way_things_move(panel, scenes):
    number = draw_with(panel, lambda top, left, mirrored: top < PADDING < left)
    panel.number.value = number
    top, left = (int(part[number]) for part in panel._drawn[:2])
    name = scenes.class_names[scenes.labels[0]]
    for said in (
        f"Image 0, {name}, draw {number}",
        f"row {top} and column {left} of the 40×40",
        f"{PADDING - top} down and {left - PADDING} to the left",
    ):
        assert said in panel.canvas.alt
    assert panel.canvas.alt in panel.caption.value


def test_the_middle_crop_moves_nothing(panel):
    panel._drawn = Crops(*(torch.full((DRAWS,), PADDING) for _ in "tl"), panel._drawn.mirrored)
    panel.refresh()
    assert "stays in its place" in panel.canvas.alt
    assert "0% of what the network is shown is padding" in panel.canvas.alt


def test_the_rim_has_the_means_colour_and_is_black_without_one(scenes):
    red = torch.tensor([0.9, 0.1, 0.2])[:, None, None].expand(3, 32, 32)
    for mean, colour in (
        (red, (230, 26, 51)),
        (red[:, :1, :1], (230, 26, 51)),
        (None, (0,) * 3),
    ):
        made = AugmentationPanel(scenes.images, mean=mean)
        middle = inside(made, TITLES[1])
        assert np.abs(middle[4, 4].astype(int) - colour).max() <= 1
        made.close()


@pytest.mark.parametrize("shape", [(3, 1, 32, 32), (2, 3, 24, 40)])
def test_grey_images_and_images_that_are_not_square_are_shown(shape):
    made = AugmentationPanel(torch.rand(shape))
    assert made.seen.results.shape == (8, *shape[1:])
    assert picture(made).shape[1] > 480
    made.close()


def test_it_can_be_read_without_a_kernel(panel):
    data, metadata = panel._repr_mimebundle_()
    assert data["text/plain"] == "AugmentationPanel: 6 images, 64 draws"
    assert len(metadata["image/png"]["alt"]) > 80


def test_controls_are_labelled_and_one_image_needs_no_slider(scenes):
    made = AugmentationPanel(scenes.images[:1])
    assert made.image.disabled and not made.number.disabled
    assert all(control.description for control in made._controls)
    made.close()


@pytest.mark.parametrize(
    "images, options, message",
    [
        (torch.rand(3, 8, 8), {}, r"must be \(N, C, H, W\) .* got \(3, 8, 8\)"),
        (torch.rand(0, 3, 8, 8), {}, "at least one"),
        (torch.rand(2, 3, 8, 8), {"titles": ["a"]}, "titles has 1 entries for 2 images"),
    ],
)
def test_what_it_cannot_show_is_said(images, options, message):
    with pytest.raises(ValueError, match=message):
        AugmentationPanel(images, **options)
