"""What happened during a training, epoch by epoch."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from resattn_lab.files import write_atomically


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

    @classmethod
    def from_dict(cls, stored: dict) -> "History":
        """Build a history from what ``dataclasses.asdict`` made of one."""
        records = [EpochRecord(**record) for record in stored["records"]]
        return cls(**{**stored, "records": records})

    @classmethod
    def load(cls, path: Path) -> "History":
        """Read what ``save`` wrote."""
        return cls.from_dict(json.loads(Path(path).read_text()))
