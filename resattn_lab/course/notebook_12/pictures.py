"""Pictures of notebook 12: networks in rows, gaps with their intervals, and luck."""

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from resattn_lab.ablations import ClaimRow, Verdict
from resattn_lab.ablations.claims import Claim
from resattn_lab.plots import claim_gaps
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

SIZE = 11  # of all type
FEW = 5  # seeds: so many lines between two rows can be told apart


def paired_rows(
    rows: Mapping[str, Sequence[float]], *, title: str, ax: Axes | None = None
) -> Axes:
    """A row of dots for each network, the first on top, with a stroke at its mean.

    Where seeds are few, a line joins the dots of a seed: green where the upper network of two
    has the lower error with this seed, orange where it has the higher.

    Args:
        rows: test errors by the network's name, in percent, in the order of the seeds.
    """
    names = list(rows)
    if ax is None:
        _, ax = plt.subplots(figsize=(8, 1.1 + 0.5 * len(names)), layout="constrained")
    for place, (upper, lower) in enumerate(zip(names, names[1:], strict=False)):
        if len(rows[upper]) > FEW:
            break
        for one, other in zip(rows[upper], rows[lower], strict=True):
            colour = TRUE_CLASS if one < other else CHOSEN_CLASS
            ax.plot([one, other], [place, place + 1], color=colour, linewidth=1.6, zorder=1)
    for place, values in enumerate(rows.values()):
        ax.plot(values, [place] * len(values), "o", color=INK, alpha=0.6, markersize=7)
        centre = fmean(values)
        ax.plot([centre] * 2, [place - 0.28, place + 0.28], color=INK, linewidth=3)
        where = {"xy": (1.02, place), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(f"mean {centre:.1f} %", **where, fontsize=SIZE)
    ax.set_yticks(range(len(names)), names, fontsize=SIZE)
    ax.set_ylim(len(names) - 0.5, -0.6)
    ax.set_xlabel("test error, %", fontsize=SIZE)
    ax.set_title(title, fontsize=12, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def gap_rows(
    verdicts: Mapping[str, Verdict], *, title: str, mark: float | None, ax: Axes
) -> None:
    """The gaps of pairs with their intervals: green or orange where 0 lies outside.

    Args:
        verdicts: by what a row shall be called.
        mark: the paper's gap at our errors, a dashed line.
    """
    ax.axvline(0, color=INK, linewidth=0.8)
    if mark is not None:
        ax.axvline(mark, color=INK, linewidth=1.5, linestyle="--")
        where = {"xytext": (-5, 0), "textcoords": "offset points", "ha": "right"}
        ax.annotate("the paper's share", (mark, -0.55), **where, va="center", fontsize=SIZE)
    for place, verdict in enumerate(verdicts.values()):
        colour = TRUE_CLASS if verdict.low > 0 else MUTED
        colour = CHOSEN_CLASS if verdict.high < 0 else colour
        ends = [verdict.low, verdict.high]
        ax.plot(ends, [place] * 2, color=colour, linewidth=6, solid_capstyle="butt")
        ax.plot(verdict.gap, place, "o", color=INK, markersize=7)
        ax.plot(verdict.gaps, [place + 0.3] * len(verdict.gaps), ".", color=MUTED, markersize=6)
    ax.set_yticks(range(len(verdicts)), list(verdicts), fontsize=SIZE)
    ax.set_ylim(len(verdicts) - 0.5, -0.85)
    ax.set_xlabel("gap in points: to the right of 0 the first one errs more", fontsize=SIZE)
    ax.set_title(title, fontsize=12, loc="left")
    ax.spines[["top", "right"]].set_visible(False)


def rows_and_gaps(
    rows: Mapping[str, Sequence[float]],
    verdicts: Mapping[str, Verdict],
    *,
    titles: tuple[str, str],
    mark: float | None = None,
) -> Figure:
    """Every training on the left, the gaps and their intervals on the right."""
    size = (12, 1.4 + 0.6 * max(len(rows), len(verdicts)))
    figure, (left, right) = plt.subplots(1, 2, figsize=size, layout="constrained")
    paired_rows(rows, title=titles[0], ax=left)
    gap_rows(verdicts, title=titles[1], mark=mark, ax=right)
    return figure


def rows_in_words(
    rows: Mapping[str, Sequence[float]], verdicts: Mapping[str, Verdict] | None = None
) -> str:
    """Every error and every gap, for those who cannot see the pictures of rows."""
    told = [
        f"{name} {', '.join(f'{value:.1f}' for value in values)} %, mean {fmean(values):.1f} %"
        for name, values in rows.items()
    ]
    gaps = [f"{name} {found.gap_in_words()}" for name, found in (verdicts or {}).items()]
    gaps = f" Gaps with 95 % intervals: {'; '.join(gaps)}." if gaps else ""
    return f"Test errors, seed by seed: {'; '.join(told)}.{gaps}"


def row_name(claim: Claim) -> str:
    """The table of a claim and its order; a share of wrong labels is said once."""
    name, _, last = claim.lower.rpartition(" ")
    if not last.endswith("%"):
        return f"{claim.source}: {claim.lower} < {claim.higher}"
    other = claim.higher.removesuffix(f" {last}")
    return f"{claim.source}: {name} < {other}, {last} wrong labels"


def luck_points(gaps: NDArray) -> tuple[NDArray, NDArray, NDArray]:
    """Mean gap and standard error of each row, and whether the mean is beyond two of these."""
    means = gaps.mean(axis=1)
    errors = gaps.std(axis=1, ddof=1) / np.sqrt(gaps.shape[1])
    return means, errors, abs(means) > 2 * errors


def luck(gaps: NDArray) -> Axes:
    """Comparisons in which nothing differs, a dot each: those that are called clear stand out.

    Args:
        gaps: of equal networks, (comparisons, 3 pairs).
    """
    means, errors, fooled = luck_points(gaps)
    _, ax = plt.subplots(figsize=(7.5, 4), layout="constrained")
    ax.plot(errors[~fooled], means[~fooled], ".", color=MUTED, markersize=5)
    ax.plot(errors[fooled], means[fooled], "o", color=CHOSEN_CLASS, markersize=5)
    ends, top = np.array([0, errors.max()]), abs(means).max() * 1.1
    for reach, style, words in ((2, "-", "2 standard errors"), (4.3, "--", "4.3")):
        for sign in (1, -1):
            ax.plot(ends, sign * reach * ends, style, color=INK, linewidth=1.5)
        place = (0.93 * top / reach, 0.93 * top)
        ax.annotate(
            words, place, (6, 0), textcoords="offset points", va="center", fontsize=SIZE
        )
    ax.set(xlim=(0, ends[1]), ylim=(-top, top))
    ax.set_xlabel("standard error, from three gaps", fontsize=SIZE)
    ax.set_ylabel("mean gap (the true one is 0)", fontsize=SIZE)
    title = "fooled, in orange: mostly where three gaps happen to agree"
    ax.set_title(title, fontsize=12, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def luck_in_words(gaps: NDArray) -> str:
    """How many are called clear, and their standard errors, for who cannot see ``luck``."""
    _, errors, fooled = luck_points(gaps)
    return (
        f"{len(gaps)} comparisons of equal networks, mean gap over standard error. "
        f"{fooled.sum()} lie beyond two standard errors; theirs are "
        f"{errors[fooled].mean():.2f} on average, those of the others "
        f"{errors[~fooled].mean():.2f}."
    )


def judged(rows: Sequence[ClaimRow]) -> Figure:
    """Gaps and verdicts of claims about errors, those of one kind of images in a picture."""
    errors = [row for row in rows if row.claim.measure == "error"]
    verdicts = {row_name(row.claim): row.verdict for row in errors}
    paper = {row_name(row.claim): row.claim.paper_gap for row in errors}
    figure, ax = plt.subplots(figsize=(9.6, 1.2 + 0.4 * len(verdicts)), layout="constrained")
    label = "gap in points: to the right of 0 the order is the paper's"
    claim_gaps(verdicts, paper, xlabel=label, ax=ax)
    clear = sum(verdict.low > 0 for verdict in verdicts.values())
    title = f"{errors[0].source}: {clear} of {len(verdicts)} intervals lie above 0"
    figure.suptitle(f"{title} (◇ the paper's gap)", fontsize=12, x=0.01, ha="left")
    return figure


def judged_in_words(rows: Sequence[ClaimRow]) -> str:
    """Each claim's gap and verdict, for those who cannot see ``judged``."""
    told = (
        f"{row_name(row.claim)}: {row.verdict.gap_in_words()}, {row.verdict.word}"
        for row in rows
        if row.claim.measure == "error"
    )
    return f"Gaps with 95 % intervals: {'; '.join(told)}."
