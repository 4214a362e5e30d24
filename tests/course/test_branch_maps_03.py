"""The maps of a mask branch, opened up for notebook 03, and the cone of one position."""

import pytest
import torch
from torch import nn

from resattn_lab.blocks import MaskLevel, SoftMaskBranch, initialise
from resattn_lab.course import exercises, notebook_03
from resattn_lab.course.notebook_03.changes import enough_units, seen_with
from resattn_lab.course.notebook_03.exercises import walk_back
from resattn_lab.measures import seen_box


@pytest.fixture(params=[1, 2, 3], ids="{} poolings".format)
def branch(request):
    torch.manual_seed(1)
    return initialise(SoftMaskBranch(8, encoder_depth=request.param)).eval()


def test_the_maps_end_in_the_mask_of_the_branch(branch):
    x = torch.randn(2, 8, 21, 13)
    maps = notebook_03.branch_maps(branch, x)
    torch.testing.assert_close(maps["mask"], branch(x), rtol=0, atol=1e-6)
    assert len(maps) == 2 * branch.encoder_depth + 3


def test_every_skip_is_changed_and_nothing_else(branch):
    widths = []

    def on_skip(maps):
        widths.append(maps.shape[-1])
        return maps

    x = torch.randn(2, 8, 32, 32)
    maps = notebook_03.branch_maps(branch, x, on_skip=on_skip)
    assert widths == [16, 8][: branch.encoder_depth - 1]
    torch.testing.assert_close(maps["mask"], branch(x), rtol=0, atol=1e-6)


def test_shifted_maps_come_in_again_at_the_left():
    moved = notebook_03.shifted(torch.arange(8.0).expand(1, 1, 2, 8))
    assert moved[0, 0, 0].tolist() == [6, 7, 0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("place", [(3, 40), (20, 20)])
def test_the_cone_ends_in_what_gradients_find_where_nothing_is_shut(branch, place):
    """Positive weights on positive maps, and means for maxima: every path passes something."""
    for parameter in branch.parameters():
        parameter.data.abs_().add_(0.01)
    for module in branch.modules():
        if isinstance(module, MaskLevel):
            module.pool = nn.AvgPool2d(3, stride=2, padding=1)
    size = 45
    rows, columns = (notebook_03.cone((at, at), size, branch.encoder_depth) for at in place)
    branch.double()
    x = torch.ones(1, 8, size, size, dtype=torch.float64, requires_grad=True)
    branch.levels(x)[:, :, place[0], place[1]].sum().backward()
    assert seen_box(x.grad.abs().sum(dim=(0, 1))) == (*rows["in"], *columns["in"])


def test_a_cone_names_the_maps_of_the_branch(branch):
    names = set(notebook_03.cone((5, 5), 32, branch.encoder_depth))
    assert names == set(notebook_03.branch_maps(branch, torch.randn(1, 8, 32, 32))) - {
        "out",
        "mask",
    }


def test_one_more_pooling_doubles_the_view_and_adds_five():
    sides = [notebook_03.positions_seen(2048, 4096, depth) for depth in range(2, 7)]
    assert sides[1:] == [2 * side + 5 for side in sides[:-1]]


@pytest.mark.parametrize("r", [1, 2, 10])
def test_what_r_units_a_step_see_is_what_gradients_find(r):
    """As above, with every path open: the walk that the exercise asks for."""
    torch.manual_seed(0)
    branch = initialise(SoftMaskBranch(4, encoder_depth=1, r=r)).eval().double()
    for parameter in branch.parameters():
        parameter.data.abs_().add_(0.01)
    branch.levels.pool = nn.AvgPool2d(3, stride=2, padding=1)
    x = torch.ones(1, 4, 128, 128, dtype=torch.float64, requires_grad=True)
    branch.levels(x)[:, :, 64, 64].sum().backward()
    top, bottom, *_ = seen_box(x.grad.abs().sum(dim=(0, 1)))
    assert bottom - top + 1 == seen_with(r)
    assert (seen_with(r) >= 83) == (r >= enough_units())


def test_the_walk_of_the_exercise_is_that_of_the_package():
    cone = notebook_03.cone((256, 256), 512, 1)
    assert walk_back(*cone["up1"]) == cone["in"]


def test_a_walk_is_drawn_with_one_bar_for_each_position_that_is_read():
    figure = notebook_03.walk_picture([1, 2], size=512)
    bars = [len(ax.patches) for ax in figure.axes]
    assert bars == [1 + 2 + 4 + 13, 1 + 2 + 4 + 6 + 17 + 39]
    assert "39" in figure.axes[1].get_title()
    assert "up1 2, down1 4, in 13" in notebook_03.walk_in_words([1], size=512)


@pytest.mark.parametrize("answer", ["c", "(c)", " C) ", "c."])
def test_a_letter_may_come_in_brackets(answer):
    assert exercises("03")["03.claim"].check(answer).startswith("Right")


def test_a_mask_that_moves_with_its_skips_peaks_beside_the_object():
    objects = torch.zeros(2, 32, 32, dtype=torch.bool)
    objects[:, 4:8, 4:8] = True
    mask = torch.rand(2, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * 0.5
    mask[:, 1, 5, 5] = 1.0
    masks = {"as they are": mask, "shifted": mask.roll(8, -1)}
    found = notebook_03.where_masks_peak(masks, objects, channel=1)
    assert list(found["skips as they are"].values()) == [1, 0]
    assert list(found["skips shifted"].values()) == [0, 1]
    assert found["random location"]["the object"] == 16 / 1024
    assert "100%" in notebook_03.as_table(found)
