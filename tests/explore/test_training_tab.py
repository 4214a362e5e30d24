"""Which trainings go with which network on the page."""

import pytest

from resattn_lab.checkpoints import load_snapshots
from resattn_lab.explore import build_page
from resattn_lab.explore import training as training_module
from resattn_lab.explore.training import find_training


@pytest.fixture
def loaded(monkeypatch):
    """What would have been loaded, instead of loading it."""
    asked = []
    monkeypatch.setattr(training_module, "load_snapshots", asked.append)
    return asked


@pytest.mark.parametrize("checkpoint", ["cifar10_attention_56", "nothing", "."])
def test_most_networks_have_no_snapshots(checkpoint, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert find_training(checkpoint) == (None, "")


def test_a_run_folder_with_snapshots_has_its_own(loaded, tmp_path):
    (tmp_path / "snapshots").mkdir()
    assert find_training(str(tmp_path))[0] is None
    (tmp_path / "snapshots" / "step_000000.safetensors").touch()
    load, said = find_training(str(tmp_path))
    assert not loaded and said == "This network during its training."
    load()
    assert loaded == [tmp_path]


@pytest.mark.parametrize(
    "checkpoint, words", [("scenes_training", "This network"), ("scenes_attention_56", "Not")]
)
def test_the_training_in_the_box_says_whose_it_is(loaded, checkpoint, words):
    load, said = find_training(checkpoint)
    load()
    assert loaded == ["scenes_training"] and said.startswith(words)


def test_the_training_in_the_box_is_shown_after_its_last_step():
    page = build_page("scenes_training", images="scenes", count=2)
    last = load_snapshots("scenes_training")[-1]
    shown, wanted = page.masks.network, last.network
    assert page.tabs.titles[-1] == "Training"
    assert all(
        (a == b).all() for a, b in zip(shown.parameters(), wanted.parameters(), strict=True)
    )
    panel = page.tabs.go_to("Training")
    assert panel.steps[-1] == last.step and len(panel.images) == 2
    page.close()
