"""Recorded results: complete, or refused; and those that the project keeps."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from resattn_lab.checkpoints import write_weights
from resattn_lab.training import EpochRecord, History, result_of

RESULTS = sorted((Path(__file__).parents[2] / "results").glob("*.json"))
CARD = {
    "command": "resattn-lab train",
    "commit": "0123456",
    "device": "CPU, 1 thread",
    "versions": {"torch": "2"},
    "seed": 0,
    "data": {"train": "scenes: 10 images"},
    "network": {"name": "cifar_attention_56"},
    "initialisation": "he",
    "recipe": {"epochs": 2},
    "seconds": 3.0,
    "cpu_seconds": 2.5,
}


def write_run(folder, *, card=CARD, test_accuracy=0.5):
    records = [
        EpochRecord(
            epoch=epoch,
            train_loss=1.0,
            train_accuracy=0.5,
            validation_loss=1.0,
            validation_accuracy=accuracy,
            learning_rate=0.1,
            seconds=1.5,
        )
        for epoch, accuracy in ((1, 0.6), (2, 0.4))
    ]
    history = History(records, test_accuracy=test_accuracy, last_test_accuracy=0.4)
    history.save(folder / "history.json")
    write_weights(folder / "weights.safetensors", {}, card)
    return history


def test_a_result_says_how_it_was_made_and_what_came_out(tmp_path):
    history = write_run(tmp_path)
    result = result_of(tmp_path)
    assert {name: result[name] for name in CARD} == CARD
    assert result["test_accuracy"] == {"last_epoch": 0.4, "chosen_by_validation": 0.5}
    assert result["chosen_epoch"] == 1
    assert result["epochs"] == [asdict(record) for record in history.records]


def test_a_training_that_has_not_ended_is_no_result(tmp_path):
    folder = tmp_path / "my run"  # what is advised can be pasted
    write_run(folder, test_accuracy=None)
    with pytest.raises(ValueError, match=f"has not ended: .* --resume '{folder}'"):
        result_of(folder)


@pytest.mark.parametrize("lacking", ["command", "commit"])
def test_a_result_that_cannot_be_repeated_is_refused(tmp_path, lacking):
    write_run(tmp_path, card={**CARD, lacking: None})
    with pytest.raises(ValueError, match=f"lacks {lacking}; train from a git checkout"):
        result_of(tmp_path)


@pytest.mark.parametrize("path", RESULTS, ids=lambda path: path.stem)
def test_a_kept_result_comes_from_a_clean_commit_and_agrees_with_itself(path):
    result = json.loads(path.read_text())
    assert set(CARD) <= set(result)
    assert result["command"].startswith("resattn-lab train")
    assert not result["commit"].endswith("-dirty")
    assert len(result["epochs"]) == (result["recipe"]["epochs"] or len(result["epochs"]))
    best = max(result["epochs"], key=lambda record: record["validation_accuracy"])
    assert result["chosen_epoch"] == best["epoch"]
    for accuracy in result["test_accuracy"].values():
        assert 0 < accuracy <= 1
    if "CIFAR" in str(result["data"]):
        assert all("JPEG copy" in text for text in result["data"].values())


def test_results_are_kept():
    assert RESULTS
