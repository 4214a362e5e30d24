"""The panel of notebook 03 that turns the skips of a mask branch down, or moves them."""

import pytest
import torch

from resattn_lab.blocks import SoftMaskBranch, initialise
from resattn_lab.course import notebook_03
from resattn_lab.data import planted_scenes

COUNT, CHANNELS = 3, 4


@pytest.fixture
def branch():
    torch.manual_seed(1)
    return initialise(SoftMaskBranch(CHANNELS, encoder_depth=3)).eval()


@pytest.fixture
def inputs():
    torch.manual_seed(2)
    return torch.randn(COUNT, CHANNELS, 32, 32)


@pytest.fixture
def skips(branch, inputs):
    scenes = planted_scenes(COUNT, seed=7)
    panel = notebook_03.SkipsPanel(branch, inputs, scenes, channels=(1, 2), scene=1)
    yield panel
    panel.close()


def assert_same(came, wanted):
    torch.testing.assert_close(torch.tensor(came), wanted, rtol=0, atol=1e-5)


def test_it_opens_on_the_mask_of_the_branch(skips, branch, inputs):
    with torch.no_grad():
        mask = branch(inputs[1:2])[0, 2]
    assert_same(skips.seen.mask, mask)
    assert skips.seen.weights == pytest.approx(skips.seen.before, abs=1e-6)


@pytest.mark.parametrize("coarse, fine, side", [(1, 0, 8), (0, 1, 16), (0, 0, 0)])
def test_each_slider_turns_down_the_skip_it_names(skips, branch, inputs, coarse, fine, side):
    skips.coarse.value, skips.fine.value = coarse, fine
    alone = notebook_03.branch_maps(branch, inputs[1:2], on_skip=notebook_03.only(side))
    assert_same(skips.seen.mask, alone["mask"][0, 2])
    assert f"{coarse:.0%} of the 8×8 skip and {fine:.0%} of" in skips.canvas.alt


def test_a_quarter_of_the_width_is_the_shift_of_the_lesson(skips, branch, inputs):
    skips.moved.value = 8
    maps = notebook_03.branch_maps(branch, inputs[1:2], on_skip=notebook_03.shifted)
    assert_same(skips.seen.mask, maps["mask"][0, 2])
    assert "8 pixels to the right" in skips.canvas.alt and "orange box" in skips.canvas.alt


def test_the_button_brings_the_trained_branch_back_and_keeps_the_scene(skips):
    skips.scene.value, skips.coarse.value, skips.moved.value = 2, 0.3, 4
    skips.trained.click()
    assert (skips.coarse.value, skips.fine.value, skips.moved.value) == (1, 1, 0)
    assert skips.scene.value == 2 and skips.seen.weights == pytest.approx(skips.seen.before)


def test_a_map_that_fades_keeps_the_colours_it_had(skips):
    def scales():
        levels = skips.draw(skips.values(), skips.seen).marks[0].marks
        return [picture.scale for picture in levels]

    before = scales()
    skips.coarse.value = skips.fine.value = 0
    assert [s[1:3] for s in scales()] == [pytest.approx(s[1:3], abs=1e-5) for s in before]


def test_the_words_say_whether_the_peak_is_on_the_object(skips):
    for share in (1, 0.5, 0):
        skips.fine.value = share
        on = bool(skips.seen.truth[skips.seen.peak])
        assert ("lies on the object." in skips.canvas.alt) == on


def test_other_depths_and_other_scenes_are_refused(branch, inputs):
    scenes = planted_scenes(COUNT, seed=7)
    shallow = SoftMaskBranch(CHANNELS, encoder_depth=2).eval()
    for made, given in ((shallow, inputs), (branch, inputs[:2])):
        with pytest.raises(ValueError, match="3 poolings and an input for each scene"):
            notebook_03.SkipsPanel(made, given, scenes, channels=(0, 0))
