"""The recorded networks with one block of attention each."""

import pytest
import torch

from resattn_lab.checkpoints import load_kind, read_weights
from resattn_lab.checkpoints.kinds import STORED, kind_path
from resattn_lab.course import record
from resattn_lab.data import scene_set
from resattn_lab.networks.one_attention import KINDS

RUNS = {(run["kind"], run["seed"]): run for run in record("attention_kinds")["runs"]}


def test_each_kind_was_trained_with_three_seeds():
    assert sorted(RUNS) == sorted((kind, seed) for kind in KINDS for seed in range(3))


@pytest.mark.parametrize("kind, seed", [(k, seed) for seed in STORED for k in STORED[seed]])
def test_it_has_the_accuracy_that_its_card_and_the_record_name(kind, seed):
    _, card = read_weights(kind_path(kind, seed))
    images = scene_set(1000, seed=0, part="test", size=32, clutter=0)
    network = load_kind(kind, seed)
    with torch.inference_mode():
        answers = network(images.floats()).argmax(dim=1)
    assert not network.training
    share = (answers == images.labels).float().mean().item()
    assert (card["kind"], card["seed"]) == (kind, seed)
    assert share == pytest.approx(card["test_accuracy"], abs=0.005)  # stored by half precision
    assert share == pytest.approx(RUNS[kind, seed]["test_accuracy"], abs=0.002)


def test_a_network_that_is_not_stored_is_named():
    with pytest.raises(FileNotFoundError, match="none_seed_1"):
        load_kind("none", 1)
