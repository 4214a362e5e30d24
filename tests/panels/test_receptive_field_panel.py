"""The ReceptiveFieldPanel without a browser."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.blocks import SoftMaskBranch, initialise
from resattn_lab.measures import gradient_energy, seen_box
from resattn_lab.panels import ReceptiveFieldPanel
from resattn_lab.panels.receptive_field_panel import LIT
from resattn_lab.plots.receptive_field import EFFECTIVE

SIZE = 24


def convolutions(count):
    layers = [nn.Conv2d(3, 3, 3, padding=1) for _ in range(count)]
    return nn.Sequential(*layers).eval()


def masks(depth):
    branch = initialise(SoftMaskBranch(16, encoder_depth=depth)).eval()
    lift = nn.Conv2d(3, 16, 1, bias=False)
    return nn.Sequential(lift, branch.levels, branch.score)


@pytest.fixture
def images():
    return torch.rand(3, 3, SIZE, SIZE)


@pytest.fixture
def panel(images):
    branches = {
        "trunk": [convolutions(1), convolutions(2), convolutions(3)],
        "mask": [masks(1), masks(2)],
    }
    made = ReceptiveFieldPanel(branches, images)
    yield made
    made.close()


def picture(panel):
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


@pytest.mark.parametrize(
    "control, value",
    [("image", 1), ("branch", "mask"), ("depth", 3), ("row", 3), ("column", 20)],
)
def test_every_control_changes_the_picture_and_its_words(panel, control, value):
    before, said = picture(panel), panel.canvas.alt
    getattr(panel, control).value = value
    assert not np.array_equal(before, picture(panel))
    assert panel.canvas.alt != said and panel.canvas.alt in panel.caption.value


def test_the_words_say_what_is_seen(panel):
    panel.depth.value = 2
    assert "trunk of depth 2: the output at row 12, column 12 sees 5×5" in panel.canvas.alt
    assert "rows 10 to 14, columns 10 to 14" in panel.canvas.alt


def test_a_corner_sees_only_what_is_on_the_image(panel):
    panel.row.value, panel.column.value, panel.depth.value = 0, SIZE - 1, 2
    assert panel.seen.reach == (0, 2, SIZE - 3, SIZE - 1)
    assert panel.seen.around[0] == 0


def test_the_mask_is_measured_on_the_chosen_image(panel, images):
    panel.image.value, panel.branch.value = 2, "mask"
    function = panel.branches["mask"][0]
    energy = gradient_energy(function, images[2] + panel._noise, place=(12, 12))
    torch.testing.assert_close(panel.seen.energy, energy)
    assert panel.seen.reach == seen_box(energy)


def test_the_depth_slider_follows_the_branch(panel):
    panel.depth.value = 3
    panel.branch.value = "mask"
    assert panel.depth.value == panel.depth.max == 2
    panel.branch.value = "trunk"
    assert panel.depth.max == 3 and panel.depth.min == 1


def test_the_effective_box_is_drawn_around_the_place(panel):
    colour = [int(EFFECTIVE[i : i + 2], 16) for i in (1, 3, 5)]
    _, left, top, right, bottom = panel.drawn.place(LIT)
    shown = picture(panel)[top:bottom, left:right]
    rows, columns = np.nonzero((shown == colour).all(axis=-1))
    cell = (bottom - top) / SIZE
    assert abs((rows.min() + rows.max()) / 2 / cell - 12.5) < 0.5
    assert abs((columns.max() - columns.min()) / cell - panel.seen.side) < 0.5


def test_every_control_is_labelled(panel):
    assert all(control.description for control in panel._controls)


def test_a_branch_of_one_depth_leaves_nothing_to_slide(images):
    panel = ReceptiveFieldPanel({"alone": [convolutions(1)]}, images)
    assert panel.depth.disabled and "depth 1" in panel.canvas.alt
    panel.close()


def test_bytes_and_floats_are_the_same_image(images):
    whole = (images * 255).to(torch.uint8)
    branches = {"trunk": [convolutions(1)]}
    panels = [ReceptiveFieldPanel(branches, i) for i in (whole, whole.float() / 255)]
    assert panels[0].canvas.alt == panels[1].canvas.alt
    for panel in panels:
        panel.close()


def test_where_no_kernel_runs_the_picture_and_its_words_stay(panel):
    data, words = panel._repr_mimebundle_()
    assert (
        data["text/plain"]
        == "ReceptiveFieldPanel: 3 images; depth of trunk 1 to 3, mask 1 to 2"
    )
    assert data["image/png"] and words["image/png"]["alt"] == panel.canvas.alt


@pytest.mark.parametrize("branches", [{}, {"trunk": []}])
def test_no_branch_is_refused(images, branches):
    with pytest.raises(ValueError, match="at least one depth"):
        ReceptiveFieldPanel(branches, images)


def test_images_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*got \(3, 8, 8\)"):
        ReceptiveFieldPanel({"trunk": [convolutions(1)]}, torch.rand(3, 8, 8))
