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
from resattn_lab.panels.pen import in_colours
from resattn_lab.plots import as_picture
from resattn_lab.plots.mask_overlay import lit_by
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


def view(panel, name: str) -> np.ndarray:
    """The pixels of one view: "image", "trunk", "weight", "output" or "mask"."""
    [place] = [place for place in panel.drawn.places if place.mark.name == name]
    return picture(panel)[place.top : place.bottom, place.left : place.right]


def recorded(network, image) -> dict[str, torch.Tensor]:
    with torch.no_grad(), record_masks(network) as masks:
        network(image[None] / 255)
    return masks


def middles(pixels: np.ndarray, count: int) -> np.ndarray:
    """The colour beside the middle of each of count × count squares, off the cross's hairs."""
    places = ((np.arange(count) + 0.25) * len(pixels) / count).astype(int)
    return pixels[places][:, places]


def test_the_weight_view_shows_the_recorded_mask_of_the_chosen_channel(network, scenes):
    panel = MaskExplorer(network, scenes.images)  # no true mask: no outline in the way
    panel.image.value, panel.module.value, panel.channel.value = 2, "stage2.0", 5
    panel.place_row.value = panel.place_column.value = 0
    mask = recorded(network, scenes.images[2])["stage2.0.mask"][0, 5].numpy()
    shown = middles(view(panel, "weight"), 16)[2:, 2:]  # the cross is in the corner
    wanted = in_colours(1 + mask, 1, 2, MASK_COLOURS).astype(int)[2:, 2:]
    assert np.abs(shown - wanted).max() <= 3  # one step of the colours
    panel.close()


def test_the_image_is_lit_where_the_mask_is_open(network, scenes):
    panel = MaskExplorer(network, scenes.images)
    panel.image.value, panel.channel.value, panel.module.value = 2, 1, "stage1.0"
    panel.place_row.value = panel.place_column.value = 0
    lit = lit_by(scenes.images[2], panel.seen.mask)[4:, 4:]
    shown = middles(view(panel, "image"), 32)[4:, 4:]
    assert np.abs(shown - lit * 255).max() <= 1
    panel.overlay.value = 0
    shown = middles(view(panel, "image"), 32)[4:, 4:]
    assert np.abs(shown - as_picture(scenes.images[2])[4:, 4:] * 255).max() <= 1
    panel.close()


@pytest.mark.parametrize(
    "control, value",
    [
        ("image", 3),
        ("module", "stage3.0"),
        ("channel", 4),
        ("mean", True),
        ("hide", "object"),
        ("hide", "background"),
        ("off", True),
        ("overlay", 0.6),
        ("scale", "local"),
        ("place_row", 3),
    ],
)
def test_every_control_changes_the_picture(explorer, control, value):
    before = explorer.canvas.value
    getattr(explorer, control).value = value
    assert explorer.canvas.value != before


def test_the_mean_switch_goes_to_the_mean_and_a_channel_leaves_it(explorer):
    explorer.mean.value = True
    mean = explorer.canvas.value
    explorer.channel.value = explorer.channel.value - 1 or 3
    assert not explorer.mean.value and explorer.canvas.value != mean
    explorer.mean.value = True
    assert explorer.canvas.value == mean


def test_the_mean_of_all_channels_shows_image_and_mask_and_no_equation(explorer):
    """The mean of products is not the product of means."""
    names = {place.mark.name for place in explorer.drawn.places}
    assert {"image", "trunk", "weight", "output"} <= names and "mask" not in names
    explorer.mean.value = True
    names = {place.mark.name for place in explorer.drawn.places}
    assert {"image", "mask"} <= names and not {"trunk", "weight", "output"} & names
    assert "×" not in explorer.canvas.alt


def test_local_colours_use_the_whole_range_and_fixed_ones_do_not(explorer):
    explorer.mean.value = True  # a mean is nearly flat
    fixed = view(explorer, "mask")
    explorer.scale.value = "local"
    local = view(explorer, "mask")
    assert len(np.unique(local.reshape(-1, 3), axis=0)) > 2 * len(
        np.unique(fixed.reshape(-1, 3), axis=0)
    )


@pytest.mark.parametrize("strength", [1.0, 0.3, -1.0, 2.5])
def test_trunk_times_weight_is_output_in_every_channel(explorer, strength):
    explorer.strengths["stage1.0"].value = strength
    for channel in (0, 2, 15):
        explorer.channel.value = channel
        seen = explorer.seen
        np.testing.assert_allclose(seen.output, seen.trunk * seen.weight, atol=1e-5)
        np.testing.assert_allclose(seen.weight, 1 + strength * seen.mask, atol=1e-6)


def test_it_opens_with_the_channel_that_finds_the_objects_of_other_scenes_best(
    explorer, network, scenes
):
    for name in ("stage1.0", "stage3.0"):
        explorer.module.value = name
        masks = torch.cat([recorded(network, i)[f"{name}.mask"] for i in scenes.images[1:]])
        rates = pointing_hits(masks, scenes.true_masks[1:]).float().mean(dim=0)
        assert rates[explorer.channel.value] == rates.max()
        hits = round(5 * float(rates.max()))
        said = f"In 5 other scenes this channel peaks on the object {hits} times; no channel"
        assert said in explorer.canvas.alt and not explorer.mean.value
    worse = int(rates.argmin())
    explorer.channel.value = worse
    better = int((rates > rates[worse]).sum())
    assert f"; {better} of the module's channels do so more often" in explorer.canvas.alt


def test_without_true_masks_it_opens_with_the_channel_that_varies_most(network, scenes):
    panel = MaskExplorer(network, scenes.images)
    masks = torch.cat([recorded(network, image)["stage1.0.mask"] for image in scenes.images])
    spread = masks.flatten(2).std(dim=2, correction=0).mean(dim=0)
    assert panel.channel.value == int(spread.argmax())
    assert "No channel of the module varies more." in panel.canvas.alt
    panel.channel.value = int(spread.argmin())
    assert "varies more" not in panel.canvas.alt
    panel.close()


def test_the_numbers_of_a_position_are_those_of_trunk_mask_and_output(explorer):
    explorer.module.value, explorer.channel.value = "stage2.0", 3
    explorer.place_row.value, explorer.place_column.value = 11, 30  # 16×16 cells
    trunk, mask, output = (
        f"{explorer.seen.run.parts[f'stage2.0.{part}'][3, 5, 15]:.2f}".replace("-", "−")
        for part in ("trunk", "mask", "fusion")
    )
    said = f"row 5, column 15: {trunk} × (1 + {mask}) = {output}."
    assert said in explorer.canvas.alt
    explorer.strengths["stage2.0"].value = 0.5
    assert f"{trunk} × (1 + 0.5 × {mask}) = " in explorer.canvas.alt


def test_the_position_follows_the_pointer_and_the_arrow_keys(explorer):
    [place] = [place for place in explorer.drawn.places if place.mark.name == "trunk"]
    explorer._pointer.value = f"move {place.left + 1} {place.bottom - 1}"
    assert (explorer.place_row.value, explorer.place_column.value) == (31, 0)
    explorer.module.value = "stage3.0"  # 8×8 cells
    explorer._pointer.value = "step 1 0"
    explorer._pointer.value = "step 0 -1"
    assert explorer.seen.cell == (6, 1)
    explorer._pointer.value = "step 0 1"
    explorer._pointer.value = "step 0 1 2"
    assert explorer.seen.cell == (7, 1)  # there is no eighth row


def test_a_click_on_a_thumbnail_opens_its_module_and_a_passing_pointer_does_not(explorer):
    [place] = [place for place in explorer.drawn.places if place.mark.name == "stage3.0"]
    middle = f"{(place.left + place.right) // 2} {(place.top + place.bottom) // 2}"
    explorer._pointer.value = f"move {middle}"
    assert explorer.module.value == "stage1.0"
    explorer._pointer.value = f"press {middle}"
    assert explorer.module.value == "stage3.0" == explorer.selection.module


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
    assert runs == [8, 4]  # the first eight were kept from the start


def test_each_image_of_a_block_shows_its_own_mask_and_prediction(explorer, network, scenes):
    explorer.image.value = 4
    with torch.no_grad():
        chances = network(scenes.images[4:5] / 255).softmax(dim=1)[0]
    np.testing.assert_allclose(explorer.seen.run.chances, chances, atol=1e-5)
    mask = recorded(network, scenes.images[4])["stage1.0.mask"][0, explorer.channel.value]
    np.testing.assert_allclose(explorer.seen.mask, mask, atol=1e-5)


def test_a_change_of_module_keeps_the_channel_in_its_range(explorer):
    explorer.module.value = "stage3.0"
    explorer.channel.value = explorer.channel.max
    explorer.module.value = "stage1.0"
    assert explorer.channel.value <= explorer.channel.max == 15


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
    channel = explorer.channel.value
    mask = recorded(network, scenes.images[4])["stage2.0.mask"][:, channel]
    text = explorer.canvas.alt
    assert f"Image 4, {scenes.class_names[scenes.labels[4]]}." in text
    assert f"from {mask.min():.2f} to {mask.max():.2f}" in text
    on = bool(pointing_hits(mask, scenes.true_masks[4:5]))
    assert f"Its peak lies {'on' if on else 'beside'} the object" in text
    assert text in explorer.caption.value


def test_the_outline_is_there_only_where_the_true_mask_is_known(network, scenes):
    panel = MaskExplorer(network, scenes.images)
    without = (view(panel, "weight") == 255).all(axis=2).sum()
    assert "object" not in panel.canvas.alt
    panel.close()
    panel = MaskExplorer(network, scenes.images, true_masks=scenes.true_masks)
    assert (view(panel, "weight") == 255).all(axis=2).sum() > without + 20  # beside the cross
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
    assert view(panel, "image").shape[0] < view(panel, "image").shape[1]
    assert " × (1 + " not in panel.canvas.alt  # M·T, without the one
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


def test_without_its_equation_the_mask_stands_alone_and_no_product_is_told(network, scenes):
    panel = MaskExplorer(network, scenes.images, equation=False)
    panel.image.value, panel.module.value, panel.channel.value = 2, "stage2.0", 5
    names = {place.mark.name for place in panel.drawn.places}
    assert "mask" in names and not names & {"trunk", "weight", "output"}
    mask = recorded(network, scenes.images[2])["stage2.0.mask"][0, 5].numpy()
    shown = middles(view(panel, "mask"), 16)
    wanted = in_colours(mask, 0, 1, MASK_COLOURS).astype(int)
    assert np.median(np.abs(shown - wanted)) <= 3  # but for the cross
    assert " × (" not in panel.canvas.alt
    panel.close()
