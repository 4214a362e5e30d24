"""What the scripts that record the course's runs share: data, threads, facts."""

from datetime import date

import torch

from resattn_lab.data import Splits, scene_set
from resattn_lab.provenance import commit, versions


def one_thread() -> None:
    """One thread: sums are then added in the same order at every run."""
    torch.set_num_threads(1)


def scenes(*, size: int, train: int) -> Splits:
    """Scenes without clutter: ``train`` to learn from, 500 to validate, 1000 to test."""
    parts = {"train": train, "validation": 500, "test": 1000}
    return Splits(
        *(
            scene_set(count, seed=0, part=part, size=size, clutter=0)
            for part, count in parts.items()
        )
    )


def facts(command: str) -> dict:
    """How and when something was run."""
    return {
        "command": command,
        "commit": commit(),
        "date": date.today().isoformat(),
        "device": f"CPU, {torch.get_num_threads()} thread",
        "versions": versions(),
    }
