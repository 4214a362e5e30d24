"""The KernelExplorer without a browser."""

import gc
import io
import tracemalloc

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from resattn_lab.inspection import REST
from resattn_lab.panels import KernelExplorer


@pytest.fixture
def explorer(network, scenes):
    panel = KernelExplorer(network, scenes.images)
    yield panel
    panel.close()


def half(panel, right: bool) -> np.ndarray:
    """The kernels' half of the picture, or the responses'."""
    picture = np.asarray(Image.open(io.BytesIO(panel.canvas.value))).astype(int)
    middle = picture.shape[1] // 2 - 5
    return picture[32:, middle:] if right else picture[32:, :middle]


def test_every_convolution_of_the_network_can_be_chosen(explorer, network):
    offered = [name for layers in explorer.layers.values() for _, name in layers]
    wanted = [name for name, m in network.named_modules() if isinstance(m, nn.Conv2d)]
    assert sorted(offered) == sorted(wanted)
    assert list(explorer.layers) == [REST, "stage1.0", "stage2.0", "stage3.0"]


def test_the_response_shown_is_what_the_layer_puts_out(explorer, network, scenes):
    explorer.module.value = "stage1.0"
    explorer.layer.value = "stage1.0.trunk.0.conv2"
    explorer.image.value = 3
    kept = []
    layer = network.get_submodule("stage1.0.trunk.0.conv2")
    hook = layer.register_forward_hook(lambda m, i, o: kept.append(o))
    with torch.no_grad():
        network(scenes.images[3:4] / 255)
    hook.remove()
    torch.testing.assert_close(explorer.responses, kept[0][0])


@pytest.mark.parametrize(
    "control, value",
    [
        ("channel", 2),
        ("input_channel", 2),
        ("all_kernels", True),
        ("layer", "stage2.0.trunk.1.conv2"),
    ],
)
def test_every_control_changes_the_kernels(explorer, control, value):
    explorer.module.value = "stage2.0"
    explorer.layer.value = "stage2.0.trunk.0.conv2"
    before = half(explorer, right=False)
    getattr(explorer, control).value = value
    after = half(explorer, right=False)
    assert not np.array_equal(before, after)


def test_another_image_changes_the_responses_and_not_the_kernels(explorer):
    kernels, responses = half(explorer, right=False), half(explorer, right=True)
    explorer.image.value = 1
    assert np.array_equal(kernels, half(explorer, right=False))
    assert not np.array_equal(responses, half(explorer, right=True))


def test_kernels_of_three_channels_are_in_colour_until_a_channel_is_chosen(explorer):
    assert not explorer.colour.disabled and "in colour" in explorer.canvas.alt
    explorer.input_channel.value = 1
    assert not explorer.colour.value and "input channel 1" in explorer.canvas.alt
    explorer.module.value = "stage1.0"
    assert explorer.colour.disabled


def test_moves_within_a_module_run_no_forward_pass(explorer):
    explorer.module.value = "stage2.0"
    runs = []
    hook = explorer.network.register_forward_hook(lambda *_: runs.append(1))
    explorer.channel.value = explorer.input_channel.value = 3
    explorer.all_kernels.value = True
    explorer.view.value = "feature maps"
    explorer.view.value = "frequency response"
    explorer.layer.index = 4
    hook.remove()
    assert not runs


def test_the_channel_sliders_follow_the_layer(explorer):
    explorer.module.value = "stage3.0"
    explorer.layer.value = "stage3.0.mask.score.2"
    for slider in (explorer.channel, explorer.input_channel):
        slider.value = slider.max
        assert slider.max == 63
    explorer.layer.value = "stage3.0.trunk.0.conv2"
    for slider in (explorer.channel, explorer.input_channel):
        assert slider.value == slider.max == 15


def test_without_images_the_kernels_stand_alone(network):
    panel = KernelExplorer(network)
    assert panel.image.disabled and "image" not in panel.canvas.alt
    assert panel.view.options == ("kernels", "frequency response")
    panel.view.value = "frequency response"
    assert "cycles per pixel" in panel.canvas.alt
    panel.close()


def test_the_alternative_text_names_the_strongest_kernel(explorer):
    energy = explorer.responses.square().mean(dim=(1, 2)).sqrt()
    assert f"kernel {int(energy.argmax())} responds most strongly" in explorer.canvas.alt
    assert explorer.canvas.alt in explorer.caption.value


def test_every_control_is_labelled(explorer):
    assert all(control.description for control in explorer._controls)


def test_moves_leave_no_memory_behind(explorer):
    explorer.module.value = "stage2.0"
    count = len(explorer.layer.options)

    def moves(number_of_moves):
        for number in range(number_of_moves):
            explorer.layer.index = number % count

    moves(count)
    gc.collect()
    tracemalloc.start()
    try:
        moves(count)
        gc.collect()
        first = tracemalloc.get_traced_memory()[0]
        moves(150)
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - first
    finally:
        tracemalloc.stop()
    assert grown < 200_000


def test_impossible_requests_say_what_came(network):
    with pytest.raises(ValueError, match="Linear has no convolution"):
        KernelExplorer(nn.Linear(2, 2))
    with pytest.raises(ValueError, match=r"\(N, C, H, W\).*got \(3, 8, 8\)"):
        KernelExplorer(network, torch.rand(3, 8, 8))
