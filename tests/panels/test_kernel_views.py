"""The views of the KernelExplorer, one by one."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.panels import KernelExplorer, Selection

VIEWS = ("kernels", "frequency response", "feature maps", "patches")


@pytest.fixture(scope="module")
def explorer(network, scenes):
    panel = KernelExplorer(network, scenes.images)
    yield panel
    panel.close()


@pytest.fixture(autouse=True)
def back(request):
    """Every test begins in the same layer."""
    if "explorer" in request.fixturenames:
        panel = request.getfixturevalue("explorer")
        panel.view.value, panel.module.value = "kernels", "stage2.0"
        panel.layer.value = "stage2.0.trunk.0.conv2"
        panel.channel.value = panel.input_channel.value = panel.image.value = 0
        panel.all_kernels.value = False


def picture(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


@pytest.mark.parametrize("view", VIEWS)
def test_the_output_channel_changes_every_view(explorer, view):
    explorer.view.value = view
    before = picture(explorer)
    explorer.channel.value = 3
    assert not np.array_equal(before, picture(explorer))


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("layer", ["trunk.0.conv2", "mask.score.5", "trunk.1.conv3"])
def test_every_view_shows_every_kind_of_layer(explorer, view, layer):
    explorer.layer.value = f"stage2.0.{layer}"
    explorer.view.value = view
    explorer.all_kernels.value = True
    assert layer in explorer.canvas.alt
    assert picture(explorer)[40:].min() < 200


@pytest.mark.parametrize(
    "view, moved", [("kernels", True), ("feature maps", True), ("patches", False)]
)
def test_another_image_moves_what_belongs_to_an_image(explorer, view, moved):
    explorer.view.value = view
    before = picture(explorer)
    explorer.image.value = 2
    assert np.array_equal(before, picture(explorer)) != moved


def test_frequency_response_and_patches_need_no_pass_at_an_image_move(explorer):
    explorer.view.value = "patches"
    runs = []
    hook = explorer.network.register_forward_hook(lambda *_: runs.append(1))
    explorer.image.value, explorer.layer.index = 3, 4
    explorer.view.value = "frequency response"
    explorer.image.value = 4
    hook.remove()
    assert not runs


def test_the_chosen_tile_is_framed_in_black(explorer):
    def black(panel):
        dark = (picture(panel)[28:, :400] == 0).all(axis=-1)
        rows, columns = dark.nonzero()
        return rows.min(), columns.min()

    first = black(explorer)
    explorer.channel.value = 1
    second = black(explorer)
    assert second[0] == first[0] and second[1] > first[1] + 10


def test_kernels_and_responses_have_one_pitch_whatever_their_sizes(explorer):
    kernels, responses = (
        next(p for p in explorer.drawn.places if p.mark.name == name)
        for name in ("kernels", "responses")
    )
    assert kernels.mark.planes.shape[1:] == (3, 3)
    assert responses.mark.planes.shape[1:] == (16, 16)
    assert kernels[2:5:2] == responses[2:5:2]  # top and bottom
    assert kernels.right - kernels.left == responses.right - responses.left


def test_kernels_are_called_by_their_kind_where_they_have_a_shape(explorer):
    tiles = explorer.draw(explorer.values(), explorer.seen).marks[0]
    assert set(tiles.labels) <= {"edge", "low-pass", "band", "flat", "silent"}
    assert len(tiles.labels) == len(explorer.weights) and tiles.below.startswith("kinds: ")
    explorer.layer.value = "stage2.0.mask.score.5"  # 1×1
    tiles = explorer.draw(explorer.values(), explorer.seen).marks[0]
    assert not tiles.labels and not tiles.below


def test_the_kinds_stay_unsaid_where_a_learner_is_to_find_them(network, scenes):
    panel = KernelExplorer(network, scenes.images[:2], named=False)
    for view in ("kernels", "frequency response"):
        panel.view.value = view
        tiles = panel.draw(panel.values(), panel.seen).marks[0]
        assert not tiles.labels and not tiles.below
    panel.close()


def test_a_click_on_a_tile_chooses_its_channel(explorer):
    responses = next(p for p in explorer.drawn.places if p.mark.name == "responses")
    across, down = responses.right - responses.left, responses.bottom - responses.top
    x, y = responses.left + across * 5 // 6, responses.top + down * 3 // 6  # 3×3 tiles
    explorer._pointer.value = f"press {x} {y}"
    assert explorer.channel.value == 1 * 3 + 2


@pytest.mark.parametrize(
    "weights, kind",
    [
        (torch.ones(3, 3) / 9, "low-pass"),
        (torch.tensor([[0.0, 0, 0], [-1, 1, 0], [0, 0, 0]]), "edge"),
        (torch.zeros(3, 3), "silent"),
    ],
)
def test_the_frequency_view_says_what_the_kernel_does(weights, kind):
    network = nn.Sequential(nn.Conv2d(1, 2, 3, bias=False))
    with torch.no_grad():
        network[0].weight[1, 0] = weights
    panel = KernelExplorer(network)
    panel.view.value, panel.channel.value = "frequency response", 1
    assert f"Channel 1 is {kind}" in panel.canvas.alt
    panel.close()


def test_a_1x1_convolution_has_no_shape(explorer):
    explorer.layer.value = "stage2.0.mask.score.5"
    explorer.view.value = "frequency response"
    assert "is flat" in explorer.canvas.alt


def test_the_patches_come_with_the_field_and_the_images(explorer, network):
    explorer.module.value = "stage1.0"
    explorer.layer.value = "stage1.0.trunk.0.conv2"
    explorer.view.value = "patches"
    places = explorer.strongest.best("stage1.0.trunk.0.conv2", 0)
    assert "sees at most 9×9 pixels" in explorer.canvas.alt
    assert f"most strongly to {places[0].image} ({places[0].value:.2f})" in explorer.canvas.alt


def test_explorers_with_one_selection_move_together(network, scenes):
    selection = Selection(module="stage2.0", channel=3)
    one, other = (
        KernelExplorer(network, scenes.images[:2], selection=selection) for _ in range(2)
    )
    assert one.module.value == other.module.value == "stage2.0" and other.channel.value == 3
    one.image.value, one.module.value = 1, "stage1.0"
    assert other.image.value == 1 and other.module.value == "stage1.0"
    assert other.layer.value.startswith("stage1.0.")
    for panel in (one, other):
        panel.close()


def test_another_module_is_shown_at_the_same_layer_where_it_has_one(explorer):
    explorer.module.value = "stage3.0"
    assert explorer.layer.value == "stage3.0.trunk.0.conv2"
