"""The props of notebook 06: a network drawn to scale, counted past its masks."""

import io

import numpy as np
import pytest
import torch
from matplotlib.colors import to_rgb
from PIL import Image
from torch import nn

from resattn_lab.blocks import AttentionModule
from resattn_lab.course.notebook_06 import NAMES, ROWS, LayerCounter, NetworkTable
from resattn_lab.course.notebook_06.by_hand import faults_that_fit, which_counts_notice
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
    counter = LayerCounter("Attention-56")
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
    assert "1 + 18 + 18 + 18 + 1 = 56 layers" in counter.canvas.alt
    counter.network.value = "Attention-92"
    counter.counted.value = counter.counted.max
    assert counter.canvas.alt.count("= 92 layers") == 2


def test_networks_of_one_name_have_as_many_parts(counter):
    for name, rows in NAMES.items():
        counter.network.value = name
        assert [one.row for one in counter.seen] == rows
        assert {len(one.parts) for one in counter.seen} == {counter.counted.max}
    assert sorted(sum(NAMES.values(), [])) == sorted(ROWS)


def test_it_begins_with_the_first_stage_counted_and_can_go_back_to_none(counter):
    (counted,) = (one.layers for one in counter.seen if one.row == "cifar_attention_56")
    assert counted["stage 1"] == 18 and counted["stage 2"] == 0
    counter.network.value = "Attention-92"
    assert "1 + 30 + 0" in counter.canvas.alt
    counter.counted.value = 0
    assert counter.canvas.alt.count("None of its 32 parts") == 2


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
    with pytest.raises(ValueError, match="Attention-56, Attention-92, .*got 'resnet'"):
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


def without(change):
    """Parameters and work of an Attention-56 that ``change`` took something out of."""
    with torch.device("meta"):
        network = ResidualAttentionNetwork(NETWORKS["attention_56"])
        for stage in (1, 2, 3):
            change(network.get_submodule(f"stage{stage}.0"))
    work = multiply_accumulates(network, (3, 224, 224))
    return count_parameters(network), f"{work / 1e9:.2f} G"


def shorter_trunk(module):
    module.trunk = module.trunk[:1]


def nothing_after_the_fusion(module):
    module.post = nn.Sequential()


def nothing_below_the_first_pooling(module):
    module.mask.levels.down = nn.Sequential()


def test_two_faults_fit_both_counts_and_a_third_fits_the_parameters_alone():
    counts = (30_343_080, "5.62 G")  # as the exercise gives them
    assert without(shorter_trunk) == without(nothing_after_the_fusion) == counts
    assert without(nothing_below_the_first_pooling) == (counts[0], "6.11 G")
    assert faults_that_fit() == "ad"


def test_a_table_marks_what_is_not_as_in_the_row_above():
    (_, first), (_, second) = NetworkTable(["attention_56", "attentionnext_56"]).rows()
    assert not any(new for _, new in first)
    assert [cell for cell, new in second if new] == ["resnext"]
    assert "<b>resnext</b>" in NetworkTable()._repr_html_()


def test_a_specification_in_a_names_place_is_told_where_it_is_built():
    with pytest.raises(ValueError, match=r"built by ResidualAttentionNetwork\(specification\)"):
        build_network(NETWORKS["attention_56"])
