"""The EpochPanel without a browser: set a control, read the picture back."""

import io
from collections import namedtuple

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.measures import pointing_hits
from resattn_lab.networks import build_network
from resattn_lab.panels import EpochPanel
from resattn_lab.panels.pen import in_colours
from resattn_lab.plots.palette import MASK_COLOURS
from resattn_lab.recording import record_masks

Snapshot = namedtuple("Snapshot", "step network")


@pytest.fixture(scope="module")
def snapshots():
    made = []
    for step in (0, 50, 100):
        torch.manual_seed(step)
        made.append(Snapshot(step, build_network("cifar_attention_56", width=0.25).eval()))
    return made


def build(snapshots, scenes, **changed):
    parts = {
        "labels": scenes.labels,
        "true_masks": scenes.true_masks,
        "class_names": scenes.class_names,
    }
    return EpochPanel(snapshots, scenes.images, **{**parts, **changed})


@pytest.fixture
def panel(snapshots, scenes):
    made = build(snapshots, scenes)
    yield made
    made.close()


def pixels(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


def recorded(network, image):
    with torch.no_grad(), record_masks(network) as masks:
        chances = network(image[None] / 255).softmax(dim=1)[0]
    return masks, chances


def test_the_masks_are_those_of_the_chosen_snapshot_image_and_module(panel, snapshots, scenes):
    panel.image.value, panel.module.value, panel.mean.value = 2, "stage2.0", True
    for plane, snapshot in zip(panel.seen.planes, snapshots, strict=True):
        masks, _ = recorded(snapshot.network, scenes.images[2])
        mean = masks["stage2.0.mask"][0].mean(dim=0)
        np.testing.assert_allclose(plane, mean, atol=1e-5)
    panel.channel.value = 5
    assert not panel.mean.value
    masks, _ = recorded(snapshots[1].network, scenes.images[2])
    np.testing.assert_allclose(panel.seen.planes[1], masks["stage2.0.mask"][0, 5], atol=1e-5)


def test_the_mask_view_shows_the_masks_colours(snapshots, scenes):
    empty = torch.zeros_like(scenes.true_masks)  # no outline in the way
    panel = build(snapshots, scenes, true_masks=empty)
    panel.module.value, panel.snapshot.value = "stage3.0", 1
    _, left, top, right, bottom = panel.drawn.place("mask")
    shown = pixels(panel)[top:bottom, left:right]
    cells = ((np.arange(8) + 0.5) * len(shown) / 8).astype(int)
    wanted = in_colours(panel.seen.planes[1], 0, 1, MASK_COLOURS).astype(int)
    np.testing.assert_array_equal(shown[cells][:, cells], wanted)
    panel.close()


@pytest.mark.parametrize(
    "control, value",
    [
        ("snapshot", 0),
        ("image", 3),
        ("module", "stage3.0"),
        ("channel", 4),
        ("scale", "local"),
    ],
)
def test_every_control_changes_the_picture(panel, control, value):
    before = panel.canvas.value
    getattr(panel, control).value = value
    assert panel.canvas.value != before


def test_the_mean_switch_returns_to_the_mean(panel):
    panel.mean.value = True
    mean = panel.canvas.value
    panel.channel.value = 3
    assert panel.canvas.value != mean
    panel.mean.value = True
    assert panel.canvas.value == mean


def test_it_opens_with_the_channel_that_varies_most(panel):
    spread = panel.masks[-1]["stage1.0"].flatten(2).std(dim=2).mean(dim=0)
    assert not panel.mean.value and panel.channel.value == int(spread.argmax())


def test_a_change_of_module_keeps_the_channel_in_its_range(panel):
    panel.module.value = "stage3.0"
    panel.channel.value = panel.channel.max
    panel.module.value = "stage1.0"
    assert panel.channel.value == panel.channel.max == 15


def test_the_words_say_step_class_peak_and_prediction(panel, snapshots, scenes):
    panel.snapshot.value, panel.image.value = 1, 4
    text = panel.canvas.alt
    _, chances = recorded(snapshots[1].network, scenes.images[4])
    likely = int(chances.argmax())
    true = scenes.true_masks[4][None].expand(3, -1, -1)
    hits = pointing_hits(torch.from_numpy(np.stack(panel.seen.planes)), true)
    assert f"After step 50, image 4, {scenes.class_names[scenes.labels[4]]}." in text
    assert f"peaks {'on' if hits[1] else 'beside'} the object" in text
    assert f"The network says {scenes.class_names[likely]} {chances[likely]:.2f}." in text
    assert f"on the object at {int(hits.sum())} of 3 snapshots" in text


def test_every_snapshot_shows_where_its_mask_is_highest_and_what_the_network_says(panel):
    panel.module.value, panel.image.value = "stage2.0", 4
    _, strip = panel.draw(panel.values(), panel.seen).marks
    true = panel.class_names[int(panel.labels[4])]
    for picture, plane, answer in zip(
        strip.marks, panel.seen.planes, panel.seen.answers, strict=True
    ):
        assert plane[picture.cross.row, picture.cross.column] == plane.max()
        assert picture.below.endswith(f"{'✓' if answer == true else '✗'} {answer}")


def test_the_networks_run_at_the_start_and_never_again(snapshots, scenes):
    runs = []
    hooks = [
        s.network.register_forward_hook(lambda m, i, logits: runs.append(len(logits)))
        for s in snapshots
    ]
    panel = build(snapshots, scenes)
    panel.image.value, panel.snapshot.value, panel.module.value = 3, 0, "stage2.0"
    for hook in hooks:
        hook.remove()
    panel.close()
    assert runs == [len(scenes.images)] * 3


def test_what_does_not_belong_together_is_refused(snapshots, scenes):
    with pytest.raises(ValueError, match="of one length, got 3, and 6, 2, 6"):
        build(snapshots, scenes, labels=scenes.labels[:2])
    with pytest.raises(ValueError, match="wanted snapshots"):
        build([], scenes)
    with pytest.raises(ValueError, match="no Attention Module"):
        build([Snapshot(0, nn.Conv2d(3, 10, 1))], scenes)
    with pytest.raises(ValueError, match="at most 12 snapshots"):
        build(snapshots * 5, scenes)
