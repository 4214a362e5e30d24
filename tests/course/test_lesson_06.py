"""The props of notebook 06: a network drawn to scale, counted past its masks."""

import io

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from PIL import Image
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.course.notebook_06 import ROWS, LayerCounter
from resattn_lab.course.notebook_06.by_hand import which_counts_notice
from resattn_lab.course.notebook_06.layer_walk import layer_walk, layers_by_place
from resattn_lab.networks import (
    NETWORKS,
    ResidualAttentionNetwork,
    build_network,
    count_parameters,
    multiply_accumulates,
)
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.recording import record_activations


@pytest.fixture
def counter():
    counter = LayerCounter("attention_56")
    yield counter
    counter.close()


@pytest.mark.parametrize("name", ROWS)
def test_the_walk_past_the_masks_has_the_layers_of_the_built_network(name):
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS[name])
    counted = sum(
        isinstance(part, nn.Conv2d | nn.Linear)
        for path, part in network.named_modules()
        if not {"mask", "projection"} & set(path.split("."))
    )
    walk = layer_walk(NETWORKS[name], 32 if name.startswith("cifar") else 224)
    assert sum(part.layers for part in walk) == counted == int(name.split("_")[-1])


def test_the_walk_has_the_shapes_that_a_network_puts_out():
    network = build_network("cifar_attention_92").eval()
    stages = ["stage1", "stage2", "stage3"]
    with torch.inference_mode(), record_activations(network, stages) as maps:
        network(torch.rand(1, 3, 32, 32))
    walk = {
        part.place.replace(" ", ""): part
        for part in layer_walk(NETWORKS["cifar_attention_92"], 32)
    }
    for stage in stages:
        assert tuple(maps[stage].shape[1:3]) == (walk[stage].channels, walk[stage].side)


def test_counting_to_the_end_says_the_number_in_the_name(counter):
    counter.counted.value = counter.counted.max
    assert "1 + 15 + 15 + 15 + 9 + 1 = 56 layers" in counter.canvas.alt
    counter.network.value = "cifar_attention_92"
    counter.counted.value = counter.counted.max
    assert "= 92 layers" in counter.canvas.alt


def test_it_begins_with_the_first_stage_counted_and_can_go_back_to_none(counter):
    assert counter.seen.layers["stage 1"] == 15 and counter.seen.layers["stage 2"] == 0
    counter.network.value = "attention_92"
    assert "1 + 15 + 0" in counter.canvas.alt
    counter.counted.value = 0
    assert "None of its 32 parts" in counter.canvas.alt


def test_every_part_that_is_counted_lights_up(counter):
    full = [[round(255 * p) for p in to_rgb(PART_COLOURS[part])] for part in ("trunk", "rest")]

    def lit() -> int:
        picture = np.asarray(Image.open(io.BytesIO(counter.canvas.value)).convert("RGB"))
        return sum(int((picture == colour).all(axis=-1).sum()) for colour in full)

    seen = []
    for count in range(counter.counted.max + 1):
        counter.counted.value = count
        seen.append(lit())
    assert all(after > before for before, after in zip(seen, seen[1:], strict=False))


def test_a_network_that_is_no_row_is_refused():
    with pytest.raises(ValueError, match="attention_56, attention_92, .*got 'resnet'"):
        LayerCounter("resnet")


def test_layers_are_summed_by_place():
    walk = layer_walk(NETWORKS["cifar_attention_56"], 32)
    assert layers_by_place(walk) == {
        "stem": 1,
        "stage 1": 18,
        "stage 2": 18,
        "stage 3": 18,
        "classifier": 1,
    }


class Sharing(nn.Module):
    """A mask's residual units, all with the weights of one."""

    def __init__(self, units):
        super().__init__()
        self.units = nn.ModuleList([units[0]] * len(units))

    def forward(self, x):
        for unit in self.units:
            x = unit(x)
        return x


def test_shared_weights_change_the_parameters_and_not_the_work():
    units = [build_network("cifar_attention_56").stage1.close for _ in range(3)]
    apart, shared = nn.Sequential(*units), Sharing(units)
    assert count_parameters(apart) == 3 * count_parameters(shared)
    works = {multiply_accumulates(network, (64, 8, 8)) for network in (apart, shared)}
    assert len(works) == 1 and which_counts_notice()[1] == "parameters"


def test_a_relu_before_the_sigmoid_changes_neither_count():
    plain, clipped = (AttentionModule(16, encoder_depth=1) for _ in range(2))
    clipped.mask = nn.Sequential(clipped.mask, nn.ReLU())
    assert count_parameters(plain) == count_parameters(clipped)
    works = {multiply_accumulates(module, (16, 8, 8)) for module in (plain, clipped)}
    assert len(works) == 1 and which_counts_notice()[2] == "neither"
