"""The MaskExplorer's thumbnails, its grey square, and the strengths of its masks."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.interventions import mask_strength, occlude
from resattn_lab.networks import build_network
from resattn_lab.panels import KernelExplorer, MaskExplorer, Selection
from resattn_lab.panels.frame import colours
from resattn_lab.panels.mask_views import product
from resattn_lab.plots.palette import INK, MASK_COLOURS
from resattn_lab.recording import record_masks


@pytest.fixture
def explorer(network, scenes):
    panel = MaskExplorer(
        network, scenes.images, labels=scenes.labels, class_names=scenes.class_names
    )
    yield panel
    panel.close()


def picture(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


def inside(panel, ax, rim=0) -> np.ndarray:
    """The pixels of one Axes, with ``rim`` pixels around it."""
    left, top, right, bottom = panel.canvas.new_frame().box(ax)
    return picture(panel)[top - rim : bottom + rim, left - rim : right + rim]


def cells(pixels, count):
    """The colour in the middle of each of count × count squares."""
    middles = ((np.arange(count) + 0.5) * len(pixels) / count).astype(int)
    return pixels[middles][:, middles]


def direct(network, image, strengths=None):
    """Probabilities and masks of one image, without the panel."""
    with (
        torch.no_grad(),
        record_masks(network) as masks,
        mask_strength(network, strengths or {}),
    ):
        chances = network(image[None] / 255).softmax(dim=1)[0].numpy()
    return chances, {name.removesuffix(".mask"): mask[0] for name, mask in masks.items()}


# Thumbnails


def test_every_thumbnail_is_the_mean_mask_of_its_module(explorer, network, scenes):
    explorer.image.value = 2
    _, masks = direct(network, scenes.images[2])
    assert list(explorer.strip.thumbnails) == ["stage1.0", "stage2.0", "stage3.0"]
    for name, ax in explorer.strip.thumbnails.items():
        mask = masks[name].mean(dim=0).numpy()
        wanted = colours(mask, 0, 1, MASK_COLOURS).astype(int)
        shown = cells(inside(explorer, ax), len(mask))
        assert np.abs(shown - wanted).max() <= 3  # one step of the colour map


def test_the_opened_modules_thumbnail_alone_is_framed(explorer):
    ink = [int(INK[i : i + 2], 16) for i in (1, 3, 5)]

    def framed():
        return [
            name
            for name, ax in explorer.strip.thumbnails.items()
            if (inside(explorer, ax, rim=3)[0] == ink).all()
        ]

    assert framed() == ["stage1.0"]
    explorer.module.value = "stage3.0"
    assert framed() == ["stage3.0"]


def test_local_colours_hold_for_the_thumbnails_too(explorer):
    ax = explorer.strip.thumbnails["stage3.0"]
    fixed = inside(explorer, ax)
    explorer.scale.value = "local"
    assert inside(explorer, ax).std() > 1.5 * fixed.std()


def test_many_modules_have_two_rows_and_stay_within_the_picture(scenes):
    network = build_network("cifar_attention_236", width=0.25).eval()
    panel = MaskExplorer(network, scenes.images[:1])
    boxes = [panel.canvas.new_frame().box(ax) for ax in panel.strip.thumbnails.values()]
    assert len(boxes) == 18 and len({top for _, top, _, _ in boxes}) == 2
    assert max(right for _, _, right, _ in boxes) < 980 == picture(panel).shape[1]
    highest = panel.canvas.new_frame().box(panel.views.views[0])[1]
    assert max(bottom for *_, bottom in boxes) + 30 < highest - 20  # room for words and titles
    panel.close()


# The square


def test_the_square_answers_as_a_run_on_the_covered_image_does(explorer, network, scenes):
    explorer.image.value, explorer.module.value = 4, "stage2.0"
    explorer.row.value, explorer.column.value, explorer.size.value = 9, 14, 11
    assert explorer.occlude.value
    chances, masks = direct(network, occlude(scenes.images[4], 9, 14, 11))
    np.testing.assert_allclose(explorer._chances, chances, atol=1e-6)
    np.testing.assert_allclose(
        explorer._plane("mask"), masks["stage2.0"].mean(dim=0), atol=1e-6
    )
    np.testing.assert_allclose(
        explorer._unchanged, direct(network, scenes.images[4])[0], atol=1e-6
    )
    assert not np.allclose(explorer._chances, explorer._unchanged, atol=1e-6)


def test_the_square_is_grey_on_the_image_and_goes_again(explorer, scenes):
    explorer.overlay.value = 0
    before = picture(explorer)
    explorer.row.value, explorer.column.value, explorer.size.value = 4, 6, 8
    grey = round(float(scenes.images[0].double().mean()))
    shown = cells(inside(explorer, explorer.views.views[0]), 32)
    assert np.abs(shown[5:11, 7:13] - grey).max() <= 1
    assert (
        np.abs(shown[20:, 20:] - scenes.images[0].permute(1, 2, 0).numpy()[20:, 20:]).max() <= 1
    )
    explorer.occlude.value = False
    np.testing.assert_array_equal(picture(explorer), before)


def test_the_words_say_what_is_covered_and_what_the_network_said_before(explorer):
    name = explorer.class_names[int(explorer._chances.argmax())]
    assert "covers" not in explorer.canvas.alt and "unchanged" not in explorer.canvas.alt
    explorer.row.value, explorer.column.value, explorer.size.value = 28, 2, 8
    assert "Grey covers rows 28 to 31 and columns 2 to 9." in explorer.canvas.alt
    assert f"unchanged it says {name} {explorer._unchanged.max():.2f}" in explorer.canvas.alt


def test_the_bar_before_the_change_is_marked_where_it_ended(explorer):
    explorer.strengths["stage3.0"].value = 2.0
    ax, frame = explorer.views.prediction, explorer.canvas.new_frame()
    row = int(explorer._chances.argmin())
    explorer._runs._trained[1].chances[row] = 0.5  # where no bar is
    explorer.refresh()
    x, y = frame.point(ax, 0.5, row)
    assert (picture(explorer)[y - 3 : y + 3, x : x + 2] == 0x22).all()
    explorer.reset.click()
    assert (picture(explorer)[y - 3 : y + 3, x + 1] == 255).all()


# Strengths


def test_a_strength_of_zero_is_that_of_the_intervention(explorer, network, scenes):
    explorer.image.value = 1
    explorer.strengths["stage2.0"].value = 0.0
    chances, _ = direct(network, scenes.images[1], {"stage2.0": 0})
    np.testing.assert_allclose(explorer._chances, chances, atol=1e-6)
    explorer.module.value = "stage2.0"
    np.testing.assert_array_equal(explorer._plane("fusion"), explorer._plane("trunk"))
    assert "λ is 0 in stage2.0." in explorer.canvas.alt
    explorer.strengths["stage2.0"].value = 1.0
    chances, _ = direct(network, scenes.images[1])
    np.testing.assert_allclose(explorer._chances, chances, atol=1e-5)


def test_strengths_and_square_work_together(explorer, network, scenes):
    strengths = {"stage1.0": 2.0, "stage3.0": 0.5}
    for name, value in strengths.items():
        explorer.strengths[name].value = value
    explorer.row.value = 3
    covered = occlude(scenes.images[0], 3, explorer.column.value, explorer.size.value)
    np.testing.assert_allclose(
        explorer._chances, direct(network, covered, strengths)[0], atol=1e-6
    )


def test_the_page_shows_the_opened_modules_strength_and_keeps_the_others(explorer):
    def seen():
        return [n for n, s in explorer.strengths.items() if s.layout.display != "none"]

    explorer.strengths["stage1.0"].value = 0.3
    assert seen() == ["stage1.0"]
    explorer.module.value = "stage2.0"
    assert seen() == ["stage2.0"] and explorer.strengths["stage1.0"].value == 0.3
    assert "λ is 0.3 in stage1.0" in explorer.canvas.alt


def test_the_button_takes_everything_back_with_one_picture(explorer):
    before = picture(explorer)
    explorer.row.value = 0
    explorer.strengths["stage3.0"].value = 1.7
    pictures = []
    explorer.canvas.observe(lambda change: pictures.append(1), "value")
    explorer.reset.click()
    np.testing.assert_array_equal(picture(explorer), before)
    assert len(pictures) == 1 and not explorer.occlude.value


def test_with_a_change_the_network_runs_on_the_one_image_and_once(network, scenes):
    panel = MaskExplorer(network, scenes.images)
    runs = []
    hook = network.register_forward_hook(lambda m, i, logits: runs.append(len(logits)))
    panel.row.value = 2
    panel.strengths["stage1.0"].value = 0.5
    panel.overlay.value = 0.1
    panel.channel.value = 2
    panel.image.value = 3
    assert runs == [1, 1, 1]
    panel.reset.click()
    hook.remove()
    panel.close()
    assert runs == [1, 1, 1]
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())


@pytest.mark.parametrize(
    "strength, residual, said",
    [(1, True, "(1 + M)·T"), (0.5, True, "(1 + 0.5·M)·T"), (1, False, "M·T")]
    + [(0, False, "0·M·T")],
)
def test_the_title_of_the_output_is_its_formula(strength, residual, said):
    assert product(strength, residual) == said


# Beside other panels


def test_two_explorers_of_one_selection_show_the_same(network, scenes):
    shared = Selection(image=3, module="stage2.0")
    masks = MaskExplorer(network, scenes.images, selection=shared)
    other = MaskExplorer(network, scenes.images[:5], selection=shared)
    assert masks.image.value == other.image.value == 3
    assert masks.module.value == other.module.value == "stage2.0" and masks.mean.value
    assert "Image 3." in masks.canvas.alt
    masks.channel.value = 4
    assert other.channel.value == shared.channel == 4 and not other.mean.value
    masks.image.value = 5  # which the other does not have
    assert other.image.value == 3 and shared.image == 5
    shared.module = "stage1.0"
    np.testing.assert_array_equal(
        inside(masks, masks.strip.thumbnails["stage1.0"], rim=4)[1],
        inside(other, other.strip.thumbnails["stage1.0"], rim=4)[1],
    )
    for panel in (masks, other):
        panel.close()


def test_a_channel_that_a_module_lacks_is_cut_in_the_selection_too(explorer):
    explorer.module.value = "stage3.0"
    explorer.channel.value = 40
    explorer.module.value = "stage1.0"  # has 16
    assert (explorer.channel.value, explorer.selection.channel) == (15, 15)


def test_masks_and_kernels_share_their_image_and_module(explorer, network, scenes):
    kernels = KernelExplorer(network, scenes.images, selection=explorer.selection)
    explorer.image.value, explorer.module.value = 2, "stage2.0"
    assert (kernels.image.value, kernels.module.value) == (2, "stage2.0")
    kernels.image.value = 5
    assert explorer.image.value == 5
    kernels.close()
