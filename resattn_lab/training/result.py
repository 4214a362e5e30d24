"""What a training came to, in a form that others can read and repeat."""

from dataclasses import asdict
from pathlib import Path

from resattn_lab.checkpoints import read_weights

from .history import History

FROM_CARD = (
    *("command", "commit", "device", "versions", "seed", "data", "network"),
    *("initialisation", "recipe", "seconds", "cpu_seconds"),
)


def result_of(folder: Path | str) -> dict:
    """The recorded result of a training that has ended.

    Args:
        folder: what ``fit`` wrote.

    Returns:
        Command, commit, device, versions, seed, data, recipe and seconds; accuracy on the
        test set of the last epoch and of the epoch that validated best; every epoch.

    Raises:
        FileNotFoundError: the folder holds no training.
        ValueError: the training has not ended, or its card says not how to repeat it.
    """
    folder = Path(folder)
    history = History.load(folder / "history.json")
    _, card = read_weights(folder / "weights.safetensors")
    if history.test_accuracy is None:
        raise ValueError(
            f"{folder} has not ended: there is no accuracy on the test set; go on with it "
            f"(resattn-lab train --resume {folder})"
        )
    absent = [name for name in FROM_CARD if card.get(name) is None]
    if absent:
        raise ValueError(
            f"the card in {folder} lacks {', '.join(absent)}; train from a git checkout "
            "with resattn-lab train, which writes them"
        )
    return {
        **{name: card[name] for name in FROM_CARD},
        "test_accuracy": {
            "last_epoch": history.last_test_accuracy,
            "chosen_by_validation": history.test_accuracy,
        },
        "chosen_epoch": history.best.epoch,
        "epochs": [asdict(record) for record in history.records],
    }
