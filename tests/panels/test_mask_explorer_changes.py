"""The MaskExplorer's thumbnails, its grey square, and the strengths of its masks."""

import io

import numpy as np
import pytest
import torch
from PIL import Image

from resattn_lab.interventions import cover, mask_strength, occlude
from resattn_lab.networks import build_network
from resattn_lab.panels import KernelExplorer, MaskExplorer, Selection
from resattn_lab.panels.mask_pictures import prediction_bars
from resattn_lab.panels.pen import in_colours
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


def at(panel, name):
    """Where the mark of this name lies."""
    [place] = [place for place in panel.drawn.places if place.mark.name == name]
    return place


def inside(panel, name, rim=0) -> np.ndarray:
    """The pixels of one picture, with ``rim`` pixels around it."""
    place = at(panel, name)
    rows = slice(place.top - rim, place.bottom + rim)
    return picture(panel)[rows, place.left - rim : place.right + rim]


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
    explorer.image.value, explorer.mean.value = 2, True
    _, masks = direct(network, scenes.images[2])
    assert list(explorer.seen.thumbnails) == ["stage1.0", "stage2.0", "stage3.0"]
    for name, shown in explorer.seen.thumbnails.items():
        np.testing.assert_allclose(shown, masks[name].mean(dim=0), atol=1e-5)
    wanted = in_colours(shown, 0, 1, MASK_COLOURS).astype(int)
    assert np.abs(cells(inside(explorer, "stage3.0"), 8) - wanted).max() <= 3  # one step


def test_the_thumbnails_show_the_chosen_channel_and_the_best_of_the_others(explorer):
    explorer.module.value, explorer.channel.value = "stage2.0", 3
    parts = explorer.seen.run.parts
    for name, shown in explorer.seen.thumbnails.items():
        channel = 3 if name == "stage2.0" else explorer.surveys[name].best(0)
        np.testing.assert_array_equal(shown, parts[f"{name}.mask"][channel])


def test_the_thumbnails_heading_tells_one_channel_from_the_mean(explorer):
    def heading():
        strip = explorer.draw(explorer.values(), explorer.seen).marks[0].marks[1].marks[0]
        return strip.marks[0].text

    assert heading() == "one mask channel of each module"
    explorer.mean.value = True
    assert heading() == "mean mask of each module"


def test_the_opened_modules_thumbnail_alone_is_framed(explorer):
    ink = [int(INK[i : i + 2], 16) for i in (1, 3, 5)]

    def framed():
        return [
            name
            for name in explorer.strengths
            if (inside(explorer, name, rim=3)[0] == ink).all()
        ]

    assert framed() == ["stage1.0"]
    explorer.module.value = "stage3.0"
    assert framed() == ["stage3.0"]


def test_local_colours_hold_for_the_thumbnails_too(explorer):
    explorer.mean.value = True
    fixed = inside(explorer, "stage3.0")
    explorer.scale.value = "local"
    assert inside(explorer, "stage3.0").std() > 1.5 * fixed.std()


def test_many_modules_have_two_rows_and_stay_within_the_picture(scenes):
    network = build_network("cifar_attention_236", width=0.25).eval()
    panel = MaskExplorer(network, scenes.images[:1])
    boxes = [at(panel, name) for name in panel.strengths]
    assert len(boxes) == 18 and len({box.top for box in boxes}) == 2
    assert max(box.right for box in boxes) < picture(panel).shape[1] - 8
    assert max(box.bottom for box in boxes) + 20 < panel.drawn.place("prediction").top
    strip = panel.draw(panel.values(), panel.seen).marks[0].marks[1].marks[0]
    assert strip.marks[0].text == "one mask channel of each module; framed: stage1.0"
    panel.close()


# The square


def test_the_square_answers_as_a_run_on_the_covered_image_does(explorer, network, scenes):
    explorer.image.value, explorer.module.value = 4, "stage2.0"
    explorer.row.value, explorer.column.value, explorer.size.value = 9, 14, 11
    assert explorer.occlude.value
    chances, masks = direct(network, occlude(scenes.images[4], 9, 14, 11))
    seen, channel = explorer.seen, explorer.channel.value
    np.testing.assert_allclose(seen.run.chances, chances, atol=1e-6)
    np.testing.assert_allclose(seen.mask, masks["stage2.0"][channel], atol=1e-6)
    np.testing.assert_allclose(seen.before, direct(network, scenes.images[4])[0], atol=1e-6)
    assert not np.allclose(seen.run.chances, seen.before, atol=1e-6)


def test_the_square_is_grey_on_the_image_and_goes_again(explorer, scenes):
    explorer.overlay.value = 0
    before = picture(explorer)
    explorer.row.value, explorer.column.value, explorer.size.value = 4, 6, 8
    grey = round(float(scenes.images[0].double().mean()))
    shown = cells(inside(explorer, "image"), 32)
    assert np.abs(shown[5:11, 7:13] - grey).max() <= 1
    assert (
        np.abs(shown[20:, 20:] - scenes.images[0].permute(1, 2, 0).numpy()[20:, 20:]).max() <= 1
    )
    explorer.occlude.value = False
    np.testing.assert_array_equal(picture(explorer), before)


def test_the_words_say_what_is_covered_and_what_the_network_said_before(explorer):
    name = explorer.class_names[int(explorer.seen.run.chances.argmax())]
    assert "covers" not in explorer.canvas.alt and "unchanged" not in explorer.canvas.alt
    explorer.row.value, explorer.column.value, explorer.size.value = 28, 2, 8
    assert "Grey covers rows 28 to 31 and columns 2 to 9." in explorer.canvas.alt
    assert f"unchanged it says {name} {explorer.seen.before.max():.2f}" in explorer.canvas.alt


@pytest.mark.parametrize("hidden", ["object", "background"])
def test_object_and_background_are_hidden_with_one_click(network, scenes, hidden):
    panel = MaskExplorer(network, scenes.images, true_masks=scenes.true_masks)
    assert panel.hide.layout.display is None
    panel.hide.value = hidden
    where = scenes.true_masks[0] if hidden == "object" else ~scenes.true_masks[0]
    covered = cover(scenes.images[0], where)
    torch.testing.assert_close(panel.seen.run.image, covered)
    chances, _ = direct(network, covered)
    np.testing.assert_allclose(panel.seen.run.chances, chances, atol=1e-6)
    assert f"Grey covers the {hidden}." in panel.canvas.alt
    panel.reset.click()
    assert panel.hide.value == "nothing" and panel.seen.before is None
    panel.close()


def test_without_true_masks_nothing_can_be_hidden_by_them(explorer):
    assert explorer.hide.layout.display == "none" and "hide with grey" not in explorer.state()


def test_the_bar_before_the_change_is_marked_where_it_ended():
    names, now, before = ["a", "b", "c"], np.array([0.7, 0.2, 0.1]), np.array([0.1, 0.1, 0.8])
    bars = prediction_bars(names, now, before, 1)
    assert bars.before == [0.1, 0.1, 0.8] and bars.values == [0.7, 0.2, 0.1]
    assert list(bars.notes) == ["0.10 → 0.70", "0.10 → 0.20 true", "0.80 → 0.10"]
    bars = prediction_bars(names, now, None, 1)
    assert bars.before is None and list(bars.notes) == ["0.70", "0.20 true", "0.10"]


@pytest.mark.parametrize("count", [12, 100])
def test_the_true_class_and_the_one_before_are_shown_wherever_they_stand(count):
    chances = np.linspace(1, 0, count)
    before = chances[::-1].copy()
    bars = prediction_bars([str(n) for n in range(count)], chances, before, count // 2 + 5)
    assert len(bars.names) == 10
    assert {"0", str(count - 1), str(count // 2 + 5)} <= set(bars.names)


# Strengths


def test_a_strength_of_zero_is_that_of_the_intervention(explorer, network, scenes):
    explorer.image.value = 1
    explorer.strengths["stage2.0"].value = 0.0
    chances, _ = direct(network, scenes.images[1], {"stage2.0": 0})
    np.testing.assert_allclose(explorer.seen.run.chances, chances, atol=1e-6)
    explorer.module.value = "stage2.0"
    np.testing.assert_array_equal(explorer.seen.output, explorer.seen.trunk)
    assert "λ is 0 in stage2.0." in explorer.canvas.alt
    explorer.strengths["stage2.0"].value = 1.0
    chances, _ = direct(network, scenes.images[1])
    np.testing.assert_allclose(explorer.seen.run.chances, chances, atol=1e-5)


@pytest.mark.parametrize("strength", [-1.0, 0.0, 2.4])
def test_all_masks_move_together_where_that_is_wanted(explorer, network, scenes, strength):
    explorer.together.value = True
    explorer.strengths["stage1.0"].value = strength
    assert {slider.value for slider in explorer.strengths.values()} == {strength}
    chances, _ = direct(network, scenes.images[0], dict.fromkeys(explorer.strengths, strength))
    np.testing.assert_allclose(explorer.seen.run.chances, chances, atol=1e-5)
    explorer.reset.click()
    assert explorer.seen.before is None


def test_all_masks_are_off_with_one_click_and_back_with_another(explorer, network, scenes):
    explorer.strengths["stage2.0"].value = 0.5
    explorer.off.value = True
    chances, _ = direct(network, scenes.images[0], dict.fromkeys(explorer.strengths, 0))
    np.testing.assert_allclose(explorer.seen.run.chances, chances, atol=1e-6)
    assert "All masks are off (λ = 0)." in explorer.canvas.alt
    explorer.off.value = False
    assert "λ is 0.5 in stage2.0" in explorer.canvas.alt


def test_playing_sweeps_the_opened_modules_strength_from_0_to_2(explorer):
    explorer.module.value = "stage2.0"
    swept = []
    for step in range(explorer.play.min + 1, explorer.play.max + 1):
        explorer.play.value = step
        swept.append(explorer.strengths["stage2.0"].value)
    assert swept[0] == 0 and swept[-1] == 2 and len(swept) == 21
    assert explorer.strengths["stage1.0"].value == 1


def test_naive_modules_weigh_without_the_one(scenes):
    naive = build_network("cifar_attention_56", width=0.25, attention_residual=False).eval()
    panel = MaskExplorer(naive, scenes.images)
    panel.strengths["stage1.0"].value = 0.5
    np.testing.assert_allclose(panel.seen.weight, 0.5 * panel.seen.mask)
    np.testing.assert_allclose(panel.seen.output, panel.seen.trunk * panel.seen.weight)
    panel.close()


def test_strengths_and_square_work_together(explorer, network, scenes):
    strengths = {"stage1.0": 2.0, "stage3.0": 0.5}
    for name, value in strengths.items():
        explorer.strengths[name].value = value
    explorer.row.value = 3
    covered = occlude(scenes.images[0], 3, explorer.column.value, explorer.size.value)
    np.testing.assert_allclose(
        explorer.seen.run.chances, direct(network, covered, strengths)[0], atol=1e-6
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
    assert runs == [1]
    panel.strengths["stage1.0"].value = 0.5  # one to know what comes before it, and one on
    assert runs == [1, 1, 1]
    panel.strengths["stage1.0"].value = 0.6
    panel.overlay.value = 0.1
    panel.channel.value = 2
    assert runs == [1] * 4
    panel.reset.click()
    hook.remove()
    panel.close()
    assert runs == [1] * 4
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())


def test_a_changed_strength_computes_from_the_changed_module_on(explorer, network):
    ran = []
    hooks = [
        part.register_forward_pre_hook(lambda m, i, name=name: ran.append(name))
        for name, part in network.named_modules()
        if isinstance(part, torch.nn.Conv2d)
    ]
    explorer.strengths["stage3.0"].value = 0.5
    ran.clear()
    explorer.strengths["stage3.0"].value = 0.6
    assert ran and all(
        name.startswith(("stage3.0.post", "stage3.close", "tail")) for name in ran
    )
    for hook in hooks:
        hook.remove()


# Beside other panels


def test_two_explorers_of_one_selection_show_the_same(network, scenes):
    shared = Selection(image=3, module="stage2.0")
    masks = MaskExplorer(network, scenes.images, selection=shared)
    other = MaskExplorer(network, scenes.images[:5], selection=shared)
    assert masks.image.value == other.image.value == 3
    assert masks.module.value == other.module.value == "stage2.0"
    assert "Image 3." in masks.canvas.alt
    masks.mean.value = other.mean.value = True
    masks.channel.value = 4
    assert other.channel.value == shared.channel == 4 and not other.mean.value
    masks.image.value = 5  # which the other does not have
    assert other.image.value == 3 and shared.image == 5
    shared.module = "stage1.0"
    np.testing.assert_array_equal(
        inside(masks, "stage1.0", rim=4)[1], inside(other, "stage1.0", rim=4)[1]
    )
    for panel in (masks, other):
        panel.close()


def test_a_channel_that_a_module_lacks_is_cut_in_the_selection_too(explorer):
    explorer.module.value = "stage3.0"
    explorer.channel.value = 40
    explorer.module.value = "stage1.0"  # has 16
    assert explorer.channel.value == explorer.selection.channel <= 15


def test_masks_and_kernels_share_their_image_and_module(explorer, network, scenes):
    kernels = KernelExplorer(network, scenes.images, selection=explorer.selection)
    explorer.image.value, explorer.module.value = 2, "stage2.0"
    assert (kernels.image.value, kernels.module.value) == (2, "stage2.0")
    kernels.image.value = 5
    assert explorer.image.value == 5
    kernels.close()


def test_the_channel_that_it_opens_with_holds_for_the_panels_beside_it(network, scenes):
    """A panel that prefers none, built before or after it, leaves the choice to it."""
    known = {"true_masks": scenes.true_masks}
    for first in (True, False):
        shared = Selection()
        kernels = KernelExplorer(network, scenes.images, selection=shared) if first else None
        masks = MaskExplorer(network, scenes.images, selection=shared, **known)
        kernels = kernels or KernelExplorer(network, scenes.images, selection=shared)
        best = masks.surveys["stage1.0"].best(0)
        assert best and masks.channel.value == shared.channel == best
        assert "channel" not in shared.chosen
        kernels.channel.value = 1
        assert masks.channel.value == 1 and "channel" in shared.chosen
        for panel in (masks, kernels):
            panel.close()
