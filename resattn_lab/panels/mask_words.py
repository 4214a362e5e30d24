"""What a MaskExplorer shows, in words, from the data."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from resattn_lab.measures import equal_area_iou, inside_and_outside, pointing_hits

from .mask_runs import Square


def mask_words(module: str, which: str, mask: np.ndarray) -> str:
    """Range and mean of the opened module's mask, (h, w)."""
    return (
        f"Attention Module {module}, {which}: the mask goes from {mask.min():.2f} to "
        f"{mask.max():.2f}, with a mean of {mask.mean():.2f}."
    )


def agreement_words(mask: np.ndarray, true_mask: torch.Tensor) -> str:
    """How the mask (h, w) lies to the object, bool (H, W)."""
    if np.isnan(mask).any():
        return "It has values that are no numbers (NaN)."
    mask, true_mask = torch.from_numpy(mask)[None], true_mask[None]
    inside, outside = inside_and_outside(mask, true_mask)
    where = "on" if bool(pointing_hits(mask, true_mask)) else "beside"
    return (
        f"Its peak lies {where} the object; it is {float(inside):.2f} on the object and "
        f"{float(outside):.2f} beside it; its highest pixels overlap the object with an "
        f"IoU of {float(equal_area_iou(mask, true_mask)):.2f}."
    )


def change_words(
    square: Square | None, strengths: Mapping[str, float], height: int, width: int
) -> list[str]:
    """What is done to image and masks; empty when nothing is."""
    said = []
    if square is not None:
        last = min(square.row + square.size, height) - 1
        right = min(square.column + square.size, width) - 1
        said.append(
            f"Grey covers rows {square.row} to {last} and columns {square.column} to {right}."
        )
    changed = [f"{value:.6g} in {name}" for name, value in strengths.items() if value != 1]
    if changed:
        said.append(f"The mask's strength λ is {', '.join(changed)}.")
    return said


def prediction_words(
    names: Sequence[str], chances: np.ndarray, unchanged: np.ndarray | None
) -> str:
    """The three likeliest classes; after a change also what was likeliest before."""
    said = likeliest(names, chances, 3)
    if unchanged is None:
        return f"The network says {said}."
    before = likeliest(names, unchanged, 1)
    now = chances[int(unchanged.argmax())]
    return (
        f"The network now says {said}; unchanged it says {before}, to which it now gives "
        f"{now:.2f}."
    )


def likeliest(names: Sequence[str], chances: np.ndarray, count: int) -> str:
    """The likeliest ``count`` classes with their probabilities (K,), where they have any."""
    if np.isnan(chances).any():
        return "nothing, as its outputs are no numbers (NaN)"
    likely = chances.argsort()[::-1][:count]
    return ", ".join(f"{names[i]} {chances[i]:.2f}" for i in likely)
