"""Weights with their card, written and read; small trained networks that come along."""

from .kinds import load_kind
from .load import available, load_checkpoint
from .snapshots import Snapshot, load_snapshots, snapshot_sets
from .weights import check_card, check_numbers, read_weights, save_weights, write_weights

__all__ = [
    "Snapshot",
    "available",
    "check_card",
    "check_numbers",
    "load_checkpoint",
    "load_kind",
    "load_snapshots",
    "read_weights",
    "save_weights",
    "snapshot_sets",
    "write_weights",
]
