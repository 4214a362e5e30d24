"""The recorded networks with one block of attention each."""

import pytest
import torch

from resattn_lab.checkpoints import load_kinds, read_weights
from resattn_lab.checkpoints.kinds import FOLDER
from resattn_lab.course import record
from resattn_lab.data import scene_set
from resattn_lab.networks.one_attention import KINDS

RUNS = record("attention_kinds")["runs"]


def test_there_is_one_of_each_kind_ready_to_look():
    networks = load_kinds()
    assert list(networks) == list(KINDS)
    assert not any(network.training for network in networks.values())


def test_each_kind_was_trained_with_three_seeds():
    assert sorted((run["kind"], run["seed"]) for run in RUNS) == sorted(
        (kind, seed) for kind in KINDS for seed in range(3)
    )


@pytest.mark.parametrize("kind", KINDS)
def test_its_card_names_the_accuracy_that_it_has(kind):
    _, card = read_weights(FOLDER / f"{kind}.safetensors")
    images = scene_set(1000, seed=0, part="test", size=32, clutter=0)
    with torch.inference_mode():
        said = load_kinds()[kind](images.floats()).argmax(dim=1)
    share = (said == images.labels).float().mean().item()
    assert share == pytest.approx(card["test_accuracy"], abs=0.005)  # stored by half precision
