"""Weights that are kept on the way, to look at how they came about."""

from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file, save
from test_nothing_lost import SHORT, small_network, train_shortly

from resattn_lab.checkpoints import read_weights

RECIPE = replace(SHORT, average=None)


def steps_of(folder):
    return sorted(int(path.stem[5:]) for path in (folder / "snapshots").glob("*.safetensors"))


@pytest.mark.parametrize(
    "snapshots, steps", [(1, [0, 7]), (2, [0, 4, 7]), (3, [0, 2, 5, 7]), (20, list(range(8)))]
)
def test_snapshots_are_evenly_spaced_from_the_start_to_the_end(tmp_path, snapshots, steps):
    train_shortly(tmp_path, recipe=RECIPE, snapshots=snapshots)
    assert steps_of(tmp_path) == steps


def test_no_snapshot_is_kept_unless_asked_for(tmp_path, monkeypatch):
    train_shortly(tmp_path / "run", recipe=RECIPE)
    assert not (tmp_path / "run" / "snapshots").exists()
    monkeypatch.chdir(tmp_path / "run")
    before = sorted(tmp_path.rglob("*"))
    train_shortly(None, recipe=RECIPE, snapshots=2)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("average", [None, 0.9])
def test_the_first_snapshot_is_the_untouched_network_in_half_precision(tmp_path, average):
    recipe = replace(RECIPE, average=average)
    train_shortly(tmp_path, recipe=recipe, snapshots=1)
    stored = load_file(tmp_path / "snapshots" / "step_000000.safetensors")
    for name, value in small_network().state_dict().items():
        expected = value.half() if value.is_floating_point() else value
        assert torch.equal(stored[name], expected), name
        assert stored[name].dtype == expected.dtype


def test_a_snapshot_is_the_network_after_so_many_steps(tmp_path):
    """Of a longer training, what a shorter one ends with."""
    recipe = replace(RECIPE, schedule="constant")
    train_shortly(tmp_path / "long", recipe=recipe, snapshots=7)
    network = small_network()
    train_shortly(None, network=network, recipe=replace(recipe, iterations=2))
    stored = load_file(tmp_path / "long" / "snapshots" / "step_000002.safetensors")
    for name, value in network.state_dict().items():
        torch.testing.assert_close(stored[name], value.to(stored[name].dtype))


def test_the_card_of_a_snapshot_says_which_it_is(tmp_path):
    train_shortly(tmp_path, recipe=RECIPE, snapshots=1, card={"command": "a test"})
    for step in (0, 7):
        _, card = read_weights(tmp_path / "snapshots" / f"step_{step:06d}.safetensors")
        assert (card["step"], card["steps"], card["command"]) == (step, 7, "a test")
        assert len(card["sha256"]) == 64


def test_snapshots_change_nothing_in_the_training(tmp_path):
    for snapshots in (0, 7):
        train_shortly(tmp_path / str(snapshots), snapshots=snapshots)
    (one, _), (other, _) = (
        read_weights(tmp_path / name / "weights.safetensors") for name in ("0", "7")
    )
    assert save(one) == save(other)
