"""The MaskStrengthPanel without a browser: set a control, read picture and words back."""

import io

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.interventions import mask_strength
from resattn_lab.networks import build_network
from resattn_lab.panels import MaskStrengthPanel
from resattn_lab.panels.frame import colours
from resattn_lab.panels.mask_strength_views import HEAVIEST
from resattn_lab.plots.palette import MASK_COLOURS


@pytest.fixture
def panel(network, scenes):
    made = MaskStrengthPanel(
        network,
        scenes.images,
        labels=scenes.labels,
        class_names=scenes.class_names,
        true_masks=scenes.true_masks,
    )
    yield made
    made.close()


def view(panel, number):
    """The pixels of one view: 0 image, 1 trunk, 2 weight, 3 output."""
    left, top, right, bottom = panel.canvas.new_frame().box(panel.views.views[number])
    picture = np.asarray(Image.open(io.BytesIO(panel.canvas.value)))
    return picture[top:bottom, left:right].astype(int)


def chances(network, image, strength):
    with torch.no_grad(), mask_strength(network, strength):
        return network(image[None] / 255).softmax(dim=1)[0].numpy()


@pytest.mark.parametrize(
    "control, value",
    [("image", 3), ("strength", 0.0), ("module", "stage2.0"), ("shown", "stage3.0")],
)
def test_every_control_changes_the_picture_or_the_words(panel, control, value):
    before = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert (panel.canvas.value, panel.canvas.alt) != before


@pytest.mark.parametrize("where", ["all Attention Modules", "stage2.0"])
def test_the_prediction_is_the_networks_with_that_strength(panel, network, scenes, where):
    panel.image.value, panel.module.value, panel.strength.value = 2, where, 2.4
    strength = 2.4 if where.startswith("all") else {where: 2.4}
    now, before = panel._run()
    np.testing.assert_allclose(now, chances(network, scenes.images[2], strength), rtol=1e-5)
    np.testing.assert_allclose(before, chances(network, scenes.images[2], 1), rtol=1e-5)


def test_the_weight_view_shows_one_where_the_mask_is_removed(network, scenes):
    panel = MaskStrengthPanel(network, scenes.images)  # no true mask: no outline in the way
    panel.strength.value = 0
    one = colours(np.ones((1, 1)), 0, HEAVIEST, MASK_COLOURS)[0, 0]
    assert (view(panel, 2)[4:-4, 4:-4] == one).all()
    np.testing.assert_array_equal(view(panel, 1), view(panel, 3))  # output = trunk
    panel.close()


def test_a_module_that_is_not_changed_keeps_its_weight(panel):
    panel.module.value = "stage3.0"
    assert panel.shown.value == "stage3.0"
    panel.strength.value, panel.shown.value = -1, "stage1.0"
    mask = panel._parts["stage1.0.mask"][0]
    torch.testing.assert_close(panel._weight(), 1 + mask)
    panel.shown.value = "stage3.0"
    torch.testing.assert_close(panel._weight(), 1 - panel._parts["stage3.0.mask"][0])


def test_naive_modules_are_shown_without_the_one(scenes):
    naive = build_network("cifar_attention_56", width=0.25, attention_residual=False).eval()
    panel = MaskStrengthPanel(naive, scenes.images)
    panel.strength.value = 0.5
    assert panel.views.views[2].get_title() == "weight  λM"
    torch.testing.assert_close(panel._weight(), 0.5 * panel._parts["stage1.0.mask"][0])
    panel.close()


def test_the_words_name_image_strength_and_both_predictions(panel, scenes):
    panel.image.value, panel.strength.value = 1, -0.5
    true = scenes.class_names[int(scenes.labels[1])]
    assert f"Image 1, {true}. λ = −0.5 in all Attention Modules." in panel.canvas.alt
    assert "The network says" in panel.canvas.alt and "as trained it says" in panel.canvas.alt
    assert panel.canvas.alt in panel.caption.value
    assert panel.summary() == "MaskStrengthPanel: 6 images, 3 Attention Modules"


def test_at_strength_one_both_predictions_are_the_same(panel):
    now, before = panel._run()
    assert panel.strength.value == 1 and np.array_equal(now, before)


def test_every_control_is_labelled_and_the_network_is_left_as_it_was(panel, network):
    assert all(control.description for control in panel._controls)
    panel.strength.value = 0.3
    assert not any(m._forward_hooks or m._forward_pre_hooks for m in network.modules())


def test_many_classes_show_the_likeliest(scenes):
    network = build_network("cifar_attention_56", width=0.25, classes=30).eval()
    panel = MaskStrengthPanel(network, scenes.images)
    panel.strength.value = 2
    assert "class " in panel.canvas.alt
    panel.close()


def test_impossible_requests_say_what_came(network, scenes):
    with pytest.raises(ValueError, match="Linear has no Attention Module"):
        MaskStrengthPanel(nn.Linear(2, 2), scenes.images)
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*got \(3, 32, 32\)"):
        MaskStrengthPanel(network, scenes.images[0])
    with pytest.raises(ValueError, match="labels has 2 entries for 6 images"):
        MaskStrengthPanel(network, scenes.images, labels=scenes.labels[:2])
    with pytest.raises(ValueError, match="class_names has 2 names.*10 classes"):
        MaskStrengthPanel(network, scenes.images, class_names=["a", "b"])
