"""One state of a MaskExplorer: what the network makes of the image with the chosen changes."""

from typing import NamedTuple

import numpy as np
import torch

from resattn_lab.inspection import Hidden, Run


class Seen(NamedTuple):
    """One state: the run with the chosen changes, and what is shown of the opened module.

    Args:
        before: probabilities (K,) as trained with nothing covered; None if that is so anyway.
        trunk, weight, output: (h, w) of the chosen channel; None where the mean is shown.
        mask: (h, w), of the channel or the mean of all.
        thumbnails: module -> (h, w).
        cell: row and column of the position in the mask's own cells.
    """

    run: Run
    before: np.ndarray | None
    mask: np.ndarray
    trunk: np.ndarray | None
    weight: np.ndarray | None
    output: np.ndarray | None
    thumbnails: dict[str, np.ndarray]
    strengths: dict[str, float]
    hidden: Hidden | None
    cell: tuple[int, int]


def look_at(panel, s) -> Seen:
    """Everything that is seen: ``panel`` is the MaskExplorer, ``s`` as of ``look``."""
    strengths = {
        name: 0.0 if s.off else slider.value for name, slider in panel.strengths.items()
    }
    hidden = hidden_by(panel, s)
    run = panel.runs.changed(s.image, hidden, strengths)
    trained = panel.runs.as_trained(s.image)
    mask = run.mean_masks[s.module]
    trunk = weight = output = None
    if not s.mean:
        mask, trunk, output = (
            run.parts[f"{s.module}.{part}"][s.channel].numpy()
            for part in ("mask", "trunk", "fusion")
        )
        weight = strengths[s.module] * panel.factors[s.module] * mask
        weight = weight + 1 if panel.residual[s.module] else weight
    rows, columns = mask.shape
    height, width = panel.images.shape[-2:]
    return Seen(
        run=run,
        before=None if run is trained else trained.chances,
        mask=mask,
        trunk=trunk,
        weight=weight,
        output=output,
        thumbnails={name: _thumbnail(panel, s, run, name) for name in panel.strengths},
        strengths=strengths,
        hidden=hidden,
        cell=(s.place_row * rows // height, s.place_column * columns // width),
    )


def _thumbnail(panel, s, run: Run, module: str) -> np.ndarray:
    """The opened module's channel, the best of each other; or all their means."""
    if s.mean:
        return run.mean_masks[module]
    best = panel.surveys[module].best(s.image)
    channel = s.channel if module == s.module else best
    return run.parts[f"{module}.mask"][channel].numpy()


def hidden_by(panel, s) -> Hidden | None:
    """What grey covers: the object or the background, and the square."""
    height, width = panel.images.shape[-2:]
    said, where = [], torch.zeros(height, width, dtype=torch.bool)
    if s.hide != "nothing" and panel.true_masks is not None:
        true = torch.as_tensor(panel.true_masks[s.image])
        said.append(f"the {s.hide}")
        where = where | (true if s.hide == "object" else ~true)
    if s.occlude:
        bottom, right = min(s.row + s.size, height), min(s.column + s.size, width)
        said.append(f"rows {s.row} to {bottom - 1} and columns {s.column} to {right - 1}")
        where[s.row : bottom, s.column : right] = True
    return Hidden(", and ".join(said), where) if said else None
