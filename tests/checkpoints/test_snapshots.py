"""One training at several moments."""

import shutil

import pytest
import torch

from resattn_lab.checkpoints import load_checkpoint, load_snapshots, snapshot_sets
from resattn_lab.data import Batches, Splits, scene_set
from resattn_lab.networks import build_network
from resattn_lab.training import Recipe, evaluate, fit


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Five steps of a narrow network, with snapshots before, on the way and after."""
    folder = tmp_path_factory.mktemp("run")
    parts = zip((40, 4, 4), ("train", "validation", "test"), strict=True)
    data = Splits(*(scene_set(count, seed=0, part=part) for count, part in parts))
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25)
    fit(
        network,
        data,
        Recipe(iterations=5, batch_size=8),
        folder=folder,
        card={"network": network.arguments},
        device="cpu",
        progress=False,
        snapshots=2,
    )
    return folder


def test_snapshots_come_in_order_from_the_start_to_the_end(run):
    snapshots = load_snapshots(run)
    assert [(snapshot.step, snapshot.steps) for snapshot in snapshots] == [
        (0, 5),
        (2, 5),
        (5, 5),
    ]
    assert not any(snapshot.network.training for snapshot in snapshots)


def test_the_first_is_the_untrained_network_and_each_is_another(run):
    torch.manual_seed(0)
    untrained = build_network("cifar_attention_56", width=0.25).state_dict()
    first, second, last = (snapshot.network.state_dict() for snapshot in load_snapshots(run))
    for name, value in first.items():
        if name != "pixel_mean":
            torch.testing.assert_close(value, untrained[name], rtol=1e-3, atol=1e-4)
    name = "stage1.0.mask.score.2.weight"
    assert not torch.equal(first[name], second[name])
    assert not torch.equal(second[name], last[name])


def test_an_unknown_training_is_refused_with_those_that_are_there(tmp_path):
    with pytest.raises(ValueError, match="neither a training in the box .* nor a folder"):
        load_snapshots("nothing_of_that_name")
    with pytest.raises(FileNotFoundError, match="holds no snapshots; train with"):
        load_snapshots(tmp_path)


def test_an_altered_snapshot_is_refused(run, tmp_path):
    copy = shutil.copytree(run, tmp_path / "copy")
    path = sorted((copy / "snapshots").glob("*.safetensors"))[0]
    path.write_bytes(path.read_bytes().replace(b"step", b"stop", 1))
    with pytest.raises(ValueError, match="step_000000.safetensors is not the file that was"):
        load_snapshots(copy)


@pytest.mark.parametrize("name", snapshot_sets())
def test_a_training_in_the_box_goes_from_guessing_to_knowing(name):
    snapshots = load_snapshots(name)
    assert snapshots[0].step == 0 and snapshots[-1].step == snapshots[-1].steps
    scenes = Batches(scene_set(300, seed=9), 100)
    before, after = (evaluate(snapshots[end].network, scenes).accuracy for end in (0, -1))
    assert before < 0.25
    assert after > 0.6


def test_there_is_a_training_in_the_box_and_it_is_small():
    from resattn_lab.checkpoints.load import BOX

    assert snapshot_sets()
    for name in snapshot_sets():
        assert sum(path.stat().st_size for path in (BOX / name).iterdir()) < 4e6
        assert name not in ("", "__pycache__")


def test_snapshots_are_no_networks_to_choose_by_name():
    for name in snapshot_sets():
        with pytest.raises(ValueError, match="neither a network in the box"):
            load_checkpoint(name)
