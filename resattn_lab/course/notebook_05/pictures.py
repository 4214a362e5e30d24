"""The pictures of notebook 05, and the words for each."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from torch import Tensor

from resattn_lab.measures import mean_absolute_response
from resattn_lab.plots import as_picture, response_lines
from resattn_lab.plots.palette import INK, MUTED
from resattn_lab.plots.response_lines import LINES

from ..learners_function import LearnersFunction
from ..reading import number
from ..running import in_words
from . import evidence
from .sizes import levels

INCHES = 2.1  # of one picture
SIZE = 11  # of titles and names, in points


def _pictures(rows: int, columns: int) -> tuple[Figure, np.ndarray]:
    """Axes for pictures, (rows, columns), without ticks."""
    size = (INCHES * columns + 0.3, (INCHES + 0.3) * rows)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
    for ax in axes.flat:
        ax.set(xticks=[], yticks=[])
    return figure, axes


def faded(chains: Mapping[str, Sequence[Tensor]], after: Sequence[int]) -> Figure:
    """A scene on its way through masks, two rows for each chain.

    The first shows what arrives, the second the same brought back to the scene's size.

    Args:
        chains: name -> the signal (3, H, W) after 0, 1, 2, … masks.
        after: the numbers of masks to show.
    """
    figure, axes = _pictures(2 * len(chains), len(after))
    for place, (name, steps) in enumerate(chains.items()):
        arrives, levelled = axes[2 * place : 2 * place + 2]
        arrives[0].set_ylabel(name, fontsize=SIZE + 1)
        levelled[0].set_ylabel("at equal brightness", fontsize=SIZE)
        for ax, same, count in zip(arrives, levelled, after, strict=True):
            share = mean_absolute_response(steps[count]) / mean_absolute_response(steps[0])
            ax.imshow(as_picture(steps[count]))
            ax.set_title(f"after {count}: ×{short(share)}", fontsize=SIZE)
            same.imshow(as_picture(steps[count] / share))
    return figure


def short(value: float) -> str:
    """One or two figures, and no power of ten."""
    if value >= 10:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 1 else f"{value:.2g}"


def faded_in_words(chains: Mapping[str, Sequence[Tensor]], after: Sequence[int]) -> str:
    """What ``faded`` shows."""
    told = []
    for name, steps in chains.items():
        start = mean_absolute_response(steps[0])
        sizes = [short(mean_absolute_response(steps[count]) / start) for count in after]
        told.append(f"{name}: {', '.join(sizes)} times as bright")
    counts = ", ".join(map(str, after))
    return (
        f"A scene after {counts} masks, two rows for each chain. {'; '.join(told)}. Below "
        "each, at equal brightness: the scene under ever more specks, more of them for M·T."
    )


def sizes(curves: Mapping) -> Figure:
    """The output of stacks with batch norm: silent units, and units that add.

    Args:
        curves: as from ``evidence.size_curves``.
    """
    figure, axes = plt.subplots(1, 2, figsize=(9, 3.8), sharey=True, layout="constrained")
    titles = ("silent units: NAL fades", "units that add: NAL stays level")
    for ax, units, title in zip(axes, evidence.UNITS, titles, strict=True):
        shown = {"title": title, "bare": True, "ax": ax}
        response_lines(curves["output"][units]["with"], ylabel="output", **shown)
    axes[0].set_ylabel("output, relative to the input")
    axes[1].set_ylabel("")
    return figure


def sizes_in_words(curves: Mapping) -> str:
    """What ``sizes`` shows."""
    ends = {
        units: {name: short(line[-1]) for name, line in curves["output"][units]["with"].items()}
        for units in evidence.UNITS
    }
    return (
        "Output after 1 to 12 modules with batch norm, relative to the input, on a log scale. "
        "Silent units: along the dotted lines of bare masks, NAL to "
        f"{ends['silent']['NAL']}, ARL to {ends['silent']['ARL']}. Units that add: NAL "
        f"stays near {ends['add']['NAL']}, ARL rises to {ends['add']['ARL']}."
    )


def learners_level(settles: Callable, factor: float) -> float | None:
    """Where the learner's function lets a response settle; None while it says nothing."""
    model, found = LearnersFunction(settles, number("Wanted one number")), []
    in_words(lambda: found.append(model(factor)), seconds=5)  # the check says what is amiss
    return found[0] if found and found[0] > 0 else None


def fed(curves: Mapping, settles: Callable) -> Axes:
    """The measured output of units that add, the model as diamonds, the learner's level."""
    ax = response_lines(
        curves["output"]["add"]["with"],
        title="diamonds: multiply by 1.5 or by 0.5, then add 1",
        ylabel="output, relative to the input",
    )
    ax.figure.set_size_inches(6.4, 4)
    for name, factor in (("ARL", 1.5), ("NAL", 0.5)):
        style = {"markerfacecolor": "none", "markersize": 9, "color": LINES[name][0]}
        ax.plot(range(1, 13), levels(12, factor), "D", **style)
    level = learners_level(settles, 0.5)
    if level is not None:
        ax.axhline(level, color=INK, linestyle=":", linewidth=1.5)
        ax.text(1, level * 1.12, f"your level: {level:.3g}", fontsize=SIZE, color=INK)
    return ax


def fed_in_words(curves: Mapping, settles: Callable) -> str:
    """What ``fed`` shows."""
    measured = {n: short(line[-1]) for n, line in curves["output"]["add"]["with"].items()}
    level = learners_level(settles, 0.5)
    yours = "no level yet" if level is None else f"your level for 0.5: {level:.3g}"
    return (
        "Output after twelve modules, relative to the input. ARL: measured "
        f"{measured['ARL']}, the model {short(levels(12, 1.5)[-1])}; NAL: measured "
        f"{measured['NAL']}, the model {short(levels(12, 0.5)[-1])}; {yours}."
    )


def _band(ax: Axes, rows: Tensor, name: str, colour: str, style: str) -> None:
    """Mean over the seeds in a band from the lowest to the highest, named at its end."""
    across = np.arange(rows.shape[1])
    mean = rows.mean(dim=0)
    low, high = rows.amin(dim=0), rows.amax(dim=0)
    ax.fill_between(across, low, high, color=colour, alpha=0.2, linewidth=0)
    ax.plot(across, mean, style, color=colour, markersize=4)
    place = {"color": colour, "fontsize": SIZE, "va": "center"}
    ax.text(across[-1] + 0.3, max(mean[-1].item(), 0.04), name, **place)  # above the line at 0


def shares_read() -> Figure:
    """R² of the probe after 0 to 12 modules: units that add, with two controls; silent ones."""
    figure, axes = plt.subplots(1, 2, figsize=(9.6, 4), sharey=True, layout="constrained")
    titles = ("units that add: NAL loses the scene", "silent units: NAL can be read")
    for ax, units, title in zip(axes, ("He", "identity"), titles, strict=True):
        for name in evidence.FUSED:
            colour, dash, marker = LINES[name]
            _band(
                ax, evidence.in_stacks("share_read", name, units), name, colour, dash + marker
            )
        if units == "He":
            _band(ax, evidence.in_stacks("share_read", "no shortcuts"), "", INK, ":")
            ax.text(1.25, 0.16, "no shortcuts", color=INK, fontsize=SIZE)
        ax.axhline(0, color=MUTED, linewidth=1)
        ax.text(14.7, -0.07, "0: the mean scene", color=MUTED, fontsize=SIZE, ha="right")
        ax.set(xlabel="number of modules", xlim=(0, 14.9), ylim=(-0.11, 1.05))
        ax.set_xticks(range(0, 13, 3))
        ax.set_title(title, fontsize=SIZE)
    axes[0].set_ylabel("share of the scene that is read, R²")
    return figure


def shares_read_in_words() -> str:
    """What ``shares_read`` shows."""
    told = []
    for units, words in (("He", "units that add"), ("identity", "silent units")):
        for name in evidence.FUSED:
            share = evidence.in_stacks("share_read", name, units)[:, -1].mean()
            told.append(f"{name}, {words}: {share:.2f}")
    return (
        "R squared of a linear readout of the scene against the number of modules, mean and "
        f"range of five seeds. All begin at 1. After twelve: {'; '.join(told)}. Without "
        "shortcuts it is near 0 from the second module on."
    )
