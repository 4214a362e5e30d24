"""The MaskExplorer without a browser: set a control, read the picture back."""

import base64
import gc
import io
import tracemalloc

import ipywidgets
import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.measures import pointing_hits
from resattn_lab.networks import build_network
from resattn_lab.panels import MaskExplorer
from resattn_lab.plots.palette import MASK_COLOURS
from resattn_lab.recording import record_masks


@pytest.fixture
def explorer(network, scenes):
    panel = MaskExplorer(
        network,
        scenes.images,
        labels=scenes.labels,
        true_masks=scenes.true_masks,
        class_names=scenes.class_names,
    )
    yield panel
    panel.close()


def picture(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


def view(panel, number: int) -> np.ndarray:
    """The pixels of one view: 0 image, 1 trunk, 2 mask, 3 output."""
    left, top, right, bottom = panel.canvas.new_frame().box(panel.views.views[number])
    return picture(panel)[top:bottom, left:right]


def recorded(network, image) -> dict[str, torch.Tensor]:
    with torch.no_grad(), record_masks(network) as masks:
        network(image[None] / 255)
    return masks


def test_the_mask_view_shows_the_recorded_mask_of_the_chosen_channel(network, scenes):
    from resattn_lab.panels.frame import colours

    panel = MaskExplorer(network, scenes.images)  # no true mask: no outline in the way
    panel.image.value, panel.module.value, panel.channel.value = 2, "stage2.0", 5
    mask = recorded(network, scenes.images[2])["stage2.0.mask"][0, 5].numpy()
    shown = view(panel, 2)
    cells = np.linspace(0, len(shown), 16, endpoint=False).astype(int) + len(shown) // 32
    wanted = colours(mask, 0, 1, MASK_COLOURS).astype(int)
    np.testing.assert_array_equal(shown[cells][:, cells], wanted)
    panel.close()


@pytest.mark.parametrize(
    "control, value",
    [
        ("image", 3),
        ("module", "stage3.0"),
        ("channel", 4),
        ("overlay", 0.9),
        ("scale", "local"),
    ],
)
def test_every_control_changes_the_picture(explorer, control, value):
    before = explorer.canvas.value
    getattr(explorer, control).value = value
    assert explorer.canvas.value != before


def test_the_mean_switch_returns_to_the_mean_and_a_channel_leaves_it(explorer):
    mean = explorer.canvas.value
    explorer.channel.value = 3
    assert not explorer.mean.value and explorer.canvas.value != mean
    explorer.mean.value = True
    assert explorer.canvas.value == mean


def test_local_colours_use_the_whole_range_and_fixed_ones_do_not(explorer):
    fixed = view(explorer, 2)
    explorer.scale.value = "local"
    assert view(explorer, 2).std() > 1.5 * fixed.std()


def test_the_output_view_is_the_trunk_weighed_by_one_plus_the_mask(explorer):
    explorer.channel.value = 2
    trunk, mask, output = (explorer._plane(part) for part in ("trunk", "mask", "fusion"))
    np.testing.assert_allclose(output, (1 + mask) * trunk, rtol=1e-5)


def test_the_network_runs_once_for_a_block_of_images_and_for_nothing_else(network):
    panel = MaskExplorer(network, torch.rand(20, 3, 32, 32))
    runs = []
    hook = network.register_forward_hook(lambda m, i, logits: runs.append(len(logits)))
    panel.module.value = "stage2.0"
    panel.channel.value = 1
    panel.overlay.value = 0.2
    assert not runs
    for number in range(20):
        panel.image.value = number
    hook.remove()
    panel.close()
    assert runs == [8, 4]  # the first eight were run at the start


def test_each_image_of_a_block_shows_its_own_mask_and_prediction(explorer, network, scenes):
    explorer.image.value = 4
    with torch.no_grad():
        chances = network(scenes.images[4:5] / 255).softmax(dim=1)[0]
    np.testing.assert_allclose(explorer._chances, chances, atol=1e-5)
    mask = recorded(network, scenes.images[4])["stage1.0.mask"][0].mean(dim=0)
    np.testing.assert_allclose(explorer._plane("mask"), mask, atol=1e-5)


def test_a_change_of_module_keeps_the_channel_in_its_range(explorer):
    explorer.module.value = "stage3.0"
    explorer.channel.value = explorer.channel.max
    explorer.module.value = "stage1.0"
    assert explorer.channel.value == explorer.channel.max == 15


def test_one_move_makes_one_picture(explorer):
    explorer.module.value = "stage3.0"
    explorer.channel.value = 40
    pictures = []
    explorer.canvas.observe(lambda change: pictures.append(1), "value")
    explorer.module.value = "stage1.0"  # moves the channel slider as well
    assert len(pictures) == 1


def test_the_alternative_text_says_what_the_data_say(explorer, network, scenes):
    explorer.image.value = 4
    explorer.module.value = "stage2.0"
    mask = recorded(network, scenes.images[4])["stage2.0.mask"].mean(dim=1)
    text = explorer.canvas.alt
    assert f"Image 4, {scenes.class_names[scenes.labels[4]]}." in text
    assert f"from {mask.min():.2f} to {mask.max():.2f}" in text
    on = bool(pointing_hits(mask, scenes.true_masks[4:5]))
    assert f"Its peak lies {'on' if on else 'beside'} the object" in text
    assert text in explorer.caption.value and 'role="status"' in explorer.caption.value


def test_the_outline_is_there_only_where_the_true_mask_is_known(network, scenes):
    panel = MaskExplorer(network, scenes.images)
    without = view(panel, 2)
    assert not (without == 255).all(axis=2).any()
    assert "object" not in panel.canvas.alt
    panel.close()
    panel = MaskExplorer(network, scenes.images, true_masks=scenes.true_masks)
    assert (view(panel, 2) == 255).all(axis=2).any()
    panel.close()


def test_every_control_is_labelled(explorer):
    assert all(control.description for control in explorer._controls)


def test_the_static_twin_is_the_picture_with_its_text(explorer):
    data, metadata = explorer._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == explorer.canvas.value
    assert metadata["image/png"]["alt"] == explorer.canvas.alt
    assert data["text/plain"] == "MaskExplorer: 6 images, 3 Attention Modules"


def test_a_closed_panel_leaves_no_widget_behind(network, scenes):
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    MaskExplorer(network, scenes.images).close()
    assert set(registry) == before


def test_moves_leave_no_memory_behind(explorer):
    def moves(count):
        for number in range(count):
            explorer.image.value = number % 6
            explorer.module.value = explorer.module.options[number % 3]

    moves(20)
    gc.collect()
    tracemalloc.start()
    try:
        moves(10)
        gc.collect()
        first = tracemalloc.get_traced_memory()[0]
        moves(75)  # two changes each; benchmarks/panel_redraw.py makes a thousand
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - first
    finally:
        tracemalloc.stop()
    assert grown < 200_000  # bytes; one picture alone has 37,000


def test_it_takes_other_networks_and_images(scenes):
    network = build_network(
        "cifar_attention_56", classes=12, in_channels=1, width=0.25, attention_residual=False
    ).eval()
    panel = MaskExplorer(network, torch.rand(2, 1, 20, 28), titles=["one", "two"])
    assert "Image 0, one." in panel.canvas.alt and "class " in panel.canvas.alt
    assert view(panel, 0).shape[0] < view(panel, 0).shape[1]
    panel.image.value = 1
    panel.close()


def test_impossible_requests_say_what_came(network, scenes):
    with pytest.raises(ValueError, match="no Attention Module"):
        MaskExplorer(nn.Conv2d(3, 3, 1), scenes.images)
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*got \(3, 32, 32\)"):
        MaskExplorer(network, scenes.images[0])
    with pytest.raises(ValueError, match="labels has 2 entries for 6 images"):
        MaskExplorer(network, scenes.images, labels=scenes.labels[:2])
    with pytest.raises(ValueError, match="class_names has 2 names.*10 classes"):
        MaskExplorer(network, scenes.images, class_names=["a", "b"])
