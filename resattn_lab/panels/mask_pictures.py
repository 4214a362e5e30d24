"""What a MaskExplorer shows, as marks: the network's line, the lit image, the equation."""

import numpy as np

from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

from .marks import (
    MASK,
    Bars,
    Box,
    Column,
    Cross,
    Equation,
    Mark,
    Picture,
    Row,
    Scale,
    Text,
    own_range,
    signed,
)
from .mask_words import numbers_words

LARGE, MAP, THUMB, RIGHT = 288, 96, 40, 400  # pixels of the page
LEAST = (740, 480)
MOST_BARS = 10
SHARE = 0.98  # of the values of trunk and output, within the ends of their colours
SQUARE = "#ffd54f"  # the rim of what the square covers
MEANS = (
    "A mean over channels has no such equation: the mean of products is not the product of "
    "means. Choose a channel to see what its mask makes of its trunk."
)


def draw_masks(panel, s, seen) -> Column:
    """The whole picture: ``panel`` is the MaskExplorer, ``s`` and ``seen`` as of ``draw``."""
    shown = {"local": s.scale == "local", "mean": s.mean}
    strip = module_strip(seen.thumbnails, s.module, seen.strengths, **shown)
    bars = prediction_bars(
        panel.class_names,
        seen.run.chances,
        seen.before,
        None if panel.labels is None else int(panel.labels[s.image]),
    )
    right = Column(strip, bars, gap=10)
    return Column(Row(_lit(panel, s, seen), right, gap=20), _below(panel, s, seen), gap=10)


def mask_scale(mask: np.ndarray, local: bool) -> Scale:
    return own_range(mask) if local else MASK


def module_strip(
    thumbnails: dict[str, np.ndarray],
    opened: str,
    strengths: dict[str, float],
    *,
    local: bool,
    mean: bool,
) -> Mark:
    """One map of each module in the network's order; the opened one framed and named."""
    few = len(thumbnails) <= 4
    pictures = [
        Picture(
            mask,
            mask_scale(mask, local),
            size=THUMB if few else THUMB - 4,
            shape=(THUMB, THUMB) if few else (THUMB - 4, THUMB - 4),
            below=f"{name}{_lambda(strengths[name])}" if few else "",
            room=(104 if len(thumbnails) < 4 else 76) if few else 0,
            framed=name == opened,
            name=name,
        )
        for name, mask in thumbnails.items()
    ]
    what = "mean mask" if mean else "one mask channel"
    title = Text(f"{what} of each module{'' if few else f'; framed: {opened}'}", RIGHT)
    if few:
        pictures = [part for picture in pictures for part in (picture, "→")][:-1]
    line = Row(*pictures, gap=6 if few else 8, wrap=RIGHT)
    return Column(title, line, gap=4)


def _lambda(strength: float) -> str:
    return "" if strength == 1 else f", λ {strength:g}".replace("-", "−")


def prediction_bars(
    names: list[str], chances: np.ndarray, before: np.ndarray | None, true: int | None
) -> Mark:
    """All classes, or the likeliest of many; the true one is always among them."""
    title = "prediction" if before is None else "prediction: stroke before, bar after"
    if np.isnan(chances).any():
        return Text("prediction: none, its outputs are no numbers (NaN)", RIGHT)
    rows = list(range(len(chances)))
    if len(rows) > MOST_BARS:
        rows = list(chances.argsort()[::-1][:MOST_BARS])
        kept = [true] if true is not None else []
        kept += [int(before.argmax())] if before is not None else []
        for place, row in enumerate(row for row in dict.fromkeys(kept) if row not in rows):
            rows[-1 - place] = row
    best, notes, colours = int(chances.argmax()), [], []
    first = best if before is None else int(before.argmax())
    for row in rows:
        now = f"{chances[row]:.2f}"
        if before is not None and row in (best, first, true):
            now = f"{before[row]:.2f} → {now}"
        said = now if row in (best, first, true) or chances[row] >= 0.1 else ""
        notes.append(f"{said} true" if row == true else said)
        wrong = row == best and true is not None
        colours.append(TRUE_CLASS if row == true else CHOSEN_CLASS if wrong else MUTED)
    return Bars(
        [names[row] for row in rows],
        [float(chances[row]) for row in rows],
        colours=colours,
        notes=notes,
        before=None if before is None else [float(before[row]) for row in rows],
        size=(RIGHT, 20),
        behind=110,
        title=title,
    )


def _lit(panel, s, seen) -> Picture:
    which = "the mean mask" if s.mean else f"channel {s.channel}"
    light = seen.mask
    if s.scale == "local":
        _, low, high, _ = own_range(light)
        light = (light - low) / ((high - low) or 1.0)
    boxes = [Box(s.row, s.column, s.row + s.size, s.column + s.size, SQUARE, 1)]
    return Picture(
        seen.run.image,
        light=1 - s.overlay * (1 - light.clip(0, 1)),
        outline=None if panel.true_masks is None else panel.true_masks[s.image],
        boxes=boxes if s.occlude else (),
        cross=Cross(*seen.cell, seen.mask.shape),
        size=LARGE,
        title=f"image {s.image}, lit by {which} of {s.module}",
        name="image",
    )


def _below(panel, s, seen) -> Row:
    """Trunk times weight is output, of one channel; or the mask alone, as of a mean."""
    shape = tuple(seen.run.image.shape[-2:])
    look = {
        "shape": shape,
        "size": MAP if max(shape) <= 48 else 128,
        "outline": None if panel.true_masks is None else panel.true_masks[s.image],
        "ruler": True,
    }
    if s.mean or not panel.equation:
        colours = mask_scale(seen.mask, s.scale == "local")
        mask = Picture(seen.mask, colours, title="mask", name="mask", **look)
        row, column = seen.cell
        here = f"row {row}, column {column}: mask {seen.mask[row, column]:.2f}"
        return Row(mask, Text(MEANS if panel.equation else here, 330), gap=20)
    both = signed(seen.trunk, seen.output, share=SHARE)
    ends = (1.0, 2.0) if panel.residual[s.module] else (0.0, 1.0)
    reached = own_range(seen.weight)
    if s.scale == "local":
        ends = reached.low, reached.high
    colours = Scale(MASK.colours, min(ends[0], reached.low), max(ends[1], reached.high))
    look["cross"] = Cross(*seen.cell, seen.mask.shape)
    equation = Equation(
        Picture(seen.trunk, both, title="trunk", name="trunk", **look),
        "×",
        Picture(seen.weight, colours, title="weight", name="weight", **look),
        "=",
        Picture(seen.output, both, title="output", name="output", **look),
    )
    numbers = numbers_words(s, seen, panel.residual[s.module])
    return Row(equation, Text(f"{numbers[0]}\n{numbers[1]}", 300, points=14), gap=20)
