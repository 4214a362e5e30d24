"""The props of notebook 14: a window on a picture, the command in a cell, few images."""

import numpy as np
import pytest
import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course.notebook_14 import (
    THINGS,
    WindowPanel,
    catches_up,
    lab,
    means_of,
    open_picture,
    postcard,
    when_equal,
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


def test_gradients_are_equal_always_without_batch_statistics_or_never():
    assert when_equal({"eval": 2e-6, "train": 2e-6}) == "yes"
    only = when_equal({"eval": 2e-6, "train": 1.1})
    assert only == "only if batch norms do not use the batch"
    assert when_equal({"eval": 0.3, "train": 1.1}) == "no, never"
