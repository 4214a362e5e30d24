"""The props of notebook 07: views of an image, labels that go wrong, scores."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.course.notebook_07 import (
    FlippedLabels,
    TrainingViews,
    cifar_mean,
    differences,
    highest_noise,
    how_wide,
    what_is_seen,
)
from resattn_lab.course.notebook_07.judging import ON_CIFAR, apart, sure_differences
from resattn_lab.data import scene_set

SCENES = scene_set(24, seed=0)
MEAN = SCENES.pixel_mean()


def pixels(panel):
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value)).convert("RGB"))


@pytest.fixture
def views():
    panel = TrainingViews(SCENES.images, mean=MEAN, titles=["scene"] * 24, seed=7)
    yield panel
    panel.close()


@pytest.fixture
def flipped():
    panel = FlippedLabels(SCENES.images, SCENES.labels, class_names=SCENES.class_names, seed=7)
    yield panel
    panel.close()


def test_every_view_is_the_picture_moved_and_beside_it_is_nothing_but_the_mean(views):
    image, crops = SCENES.images[0] / 255 - MEAN, zip(*views.crops, strict=True)
    for view, (top, left, mirrored) in zip(views.seen - MEAN, crops, strict=True):
        upright = view.flip(2) if mirrored else view
        wide = torch.zeros(3, 40, 40)  # what lies beside the image is 0: the mean
        wide[:, 4:36, 4:36] = image
        window = wide[:, int(top) : int(top) + 32, int(left) : int(left) + 32]
        torch.testing.assert_close(upright, window)


def test_black_padding_shows_black_and_says_so(views):
    black = (pixels(views) == 0).all(axis=-1).sum()
    views.black.value = True
    assert (pixels(views) == 0).all(axis=-1).sum() > black + 1000
    assert "black" in views.canvas.alt


def test_another_picture_is_shown_and_named(views):
    before = pixels(views)
    views.image.value = 5
    assert (pixels(views) != before).any() and "Image 5" in views.canvas.alt


def test_a_view_that_is_chosen_or_clicked_shows_where_it_was_cut(views):
    before = pixels(views)
    views.view.value = 3
    top, left = (int(part[3]) for part in (views.crops.top, views.crops.left))
    assert (pixels(views) != before).any()
    assert f"View 3 is cut from row {top} and column {left}" in views.canvas.alt
    seventh = next(place for place in views.drawn.places if place.mark.name == "7")
    views.touched(seventh, 0.5, 0.5)
    assert views.view.value == 7


def test_the_standard_error_of_a_difference_is_that_worked_out_by_hand():
    assert apart(100, 0.5, 0.5) == pytest.approx((2 * 0.25 / 100) ** 0.5)


def test_views_without_titles_are_refused():
    with pytest.raises(ValueError, match="1 entries for 24"):
        TrainingViews(SCENES.images, mean=MEAN, titles=["one"])


def test_without_noise_every_label_is_right_and_at_the_end_none(flipped):
    flipped.noise.value = 0
    assert (flipped.seen == SCENES.labels[:20]).all() and "0 of 20" in flipped.canvas.alt
    flipped.noise.value = 100
    assert (flipped.seen != SCENES.labels[:20]).all() and "20 of 20" in flipped.canvas.alt


def test_a_label_that_is_wrong_stays_wrong_when_the_noise_grows(flipped):
    wrong = torch.zeros(20, dtype=torch.bool)
    for noise in range(0, 101, 5):
        flipped.noise.value = noise
        now = flipped.seen != SCENES.labels[:20]
        assert (now | ~wrong).all()
        wrong = now


def test_the_mean_of_cifar_is_an_image_of_bytes():
    mean = cifar_mean()
    assert mean.shape == (3, 32, 32) and ((255 * mean).round() == 255 * mean).all()
    assert 0.35 < mean.min() < mean.max() < 0.6


def test_on_the_same_images_a_set_that_is_easy_for_both_changes_nothing():
    easy = torch.tensor([True, True, False, False])
    ahead = differences(easy, easy, 2)
    assert (ahead["both on the same images"] == 0).all()
    assert ahead["each on its own images"].tolist() == [1, -1]


def test_the_sure_reports_are_those_beyond_two_standard_errors():
    separate = {"A": (100, 0.46, 0.55)}
    separate |= {
        key: (10_000, *ON_CIFAR[noise]) for key, noise in zip("CB", ON_CIFAR, strict=True)
    }
    alone = {"D": (1, 10), "E": (22, 30)}
    sure = {name for name, (n, p, q) in separate.items() if q - p > 2 * apart(n, p, q)} | {
        name for name, (b, c) in alone.items() if c - b > 2 * (b + c) ** 0.5
    }
    assert sure == set(sure_differences())


def test_a_border_is_named_by_its_mean_value():
    said = [what_is_seen(torch.full((3, 4, 32), value)) for value in (0.02, -0.47, 0.52)]
    assert said == ["zeros: nothing", "about −0.5: a dark frame", "about +0.5: a bright frame"]


@pytest.mark.parametrize("points, words", [(1, "1 point"), (5, "5 points"), (10, "10 points")])
def test_the_middle_95_of_100_scores_say_how_wide_they_lie(points, words):
    outliers = torch.tensor([0.0, 1.0])
    scores = torch.cat([0.4 + points / 100 * torch.linspace(-1, 1, 400), outliers])
    assert how_wide(scores) == f"{words} below and above"


@pytest.mark.parametrize("classes", [2, 5, 10])
def test_at_the_highest_noise_all_classes_are_as_frequent(classes):
    said = highest_noise(classes)
    noise = float(said.removeprefix("up to ").removesuffix(" %")) / 100
    assert noise / (classes - 1) == pytest.approx(1 - noise)
