"""Claims as gaps: what was found, how sure it is, each pair, and the paper's gap beside it."""

import math
from collections.abc import Mapping, Sequence
from typing import Protocol

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

# Colour, marker and whether it is filled: by the first words of a verdict.
LOOKS = {
    "repeated": (TRUE_CLASS, "o", "full"),
    "not repeated": (CHOSEN_CLASS, "s", "full"),
    "not testable": (MUTED, "o", "none"),
}


class Judged(Protocol):
    """A gap, the ends of its interval (NaN where there is none), its pairs, and a verdict."""

    gap: float
    low: float
    high: float
    gaps: Sequence[float]
    word: str


def short_word(word: str) -> str:
    """The verdict without "at this size".

    Raises:
        ValueError: a verdict that has no look of its own.
    """
    for known in LOOKS:
        if word.startswith(known):
            return known
    raise ValueError(f"a verdict begins with {', '.join(LOOKS)}; got {word!r}")


def claim_gaps(
    verdicts: Mapping[str, Judged],
    paper: Mapping[str, float],
    *,
    xlabel: str = "gap, points",
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw each claim's gap and its interval as a bar, the first on top.

    Above zero the order is the paper's. Small dots below the bar are the gaps of the pairs, a
    diamond is the paper's own gap; the verdict stands at the right in words. A claim without
    an interval gets no bar.

    Args:
        verdicts: by what the row shall be called.
        paper: the paper's gaps in points, by the same names.

    Raises:
        ValueError: no verdicts, or a name that ``paper`` lacks.
    """
    missing = [name for name in verdicts if name not in paper]
    if not verdicts or missing:
        raise ValueError(
            f"wanted verdicts and the paper's gap for each, got {len(verdicts)} verdicts; "
            f"without a gap: {', '.join(missing) or 'none'}"
        )
    ax = new_axes(ax, (5.2, 0.9 + 0.28 * len(verdicts)))
    ax.axvline(0, color=INK, linewidth=0.8)
    for row, (name, verdict) in enumerate(verdicts.items()):
        said = short_word(verdict.word)
        colour, marker, fill = LOOKS[said]
        if math.isfinite(verdict.low):
            ax.plot([verdict.low, verdict.high], [row, row], color=colour, linewidth=2.5)
        ax.plot(verdict.gaps, [row + 0.3] * len(verdict.gaps), ".", color=MUTED, markersize=5)
        ax.plot(verdict.gap, row, marker, color=colour, fillstyle=fill, markersize=6)
        ax.plot(paper[name], row, "D", color=INK, fillstyle="none", markersize=5)
        place = {"xy": (1.02, row), "xycoords": ("axes fraction", "data")}
        ax.annotate(said, **place, va="center", fontsize=11, color=INK)
    ax.set_yticks(range(len(verdicts)), list(verdicts), fontsize=11)
    ax.set_ylim(len(verdicts) - 0.5, -0.5)
    ax.set_xlabel(xlabel)
    ax.grid(axis="y", color="#ececec", linewidth=0.8)
    ax.set_axisbelow(True)
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
