"""What happened during a training, epoch by epoch."""

import csv
import io
import json
import shlex
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from resattn_lab.checkpoints import read_weights
from resattn_lab.files import write_atomically

FROM_CARD = (
    *("command", "commit", "device", "versions", "seed", "data", "network"),
    *("initialisation", "recipe", "seconds", "cpu_seconds"),
)


@dataclass(frozen=True, kw_only=True)
class EpochRecord:
    """One epoch: mean losses in nats, accuracies in [0, 1], seconds, and the last rate."""

    epoch: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    learning_rate: float
    seconds: float


@dataclass
class History:
    """The records of a training in order; ``best`` is chosen by validation, never by test.

    ``test_accuracy`` and ``last_test_accuracy`` belong to the best and to the last epoch;
    None where no test set was given.
    """

    records: list[EpochRecord] = field(default_factory=list)
    test_accuracy: float | None = None
    last_test_accuracy: float | None = None

    def add(self, record: EpochRecord) -> bool:
        """Append an epoch; return whether it is the best so far (the earliest wins ties)."""
        earlier = self.best.validation_accuracy if self.records else -1.0
        self.records.append(record)
        return record.validation_accuracy > earlier

    @property
    def best(self) -> EpochRecord:
        """The epoch with the highest validation accuracy.

        Raises:
            ValueError: no epoch has ended yet.
        """
        if not self.records:
            raise ValueError("the history is empty: no epoch has ended yet")
        return max(self.records, key=lambda r: (r.validation_accuracy, -r.epoch))

    @property
    def seconds(self) -> float:
        return sum(record.seconds for record in self.records)

    def save(self, path: Path) -> None:
        """Write the history as JSON, whole or not at all."""
        write_atomically(path, (json.dumps(asdict(self), indent=2) + "\n").encode())

    def save_csv(self, path: Path) -> None:
        """Write a line for each epoch, after one with the names; whole or not at all."""
        lines = io.StringIO()
        writer = csv.DictWriter(lines, [part.name for part in fields(EpochRecord)])
        writer.writeheader()
        writer.writerows(map(asdict, self.records))
        write_atomically(path, lines.getvalue().encode())

    @classmethod
    def from_dict(cls, stored: dict) -> "History":
        """Build a history from what ``dataclasses.asdict`` made of one."""
        records = [EpochRecord(**record) for record in stored["records"]]
        return cls(**{**stored, "records": records})

    @classmethod
    def load(cls, path: Path) -> "History":
        """Read what ``save`` wrote."""
        return cls.from_dict(json.loads(Path(path).read_text()))


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
            f"(resattn-lab train --resume {shlex.quote(str(folder))})"
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
