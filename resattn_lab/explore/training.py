"""Snapshots of a training, to go with the network on the page."""

from collections.abc import Callable
from pathlib import Path

from resattn_lab.checkpoints import Snapshot, load_snapshots, snapshot_sets

# A network in the box whose own training kept none, and one of its design that did.
RELATED = {"scenes_attention_56": "scenes_training"}


def find_training(checkpoint: str) -> tuple[Callable[[], list[Snapshot]] | None, str]:
    """What loads the snapshots that belong to ``checkpoint``, and what is said about them.

    None where there are none.
    """
    if checkpoint in snapshot_sets():
        return lambda: load_snapshots(checkpoint), "This network during its training."
    if checkpoint in RELATED:
        return lambda: load_snapshots(RELATED[checkpoint]), (
            "Not the network of the other tabs, whose training kept no snapshots: a narrower "
            "one of the same design, on scenes as well, during its training."
        )
    folder = Path(checkpoint).expanduser()
    if any((folder / "snapshots").glob("step_*.safetensors")):
        return lambda: load_snapshots(folder), "This network during its training."
    return None, ""
