"""The NetworkPanel without a browser: set a control, read picture, words and costs."""

import base64
import io
from dataclasses import replace

import ipywidgets
import numpy as np
import pytest
from PIL import Image

from resattn_lab.networks import build_network, count_parameters
from resattn_lab.panels import NetworkPanel
from resattn_lab.panels.network_blocks import network_blocks
from resattn_lab.plots.cost_bars import PART_COLOURS


@pytest.fixture
def panel():
    panel = NetworkPanel(m=2)
    yield panel
    panel.close()


@pytest.mark.parametrize(
    "control, value",
    [("modules", 3), ("width", 0.5), ("depths", (3, 3, 3)), ("p", 2), ("t", 3), ("r", 3)],
)
def test_every_control_changes_picture_and_words(panel, control, value):
    picture, words = panel.canvas.value, panel.canvas.alt
    getattr(panel, control).value = value
    assert panel.canvas.value != picture and panel.canvas.alt != words


def test_it_says_what_the_built_network_counts(panel):
    panel.width.value = 0.25
    network = build_network("cifar_attention_92", width=0.25)
    wanted = panel.seen.specification
    assert replace(network.specification, module_options=wanted.module_options) == wanted
    assert f"{count_parameters(network):,} parameters" in panel.canvas.alt
    assert "Attention-92: modules a stage 2, width 0.25" in panel.canvas.alt


def test_the_name_counts_p_and_t_but_not_r(panel):
    panel.modules.value, panel.p.value, panel.t.value = 6, 2, 4
    assert panel.seen.layers == 452
    panel.r.value = 3
    assert panel.seen.layers == 452
    panel.modules.value, panel.p.value, panel.t.value = 12, 1, 2
    assert panel.seen.layers == 452


def test_more_classes_cost_parameters_in_the_rest_alone():
    small, large = NetworkPanel(), NetworkPanel(classes=100)
    assert large.seen.specification.classes == 100
    assert "1,030,362 parameters" in small.canvas.alt
    assert "1,053,492 parameters" in large.canvas.alt  # 90 classes of 256 weights and a bias
    small.close(), large.close()


def picture(panel) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)


def test_the_bars_are_as_long_as_the_shares(panel):
    _, left, top, right, bottom = panel.drawn.place("parameters")
    shown = picture(panel)[top:bottom, left:right]
    shares = []
    for colour in PART_COLOURS.values():
        rgb = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        shares.append((shown == rgb).all(axis=2).sum(axis=1).max() / (right - left))
    assert shares == pytest.approx([370_944 / 1_841_242, 0.478, 0.321], abs=0.01)


def test_the_mask_of_a_deeper_encoder_reaches_lower():
    def lowest(depth):
        drawn = network_blocks(120, 300, modules=1, depth=depth, p=1, t=2, r=1)
        colour = [int(PART_COLOURS["mask"][i : i + 2], 16) for i in (1, 3, 5)]
        return np.nonzero((drawn == colour).all(axis=2))[0].max()

    assert lowest(1) < lowest(2) < lowest(3) < 120


def test_all_modules_fit_inside_the_picture():
    drawn = network_blocks(104, 440, modules=12, depth=3, p=4, t=4, r=4)
    assert (drawn[:, -1] == 255).all() and (drawn[:, -10:] != 255).any()


def test_the_largest_network_can_be_asked_for(panel):
    for control in (panel.modules, panel.p, panel.t, panel.r):
        control.value = control.max
    panel.width.value, panel.depths.value = 4, (3, 3, 3)
    assert "Attention-1316" in panel.canvas.alt


def test_every_control_is_labelled(panel):
    assert all(control.description for control in panel._controls)


def test_the_static_twin_is_the_picture_with_its_text(panel):
    data, metadata = panel._repr_mimebundle_()
    assert base64.b64decode(data["image/png"]) == panel.canvas.value
    assert metadata["image/png"]["alt"] == panel.canvas.alt and len(panel.canvas.alt) > 80
    assert data["text/plain"].startswith("NetworkPanel: ")


def test_a_closed_panel_leaves_no_widget_behind():
    registry = ipywidgets.widgets.widget._instances
    before = set(registry)
    NetworkPanel().close()
    assert set(registry) == before


@pytest.mark.parametrize("m", [0, 13])
def test_an_impossible_start_is_refused(m):
    with pytest.raises(ValueError, match=f"m must be 1 to 12, got {m}"):
        NetworkPanel(m)
