"""Small trained networks that come with the package, and the way to load your own."""

from .kinds import load_kinds
from .load import available, load_checkpoint
from .snapshots import Snapshot, load_snapshots, snapshot_sets

__all__ = [
    "Snapshot",
    "available",
    "load_checkpoint",
    "load_kinds",
    "load_snapshots",
    "snapshot_sets",
]
