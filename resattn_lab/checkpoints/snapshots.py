"""A network at several moments of its training: its masks before, during and after."""

from pathlib import Path
from typing import NamedTuple

from torch import nn

from .load import BOX, load_checkpoint


class Snapshot(NamedTuple):
    """A network in eval mode after ``step`` of ``steps`` optimiser steps, and its card."""

    step: int
    steps: int
    network: nn.Module
    card: dict


def snapshot_sets() -> tuple[str, ...]:
    """Names of the trainings in the box of which snapshots were kept."""
    return tuple(sorted({path.parent.name for path in BOX.glob("*/step_*.safetensors")}))


def load_snapshots(name_or_folder: str | Path) -> list[Snapshot]:
    """Every snapshot of one training, from before the first step to after the last.

    Args:
        name_or_folder: one of ``snapshot_sets()``; or the folder that
            ``training.fit(snapshots=…)`` wrote.

    Raises:
        ValueError: no such set, a file that ``load_checkpoint`` refuses, or one whose card
            says not after which step it was kept.
        FileNotFoundError: the folder holds no snapshots.
    """
    if str(name_or_folder) in snapshot_sets():
        folder = BOX / str(name_or_folder)
    else:
        folder = Path(name_or_folder).expanduser() / "snapshots"
        if not folder.parent.is_dir():
            raise ValueError(
                f"{str(name_or_folder)!r} is neither a training in the box "
                f"({', '.join(snapshot_sets())}) nor a folder that exists"
            )
    paths = sorted(folder.glob("step_*.safetensors"))
    if not paths:
        raise FileNotFoundError(
            f"{folder} holds no snapshots; train with fit(snapshots=…) or --snapshots"
        )
    return [_snapshot(path) for path in paths]


def _snapshot(path: Path) -> Snapshot:
    network, card = load_checkpoint(path)
    if None in (card.get("step"), card.get("steps")):
        raise ValueError(f"the card of {path} must say step and steps; it is no snapshot")
    return Snapshot(card["step"], card["steps"], network, card)
