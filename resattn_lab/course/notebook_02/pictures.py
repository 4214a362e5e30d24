"""Pictures of notebook 02 that need a few lines, and the words for all of them."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.measures import Propagation
from resattn_lab.plots import unit_diagram
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import INK, MUTED

from .trained import Trained

SMALLEST = 8.2  # points: more than 11 pixels on the page
KINDS = ("plain", "post-activation", "pre-activation")
ROWS = (
    ("post-activation: the last ReLU stands in the way of x", False, (64, 16, 16, 64)),
    ("pre-activation: nothing stands in the way of x", True, (64, 16, 16, 64)),
    ("pre-activation, 64 → 128 channels: x does not fit the sum", True, (64, 32, 32, 128)),
)
UNITS_IN_WORDS = (
    "Three residual units as rows of boxes. Post-activation: 1×1, BN, ReLU, 3×3, BN, ReLU, "
    "1×1, BN, the sum with the shortcut, and a last ReLU. Pre-activation: three times BN, ReLU "
    "and a convolution, 64 to 16, 16 to 16, 16 to 64, and the sum is the end. In the third "
    "row, from 64 to 128 channels, the shortcut leaves behind the first BN and ReLU and passes "
    "a 1×1 projection before the sum."
)


def units() -> Figure:
    """The two orders, and the unit that changes its shape."""
    figure, axes = plt.subplots(3, 1, figsize=(9.4, 6.2), layout="constrained")
    for ax, (title, preactivation, widths) in zip(axes, ROWS, strict=True):
        unit_diagram(preactivation=preactivation, widths=widths, ax=ax)
        ax.set_title(title, fontsize=10)
        for text in ax.texts:
            text.set_fontsize(max(text.get_fontsize(), SMALLEST))
    return figure


def in_and_out(x: Tensor, outputs: Mapping[str, Tensor]) -> Figure:
    """Each value that comes out against the value that went in, one picture a unit."""
    figure, axes = plt.subplots(1, 2, figsize=(7, 3.6), sharey=True, layout="constrained")
    for ax, (name, out) in zip(axes, outputs.items(), strict=True):
        kind = KINDS.index(name)
        ax.scatter(x.flatten(), out.flatten(), s=8, color=LINES[kind], marker=MARKERS[kind])
        negative = out[x < 0]
        what = "passes everything" if negative.any() else "cuts the negatives"
        ax.set_title(f"{name} {what}", fontsize=10)
        ax.set(xlabel="value that goes in", aspect="equal")
    axes[0].set_ylabel("value that comes out")
    return figure


def in_and_out_in_words(x: Tensor, outputs: Mapping[str, Tensor]) -> str:
    told = (
        f"{name}: {(out == 0).float().mean():.0%} of the values come out as zero, "
        f"{(out == x).float().mean():.0%} as they went in"
        for name, out in outputs.items()
    )
    return f"Output against input of units whose branch gives zero. {'; '.join(told)}."


def name_ends(ax: Axes, at: float, ends: Mapping[str, tuple[float, str]], tall: float) -> None:
    """Write each line's name beside its end, none upon another.

    Args:
        ends: name -> the last value and the colour.
        tall: how many powers of ten the Axes show.
    """
    apart = tall * 0.07
    lowest = -np.inf
    for name, (value, colour) in sorted(ends.items(), key=lambda item: item[1][0]):
        level = max(np.log10(value), lowest + apart)
        lowest = level
        ax.text(at, 10**level, f"  {name}", color=colour, fontsize=9, va="center")


def two_ways(runs: Mapping[str, Propagation]) -> Figure:
    """The signal on its way up and the gradient on its way back, on one scale."""
    figure, axes = plt.subplots(1, 2, figsize=(9.6, 3.8), sharey=True, layout="constrained")
    titles = ("no signal explodes", "the plain stack's gradient explodes")
    sides = [{kind: np.asarray(run[side]) for kind, run in runs.items()} for side in (0, 1)]
    sides[1] = {kind: values[::-1] for kind, values in sides[1].items()}
    for ax, title, lines, way in zip(axes, titles, sides, ("up", "back"), strict=True):
        ax.axhline(1, color=MUTED, linewidth=0.9, linestyle=":")
        depth = len(next(iter(lines.values()))) - 1
        ends = {}
        for number, (kind, values) in enumerate(lines.items()):
            style = {"marker": MARKERS[number], "markevery": 4, "color": LINES[number]}
            ax.plot(values, **style)
            ends[f"{kind} ×{readable(values[-1])}"] = (values[-1], LINES[number])
        ax.set(yscale="log", ylim=(0.3, 1e5), xlim=(0, 1.75 * depth))
        ax.set_xticks(range(0, depth + 1, 5))
        ax.set_xlabel(f"units passed on the way {way}")
        ax.set_title(title, fontsize=11)
        name_ends(ax, depth, ends, tall=5.5)
    axes[0].set_ylabel("root mean square, 1 at the start")
    return figure


def readable(strength: float) -> str:
    """Two digits, or whole numbers with a comma."""
    return f"{strength:,.0f}" if strength >= 10 else f"{strength:.1f}"


def two_ways_in_words(runs: Mapping[str, Propagation]) -> str:
    up = ", ".join(f"{kind} ×{readable(run.signal[-1].item())}" for kind, run in runs.items())
    back = ", ".join(
        f"{kind} ×{readable(run.gradient[0].item())}" for kind, run in runs.items()
    )
    return (
        "Two pictures on one scale of powers of ten. Left, the signal after all units, relative"
        f" to the input: {up}. Right, the gradient that reaches the input, relative to the "
        f"output: {back}."
    )


def growth(draws: Sequence[Tensor], per_unit: float) -> Axes:
    """The gradient of plain stacks on its way back, one line a draw, beside a derivation.

    Args:
        draws: (depth + 1,) each, from the input to the output.
        per_unit: what the derivation multiplies by in one unit.
    """
    _, ax = plt.subplots(figsize=(6.6, 3.9), layout="constrained")
    depth = len(draws[0]) - 1
    passed = np.arange(depth + 1)
    for gradient in draws:
        ax.plot(passed, np.asarray(gradient)[::-1], color=LINES[0], linewidth=1.2)
    ax.plot(passed, per_unit**passed, "--", color=INK, linewidth=1.6)
    ax.axhline(1, color=MUTED, linewidth=0.9, linestyle=":")
    middle = float(np.exp(np.mean([np.log(draw[0].item()) for draw in draws])))
    ends = {
        f"derived: ×{per_unit:.2f} a unit": (per_unit**depth, INK),
        f"measured, {len(draws)} draws": (middle, LINES[0]),
    }
    ax.set(yscale="log", xlim=(0, 1.5 * depth), ylim=(0.3, 5 * per_unit**depth))
    ax.set_xticks(range(0, depth + 1, 5))
    ax.set(xlabel="units passed on the way back", ylabel="gradient, 1 at the output")
    ax.set_title("each unit multiplies the gradient, nearly as derived", fontsize=11)
    name_ends(ax, depth, ends, tall=6)
    return ax


def growth_in_words(draws: Sequence[Tensor], per_unit: float) -> str:
    found = sorted(draw[0].item() for draw in draws)
    depth = len(draws[0]) - 1
    return (
        f"The gradient through {depth} plain units on a scale of powers of ten: {len(draws)} "
        f"nearly straight lines that end between {found[0]:,.0f} and {found[-1]:,.0f}, and a "
        f"dashed line of the derivation that ends at {per_unit**depth:,.0f}."
    )


def losses(trained: Trained) -> Axes:
    """The training loss at the end against the learning rate, a dot for each seed."""
    _, ax = plt.subplots(figsize=(7.4, 4.1), layout="constrained")
    ends = {}
    for name, rates in trained.losses.items():
        number, deep = int("residual" in name), "16" in name
        colour, at = LINES[number], sorted(rates)
        means = [float(np.mean(rates[rate])) for rate in at]
        ax.plot(at, means, color=colour, linestyle="-" if deep else "--")
        for rate in at:
            ax.plot(
                [rate] * len(rates[rate]),
                rates[rate],
                MARKERS[number],
                color=colour,
                markerfacecolor=colour if deep else "#ffffff",
                markersize=5,
            )
        ends[name] = (means[-1], colour)
    ax.plot([at[0], at[-1]], [trained.guessing] * 2, color=MUTED, linestyle=":")
    ax.text(at[0], trained.guessing + 0.05, "guessing", color=MUTED, fontsize=9, va="bottom")
    ax.set(xscale="log", xlabel="learning rate", ylabel="training loss at the end")
    ax.set(xlim=(at[0] / 1.2, at[-1] * 6), ylim=(0, 1.15 * trained.guessing))
    ax.set_xticks(at, [f"{rate:g}" for rate in at])
    ax.minorticks_off()
    ax.set_title("without the shortcut, sixteen units do not learn", fontsize=11)
    lowest = -np.inf
    for name, (loss, colour) in sorted(ends.items(), key=lambda item: item[1][0]):
        lowest = max(loss, lowest + 0.15)
        ax.text(at[-1] * 1.12, lowest, name, color=colour, fontsize=9, va="center")
    return ax


def losses_in_words(trained: Trained) -> str:
    best = ", ".join(
        f"{name} {loss:.2f} at {rate:g}" for name, (rate, loss) in trained.best.items()
    )
    return (
        "Training loss at the end against the learning rate, four networks, a dot for each "
        f"seed. Lowest means: {best}. A dotted line marks guessing at {trained.guessing:.2f}."
    )
