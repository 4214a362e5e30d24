"""What a MaskExplorer shows, in words, from the data."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch

from resattn_lab.inspection import Hidden, Survey
from resattn_lab.measures import equal_area_iou, inside_and_outside, pointing_hits

from .picture_paint import signed_number


def state_words(panel, s, seen) -> str:
    """What is seen: image, changes, mask, agreement, channel, position, prediction."""
    channels, name = panel.channel_count(s.module), panel.name_of(s.image)
    which = f"channel {s.channel} of {channels}"
    if s.mean:
        which = f"the mean of its {channels} channels"
    true_mask = None if panel.true_masks is None else panel.true_masks[s.image]
    true = None if panel.labels is None else int(panel.labels[s.image])
    said = [
        f"Image {s.image}{f', {name}' if name else ''}.",
        *change_words(seen.hidden, seen.strengths),
        mask_words(s.module, which, seen.mask),
        "" if true_mask is None else agreement_words(seen.mask, true_mask),
        "" if s.mean else channel_words(panel.surveys[s.module], s.channel, s.image),
        prediction_words(panel.class_names, seen.run.chances, seen.before, true),
        position_words(s, seen, panel.residual[s.module])
        if panel.equation and not s.mean
        else "",
    ]
    return " ".join(part for part in said if part)


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


def channel_words(survey: Survey, channel: int, image: int) -> str:
    """How the channel does on other images, and whether another does better."""
    rates = survey.rates(image)
    if rates is None:
        most = " No channel of the module varies more." * (channel == survey.best(image))
        return most.strip()
    others = survey.others(image)
    hits = round(float(rates[channel]) * others)
    better = int((rates > rates[channel]).sum())
    rank = "no channel of the module does so more often"
    if better:
        rank = f"{better} of the module's channels do so more often"
    scenes = "scene" if others == 1 else "scenes"
    return f"In {others} other {scenes} this channel peaks on the object {hits} times; {rank}."


def change_words(hidden: Hidden | None, strengths: Mapping[str, float]) -> list[str]:
    """What is done to image and masks; empty when nothing is."""
    said = []
    if hidden is not None:
        said.append(f"Grey covers {hidden.words}.")
    changed = {name: value for name, value in strengths.items() if value != 1}
    if changed and set(changed.values()) == {0.0} and len(changed) == len(strengths) > 1:
        said.append("All masks are off (λ = 0).")
    elif changed:
        each = [f"{value:.6g} in {name}".replace("-", "−") for name, value in changed.items()]
        said.append(f"The mask's strength λ is {', '.join(each)}.")
    return said


def prediction_words(
    names: Sequence[str],
    chances: np.ndarray,
    unchanged: np.ndarray | None,
    true: int | None = None,
) -> str:
    """The three likeliest classes and the true one; after a change also what was before."""
    said = likeliest(names, chances, 3)
    if true is not None and not np.isnan(chances).any():
        place = int((chances > chances[true]).sum())
        if place >= 3:
            said += f"; to the true class, {names[true]}, it gives {chances[true]:.2f}"
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


def numbers_words(s, seen, residual: bool) -> tuple[str, str]:
    """A position, and what the mask makes of the trunk there."""
    row, column = seen.cell
    trunk, mask, output = (
        float(part[row, column]) for part in (seen.trunk, seen.mask, seen.output)
    )
    strength = seen.strengths[s.module]
    factor = "" if strength == 1 else f"{strength:g} × ".replace("-", "−")
    weight = f"{factor}{signed_number(mask)}"
    weight = f"(1 + {weight})" if residual else weight
    result = f"{signed_number(trunk)} × {weight} = {signed_number(output)}"
    return f"row {row}, column {column}:", result


def position_words(s, seen, residual: bool) -> str:
    place, result = numbers_words(s, seen, residual)
    return f"Trunk, weight and output at {place} {result}."
