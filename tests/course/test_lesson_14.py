"""The props of notebook 14: a window on a picture, the command in a cell, few images."""

import numpy as np
import pytest
import torch
from torch import nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course.notebook_14 import (
    EXERCISES,
    THINGS,
    SilencePanel,
    WindowPanel,
    answered,
    answers_to_things,
    catches_up,
    equal_in,
    lab,
    learned,
    means_of,
    normalised_in_words,
    on_plain_ground,
    open_picture,
    postcard,
    window_around,
)
from resattn_lab.data import resize

CLASSES = [f"class {number}" for number in range(10)]


@pytest.fixture(scope="module")
def network():
    return load_checkpoint("cifar10_attention_56")[0]


@pytest.fixture
def window(network):
    panel = WindowPanel(postcard(), network, CLASSES)
    yield panel
    panel.close()


def test_the_picture_is_the_same_each_time_and_a_photograph_takes_its_place(tmp_path):
    np.testing.assert_array_equal(open_picture(None), postcard())
    window_around("boat").save(tmp_path / "boat.png")
    np.testing.assert_array_equal(
        open_picture(tmp_path / "boat.png"), np.asarray(window_around("boat"))
    )


def test_each_thing_on_the_picture_fills_its_window():
    for thing in THINGS:
        square = np.asarray(window_around(thing), float)
        assert square.shape[0] == square.shape[1] > 32
        middle, rim = (
            square[square.shape[0] // 2, square.shape[1] // 2],
            square[:3].mean((0, 1)),
        )
        assert abs(middle - rim).max() > 25, thing


@pytest.mark.parametrize("across, down, size", [(0, 0, 10), (100, 100, 10), (0, 100, 100)])
def test_the_window_stays_on_the_picture_and_is_what_the_network_is_given(
    window, network, across, down, size
):
    window.across.value, window.down.value, window.size.value = across, down, size
    seen, (height, width, _) = window.seen, postcard().shape
    bottom, right = seen.top + seen.side, seen.left + seen.side
    assert min(seen.top, seen.left) >= 0 and bottom <= height and right <= width
    assert (seen.left == 0) == (across == 0) and (bottom == height) == (
        down == 100 or size == 100
    )
    cut = torch.from_numpy(postcard()[seen.top : bottom, seen.left : right])
    small = resize(cut.permute(2, 0, 1)[None], (32, 32))
    assert (small[0] == seen.input).all()
    with torch.inference_mode():
        shares = network(small / 255).softmax(dim=1)[0]
    np.testing.assert_allclose(seen.shares, shares, atol=1e-5)


def test_a_window_is_never_smaller_than_what_the_network_sees(network):
    panel = WindowPanel(postcard()[:40, :50], network, CLASSES)
    panel.size.value = 10
    assert panel.seen.side == 32
    panel.close()


def test_one_channel_of_each_mask_is_shown_and_stays_while_the_window_moves(window):
    before = dict(window.channels)
    assert set(before) == {"stage1.0", "stage2.0", "stage3.0"} == set(window.seen.masks)
    window.size.value, window.across.value = 30, 0
    assert window.channels == before


def test_the_words_name_the_best_class_and_its_share(window):
    best = int(window.seen.shares.argmax())
    said = window.canvas.alt
    assert f"{CLASSES[best]} {window.seen.shares[best]:.0%}" in said and "stage3.0" in said


@pytest.mark.parametrize("across, down", [(0.3, 0.4), (0.0, 0.0), (1.0, 1.0)])
def test_a_click_moves_the_middle_of_the_window_there_as_far_as_the_picture_goes(
    window, across, down
):
    window.size.value = 40
    window.touched(window.drawn.place("your picture: click to move the window"), across, down)
    seen, (height, width, _) = window.seen, postcard().shape
    for start, share, length in ((seen.left, across, width), (seen.top, down, height)):
        wanted = min(max(share * length - seen.side / 2, 0), length - seen.side)
        assert abs(start - wanted) <= (length - seen.side) / 100


def test_a_click_where_the_window_fills_the_height_moves_it_across_alone(window):
    window.touched(None, 0.0, 0.0)
    assert window.across.value == 0 and window.down.value == 50 and window.seen.top == 0


def test_each_mask_is_shown_as_light_and_alone(window):
    maps = [part for part in window.drawn.places if getattr(part.mark, "scale", None)]
    lit = [
        part for part in window.drawn.places if getattr(part.mark, "light", None) is not None
    ]
    for bare, light, mask in zip(maps, lit, window.seen.masks.values(), strict=True):
        np.testing.assert_array_equal(bare.mark.values, mask)
        np.testing.assert_array_equal(light.mark.light, mask)


@pytest.fixture
def silence():
    own, strangers = torch.tensor([0.3, 0.6, 0.8, 0.9]), torch.tensor([0.4, 0.5])
    panel = SilencePanel(own, strangers, 4)
    yield panel
    panel.close()


@pytest.mark.parametrize("t, own, strangers", [(0, 1, 1), (50, 0.75, 0.5), (95, 0, 0)])
def test_from_the_threshold_on_pictures_are_answered(silence, t, own, strangers):
    silence.threshold.value = t
    assert list(silence.seen.values()) == [own, strangers]
    assert f"{own:.0%} of its own" in silence.canvas.alt


def test_a_click_moves_the_threshold(silence):
    silence.touched(None, 0.85, 0.5)
    assert silence.threshold.value == 85 and silence.seen["strangers"] == 0


def test_a_thing_on_a_plain_ground_has_its_colour_and_its_opposite():
    for thing in THINGS:
        square = np.asarray(on_plain_ground(thing), int)
        middle, rim = square[len(square) // 2, len(square) // 2], square[0, 0]
        assert (abs(middle - rim) == 128).all(), thing
        assert square.shape == np.asarray(window_around(thing)).shape


def test_the_bars_divide_one_whole_among_all_classes(network):
    found = answers_to_things(network, CLASSES)
    for seen in found.values():
        shares = list(seen.shares.values())
        assert len(shares) == 10 and shares == sorted(shares, reverse=True)
        assert sum(shares) == pytest.approx(1) and seen.shares[seen.answer] == max(shares)
    *_, bar = answered(picture=found).axes
    assert sum(part.get_width() for part in bar.patches) == pytest.approx(1)


@pytest.mark.parametrize("shape", [(20, 40, 3), (40, 40), (40, 40, 4)])
def test_what_is_no_photograph_is_refused(network, shape):
    with pytest.raises(ValueError, match="wanted a photograph"):
        WindowPanel(np.zeros(shape, np.uint8), network, CLASSES)


def test_a_command_stands_in_its_folder_and_takes_paths_with_spaces(tmp_path):
    window_around("house").save(tmp_path / "house.png")
    window_around("house").save(tmp_path / "my house.png")
    line = "predict --checkpoint cifar10_attention_56 house.png"
    said = lab(tmp_path, line, tmp_path / "my house.png").splitlines()
    assert [row.split(":")[0] for row in said] == ["house.png", "my house.png"]
    assert all(": airplane 8" in row for row in said)


def test_what_a_command_refuses_is_said(tmp_path):
    with pytest.raises(RuntimeError, match="there is no picture missing.png"):
        lab(tmp_path, "predict missing.png --checkpoint cifar10_attention_56")


def run(way: str, images: int, test: float) -> dict:
    return {"way": way, "images": images, "test": test}


@pytest.mark.parametrize(
    "new, said",
    [((0.2, 0.5, 0.9), "not even with 1,000"), ((0.2, 0.5, 0.99), "1,000"), ((0.8,) * 3, "10")],
)
def test_a_new_network_has_caught_up_when_it_stays_within_two_points(new, said):
    counts, tuned = (10, 100, 1000), (0.81, 0.8, 1.0)
    if said == "10":
        tuned = (0.81, 0.8, 0.8)
    runs = [run("all of it", *pair) for pair in zip(counts, tuned, strict=True)]
    runs += [run("from scratch", *pair) for pair in zip(counts, new, strict=True)]
    assert catches_up(means_of(runs)) == said


def test_one_that_falls_behind_again_has_not_caught_up():
    tuned = [run("all of it", count, 0.9) for count in (10, 100, 1000)]
    new = [run("from scratch", *pair) for pair in ((10, 0.9), (100, 0.5), (1000, 0.9))]
    assert catches_up(means_of(tuned + new)) == "1,000"


class WithoutGradients(nn.Module):
    """A still body whose parameters would take a gradient, but are given none."""

    def __init__(self, body):
        super().__init__()
        self.body = body.eval()

    def train(self, mode=True):
        super().train(mode)
        self.body.eval()
        return self

    def forward(self, x):
        with torch.no_grad():
            return self.body(x)


def test_a_body_that_is_given_no_gradient_is_still_enough():
    """An optimiser leaves parameters without a gradient alone, weight decay included."""
    still = next(exercise for exercise in EXERCISES if exercise.key == "14.still")
    assert still.find_mistake(WithoutGradients) is None


def test_steps_and_training_accuracy_of_a_way_are_those_of_its_runs_with_that_many_images():
    rows = [("new", 12, 5, 1.0), ("new", 12, 3, 0.9), ("new", 48, 9, 0.1), ("old", 12, 1, 0.1)]
    names = ("way", "images", "steps", "training")
    runs = [dict(zip(names, row, strict=True)) for row in rows]
    said = "3 to 5 steps, then 95% of its training images right"
    assert learned(runs, "new", 12) == said
    assert learned(runs, "old", 12).startswith("1 steps, then 10%")


def test_halves_that_differ_are_alike_when_each_is_normalised_alone():
    said = normalised_in_words([1.0, 3.0], [5.0, 11.0])
    assert "values of a channel: 1, 3 and 5, 11;" in said
    assert "alone: -1, 1 and -1, 1; both normalised together: -1.1, -0.53 and 0, 1.6" in said


@pytest.mark.parametrize(
    "evaluating, training, said",
    [
        (1e-6, 1.0, "in eval mode alone"),
        (1.0, 1e-6, "in training mode alone"),
        (1e-6, 1e-6, "in both"),
        (1.0, 1.0, "in neither"),
    ],
)
def test_the_modes_in_which_gradients_are_equal_are_named(evaluating, training, said):
    assert equal_in({"eval": evaluating, "train": training}) == said
