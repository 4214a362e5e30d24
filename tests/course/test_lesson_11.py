"""The props of notebook 11: other masks, donors, records of three networks, the panel."""

from functools import partial

import numpy as np
import pytest
import torch

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.course import notebook_11, record
from resattn_lab.course.notebook_11.other_masks import POSITIONS, between, donors
from resattn_lab.data import scene_set
from resattn_lab.interventions import WAYS, mask_replacement
from resattn_lab.recording import record_masks

MASK = torch.rand(2, 3, 4, 4, generator=torch.Generator().manual_seed(0))
SCENES = scene_set(4, seed=1, part="test")
CHANNELS = {"stage1.0": 3, "stage3.0": 5}


def generator():
    return torch.Generator().manual_seed(0)


def at(position):
    return between(MASK, generator(), position=position)


@pytest.mark.parametrize("position", POSITIONS)
def test_each_channel_keeps_its_mean_all_along_the_way(position):
    torch.testing.assert_close(at(position).mean(dim=(2, 3)), MASK.mean(dim=(2, 3)))


def test_the_way_goes_from_the_own_mask_over_the_flat_one_to_the_shuffled_one():
    assert torch.equal(at(-1), MASK)
    assert torch.equal(at(0), WAYS["mean"](MASK, generator()))
    assert torch.equal(at(1), WAYS["shuffle"](MASK, generator()))
    spreads = [float(at(position).std()) for position in POSITIONS]
    assert spreads[:5] == sorted(spreads[:5], reverse=True) and spreads[4:] == sorted(
        spreads[4:]
    )


def test_a_donor_has_the_same_class_and_is_another_image():
    classes = torch.tensor([2, 0, 2, 1, 0, 2, 1])
    donor = donors(classes)
    assert torch.equal(classes[donor], classes)
    assert donor.sort().values.tolist() == list(range(7)) and (donor != torch.arange(7)).all()


def test_moved_masks_keep_every_value_and_hand_it_on_half_an_image_further():
    there = notebook_11.moved(MASK)
    assert torch.equal(there[..., 2, 2], MASK[..., 0, 0])
    assert torch.equal(there.flatten(2).sort().values, MASK.flatten(2).sort().values)


def test_the_winner_is_named_as_it_is_predicted():
    rows = {"stage 2, best channel": [0.1, 0.5], "spot in the middle": [0.2]}
    assert notebook_11.winner(rows) == "the mask's best channel"
    assert notebook_11.winner(rows | {"spot in the middle": [0.4]}) == "the spot"


@pytest.fixture
def panel():
    network, _ = load_checkpoint("scenes_attention_56")
    curves = {name: [[0.1 * n for n in range(9)]] * 3 for name in CHANNELS}
    made = notebook_11.FlatToShuffled(
        network, SCENES, channels=CHANNELS, curves=curves, count=500
    )
    yield made
    made.close()


def test_the_panel_begins_with_the_networks_own_mask_and_in_the_middle_it_is_flat(panel):
    assert panel.seen.mask.std() > 1e-3
    np.testing.assert_allclose(panel.seen.after, panel.seen.before, atol=1e-6)
    panel.position.value = 0
    assert panel.seen.mask.std() < 1e-6


@pytest.mark.parametrize("module", CHANNELS)
@pytest.mark.parametrize("position", [-0.5, 0.75, 1])
def test_the_panel_shows_the_mask_that_the_module_weighs_with(panel, module, position):
    panel.module.value, panel.position.value, panel.scene.value = module, position, 2
    network, image = panel.network, SCENES.images[2:3] / 255
    change = partial(between, position=position)
    with torch.inference_mode(), record_masks(network) as masks:
        with mask_replacement(network, {module: change}):
            answer = network(image).softmax(dim=1)[0]
    torch.testing.assert_close(torch.from_numpy(panel.seen.after), answer)
    used = change(masks[f"{module}.mask"], generator())[0, CHANNELS[module]]
    torch.testing.assert_close(torch.from_numpy(panel.seen.mask), used)


def test_the_panel_says_mask_answer_and_accuracies(panel):
    panel.position.value = 1
    said = panel.canvas.alt
    assert "shuffled" in said and "80%, 80%, 80% of 500 scenes" in said
    best = SCENES.class_names[int(panel.seen.after.argmax())]
    assert f"says {best}" in said


def test_the_ends_and_the_middle_of_the_recorded_way_are_the_recorded_interventions():
    ways = notebook_11.accuracies("untouched", "mean", "shuffle")
    for module, networks in notebook_11.curves().items():
        for place, way in ((0, "untouched"), (4, "mean"), (-1, "shuffle")):
            assert [curve[place] for curve in networks] == ways[way][module]


def test_what_two_records_hold_is_the_same_in_both():
    other = record("other_masks")["parts"]["networks"]
    first = other["scenes_attention_56"]
    evidence = record("mask_evidence")["parts"]
    for way, places in evidence["causality"].items():
        if way in WAYS:
            for where, effect in places.items():
                assert first["replaced"][way][where] == effect
    for measure in ("iou", "pointing", "energy"):
        known = evidence["agreement"]["maps"]["Grad-CAM"][measure]
        assert first["Grad-CAM"][measure] == known
    trained = record("scene_networks")["parts"]["32"]["trained"]
    for name, network in other.items():
        for module in notebook_11.evidence.MODULES:
            hits = network["pointing"][module]["object"]
            assert hits == trained[name][module]["pointing"]


def test_filling_holes_changes_hits_of_rings_and_of_nothing_else():
    for module in ("stage1.0", "stage2.0"):
        for name, found in notebook_11.hits_by_class(module).items():
            if name == "ring":
                pairs = zip(found["object"], found["filled"], strict=True)
                assert all(before < after for before, after in pairs)
            else:
                assert found["object"] == found["filled"]


def test_rings_are_missed_in_their_hole_more_often_than_elsewhere():
    assert notebook_11.where_rings_are_missed(["outside", "hole"]) == "hole"


def test_hits_by_answer_add_up_to_all_scenes_of_three_networks():
    counts = [count for _, count in notebook_11.hits_by_answer().values()]
    networks = record("scene_networks")["parts"]["32"]["trained"].values()
    hits = sum(hit for hit, _ in notebook_11.hits_by_answer().values())
    assert sum(counts) == 3 * 4000
    assert abs(hits / 4000 - sum(one["stage1.0"]["pointing"][0] for one in networks)) < 1e-3


def test_a_kind_of_case_that_is_missing_is_said():
    labels = SCENES.labels
    with pytest.raises(ValueError, match="a kind is missing among 4 scenes"):
        notebook_11.cases(SCENES, torch.rand(4, 8, 8), labels)
