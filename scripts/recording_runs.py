"""What the scripts that record the course's runs share: data, threads, facts."""

from collections.abc import Mapping
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


def facts(command: str, known: Mapping | None = None) -> dict:
    """How and when something was run.

    Args:
        known: the record that is added to. Of the runs that it was made by, the facts that may
            differ are kept as ``earlier``: what is not run again comes from these.
    """
    own = {"commit": commit(), "date": date.today().isoformat(), "versions": versions()}
    earlier = list(known.get("earlier", ())) if known else []
    if known and known.get("commit", own["commit"]) != own["commit"]:
        earlier.append({name: known[name] for name in own})
    return {
        "command": command,
        **own,
        "device": f"CPU, {torch.get_num_threads()} thread",
        **({"earlier": earlier} if earlier else {}),
    }
