"""The record of a training."""

from dataclasses import asdict

import pytest

from resattn_lab.training import EpochRecord, History


def record(epoch, validation_accuracy, seconds=1.5):
    return EpochRecord(
        epoch=epoch,
        train_loss=1 / 3,
        train_accuracy=0.1,
        validation_loss=2.0,
        validation_accuracy=validation_accuracy,
        learning_rate=0.1,
        seconds=seconds,
    )


def history_of(*accuracies):
    history = History()
    better = [history.add(record(n + 1, value)) for n, value in enumerate(accuracies)]
    return history, better


@pytest.mark.parametrize(
    "accuracies, best, better",
    [
        ((0.3, 0.5, 0.4), 2, [True, True, False]),
        ((0.5, 0.4, 0.5), 1, [True, False, False]),
        ((0.0, 0.0), 1, [True, False]),
        ((0.1, 0.2, 0.3), 3, [True, True, True]),
    ],
)
def test_the_best_epoch_is_the_earliest_with_the_highest_accuracy(accuracies, best, better):
    history, said = history_of(*accuracies)
    assert history.best.epoch == best
    assert said == better


def test_what_is_saved_is_loaded_as_it_was(tmp_path):
    history, _ = history_of(0.3, 0.5)
    history.test_accuracy, history.last_test_accuracy = 0.4, 0.45
    history.save(tmp_path / "run" / "history.json")
    assert History.load(tmp_path / "run" / "history.json") == history


def test_a_history_without_a_test_says_none_after_loading_too(tmp_path):
    history_of(0.3)[0].save(tmp_path / "history.json")
    assert History.load(tmp_path / "history.json").test_accuracy is None


def test_an_empty_history_has_no_best_epoch(tmp_path):
    with pytest.raises(ValueError, match="the history is empty: no epoch has ended yet"):
        _ = History().best


def test_the_seconds_of_all_epochs_are_added_up():
    assert history_of(0.1, 0.2)[0].seconds == 3


@pytest.mark.parametrize("accuracies", [(), (0.3, 0.5)])
def test_a_history_made_into_a_dict_becomes_one_again(accuracies):
    history, _ = history_of(*accuracies)
    history.test_accuracy = 0.25
    stored = asdict(history)
    assert History.from_dict(stored) == history
    assert stored == asdict(history)
