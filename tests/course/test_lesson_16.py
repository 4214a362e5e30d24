"""The props of notebook 16: blocks by hand, controls, coarser weights, a panel of kinds."""

import numpy as np
import pytest
import torch
from torch import nn

from resattn_lab.blocks import SelfAttention, SqueezeExcitation
from resattn_lab.course import notebook_16, record
from resattn_lab.course.notebook_16.asking import asking
from resattn_lab.course.notebook_16.exercises import attend, squeeze
from resattn_lab.course.notebook_16.weighing import (
    ANEW,
    OWN,
    coarser_ways,
    one_level,
    one_row,
    replacing,
    with_coarser_weights,
)
from resattn_lab.data import scene_set
from resattn_lab.networks import one_attention
from resattn_lab.recording import record_activations


@pytest.fixture(scope="module")
def scenes():
    return scene_set(24, seed=3, part="test", clutter=0)


def test_the_exercise_on_se_is_the_packages_block():
    block, x = SqueezeExcitation(8, reduction=2), torch.randn(3, 8, 5, 4)
    first, _, second = block.score
    by_hand = squeeze(x, first.weight, second.weight)
    torch.testing.assert_close(by_hand, block(x))


def test_the_exercise_on_who_asks_whom_is_the_packages_block():
    block, x = SelfAttention(8), torch.randn(3, 8, 5, 4)
    with record_activations(block, ["gate"]) as found:
        block(x)
    query, key = (part(x).flatten(2).mT for part in (block.query, block.key))
    torch.testing.assert_close(attend(query, key), found["gate"][:, 0])


def test_only_se_and_self_attention_without_positions_cannot_tell_a_shuffle():
    for seed in range(3):
        changes = notebook_16.moved_about(seed=seed)
        blind = {name for name, change in changes.items() if change < 1e-4}
        assert blind == {"SE", "self-attention, no positions"}
        assert all(change > 0.05 for name, change in changes.items() if name not in blind)


def test_pairs_cost_sixteen_times_as_much_at_twice_the_side_and_the_rest_four_times():
    found, trunk = notebook_16.costs((32, 64))
    assert found["self-attention"][64] / found["self-attention"][32] > 15
    for lines in (trunk, found["mask"], found["CBAM"]):
        assert lines[64] / lines[32] == pytest.approx(4, rel=0.01)
    assert found["SE"][64] == found["SE"][32]


def test_an_untrained_networks_norms_have_seen_the_scenes(scenes):
    network = notebook_16.untrained("SE", scenes, seed=1)
    norms = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    assert not network.training
    assert all(norm.running_var.mean() != 1 for norm in norms)
    new = one_attention("SE", seed=1).state_dict()
    torch.testing.assert_close(network.classifier.weight, new["classifier.weight"])


@pytest.mark.parametrize("kind", ["mask", "SE", "CBAM", "self-attention"])
def test_weights_are_those_that_the_block_multiplies_by(kind, scenes):
    network = notebook_16.untrained(kind, scenes)
    weights = notebook_16.weights_of(network, scenes.floats()[:2])
    assert all(0 <= part.min() and part.max() <= 1 for part in weights.values())
    if kind == "self-attention":
        torch.testing.assert_close(weights[kind].sum(dim=-1), torch.ones(2, 256))


def test_coarser_weights_keep_what_they_say_and_lose_the_rest():
    maps = torch.rand(2, 1, 3, 4)
    torch.testing.assert_close(one_level(maps).mean(dim=(2, 3)), maps.mean(dim=(2, 3)))
    assert one_level(maps).flatten(2).std(dim=2).max() < 1e-6
    rows = torch.rand(2, 1, 6, 6).softmax(dim=-1)
    torch.testing.assert_close(one_row(rows).sum(dim=-1), torch.ones(2, 1, 6))
    torch.testing.assert_close(one_row(rows).mean(dim=2), rows.mean(dim=2))
    assert one_row(rows).std(dim=2).max() < 1e-6


def test_replaced_weights_are_passed_on_and_leave_the_network_as_it_was(scenes):
    network = notebook_16.untrained("CBAM", scenes)
    before = network(scenes.floats())
    with replacing(network, {"attention.place_gate": torch.zeros_like}):
        with record_activations(network, ["attention"]) as found:
            notebook_16.accuracy(network, scenes)
    assert found["attention"].abs().max() == 0
    assert torch.equal(network(scenes.floats()), before)


def test_coarser_weights_are_measured_with_both_statistics_and_nothing_stays_changed(scenes):
    network = notebook_16.untrained("self-attention", scenes)
    kept = {name: value.clone() for name, value in network.state_dict().items()}
    found = with_coarser_weights(network, scenes, earlier=scenes)
    once = [name for name in found if not name.endswith(ANEW)]
    assert set(found) == {*once, *(name + ANEW for name in once)} and len(once) == 3
    # settled on the same scenes already: with its own weights nothing is new
    assert found[OWN] == found[OWN + ANEW]
    assert all(torch.equal(value, kept[name]) for name, value in network.state_dict().items())


@pytest.mark.parametrize("kind, count", [("none", 0), ("mask", 0), ("SE", 1), ("CBAM", 2)])
def test_each_kind_has_its_coarser_ways(kind, count, scenes):
    assert len(coarser_ways(notebook_16.untrained(kind, scenes), scenes)) == count


def test_the_rows_of_the_pictures_are_in_the_record():
    runs = record("attention_kinds")["runs"]
    assert set(notebook_16.pairs(runs, "pointing")) == {"mask", "CBAM", "self-attention"}
    assert all(len(found) == 3 for found in notebook_16.pairs(runs, "accuracy").values())
    assert all(len(found) == 3 for found in notebook_16.coarser_rows(runs).values())


def test_a_line_leads_from_who_asks_to_each_that_is_asked_enough():
    rows = np.zeros((16, 16))
    rows[0, [3, 4]], rows[12, 13], rows[5, 1] = (0.7, 0.25), 0.19, 1.0
    lines = asking(rows, 4)
    assert lines == [((0, 0), (0, 3)), ((0, 0), (1, 0))]  # location 5 is between those drawn


def test_the_share_that_asks_the_object_is_of_the_background_alone():
    rows, truth = torch.zeros(1, 4, 4), torch.zeros(1, 4, 4, dtype=torch.bool)
    truth[0, :2, :2] = True  # location 0 of four
    rows[0, [0, 1, 2, 3], [3, 0, 0, 2]] = 1
    assert notebook_16.on_the_object(rows, truth) == pytest.approx(2 / 3)


@pytest.fixture
def weights():
    rng = np.random.default_rng(0)
    scores = np.exp(3 * rng.normal(size=(2, 12, 12)))
    return {
        "mask": rng.random((2, 5, 3, 4)),
        "SE": rng.random((2, 5)),
        "CBAM channels": rng.random((2, 5)),
        "CBAM locations": rng.random((2, 3, 4)),
        "self-attention": scores / scores.sum(axis=-1, keepdims=True),
    }


@pytest.fixture
def panel(weights):
    images, truth = np.random.default_rng(1).random((2, 3, 6, 8)), np.ones((2, 6, 8), bool)
    other = {name: part[::-1] for name, part in weights.items()}
    panel = notebook_16.KindsPanel(images, truth, {"trained": weights, "untrained": other})
    yield panel
    panel.close()


def test_the_row_shown_is_that_of_the_chosen_location(panel, weights):
    panel.image.value, panel.row.value, panel.column.value = 1, 2, 1
    wanted = weights["self-attention"][1, 9].reshape(3, 4)
    np.testing.assert_array_equal(panel.seen.asked, wanted)
    top, left = np.unravel_index(wanted.argmax(), (3, 4))
    assert f"asks row {top}, column {left} most" in panel.canvas.alt


def test_a_click_on_a_picture_asks_from_there(panel):
    place = panel.drawn.places[0]
    panel.touched(place, 0.99, 0.4)
    assert (panel.row.value, panel.column.value) == (1, 3)


def test_the_pointer_asks_without_a_click_and_on_the_bars_it_chooses_a_channel(panel):
    scene, bars = panel.drawn.places[1], panel.drawn.places[-1]
    panel.hovered(scene, 0.3, 0.99)
    assert (panel.row.value, panel.column.value) == (2, 1)
    for channel in range(5):
        panel.touched(bars, (channel + 0.7) / 5.4, 0.5)
        assert panel.channel.value == channel
    assert (panel.row.value, panel.column.value) == (2, 1)


def test_every_control_changes_picture_and_words(panel):
    moves = {"image": 1, "channel": 3, "row": 0, "column": 0, "network": "untrained"}
    for name, value in moves.items():
        before = panel.canvas.value, panel.canvas.alt
        getattr(panel, name).value = value
        assert panel.canvas.value != before[0] and panel.canvas.alt != before[1]


def test_the_words_name_the_weights_and_how_many_locations_ask_alike(panel, weights):
    panel.channel.value = 4
    assert f"SE gives it {weights['SE'][0, 4]:.2f} at all locations" in panel.canvas.alt
    most = weights["self-attention"][0].argmax(axis=-1)
    alike = np.bincount(most).max() / len(most)
    assert f"{alike:.0%} of all locations ask one and the same most" in panel.canvas.alt


def test_what_does_not_belong_together_is_refused(weights):
    images, truth = np.zeros((2, 3, 6, 8)), np.ones((2, 6, 8), bool)
    for found, message in (
        ({}, "at least one kind of networks, got none"),
        ({"trained": {"mask": weights["mask"]}}, "weights must be mask, SE"),
        (
            {"trained": weights | {"SE": weights["SE"][:, :4]}},
            r"SE must be \(2, 5\).* got \(2, 4\)",
        ),
        ({"trained": weights | {"mask": weights["SE"]}}, r"mask must be \(N, C, h, w\)"),
    ):
        with pytest.raises(ValueError, match=message):
            notebook_16.KindsPanel(images, truth, found)
