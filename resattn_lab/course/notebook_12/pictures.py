"""Pictures of notebook 12: networks in rows, their seeds joined; gaps and their intervals."""

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from resattn_lab.ablations import ClaimRow, StudyResults, comparison_table
from resattn_lab.ablations.claims import Claim
from resattn_lab.plots import claim_gaps
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

SIZE = 11  # of all type
PLACES = ["clearly below both", "near ARL", "halfway", "near NAL"]


def paired_rows(
    rows: Mapping[str, Sequence[float]],
    *,
    title: str,
    xlabel: str = "test error, %",
    guess: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """A row of dots for each network, the first on top; one line joins the dots of a seed.

    A line is green where the upper network of two errs less with this seed, and orange where it
    errs more. A stroke and a number are the mean of a row.

    Args:
        rows: errors by the network's name, in percent, in the order of the seeds.
        guess: the error of guessing, a dotted line.
    """
    names = list(rows)
    if ax is None:
        _, ax = plt.subplots(figsize=(7.5, 1.1 + 0.75 * len(names)), layout="constrained")
    if guess is not None:
        ax.axvline(guess, color=MUTED, linestyle=":")
        ax.annotate("guessing", (guess, -0.45), (-4, 0), textcoords="offset points", ha="right")
    for place, (upper, lower) in enumerate(zip(names, names[1:], strict=False)):
        for one, other in zip(rows[upper], rows[lower], strict=True):
            colour = TRUE_CLASS if one < other else CHOSEN_CLASS
            ax.plot([one, other], [place, place + 1], color=colour, linewidth=1.6, zorder=1)
    for place, values in enumerate(rows.values()):
        ax.plot(values, [place] * len(values), "o", color=INK, markersize=7, zorder=2)
        centre = fmean(values)
        ax.plot([centre] * 2, [place - 0.22, place + 0.22], color=INK, linewidth=3)
        where = {"xy": (1.02, place), "xycoords": ("axes fraction", "data"), "va": "center"}
        ax.annotate(f"mean {centre:.1f} %", **where, fontsize=SIZE)
    ax.set_yticks(range(len(names)), names, fontsize=SIZE)
    ax.set_ylim(len(names) - 0.5, -0.6)
    ax.set_xlabel(xlabel, fontsize=SIZE)
    ax.set_title(title, fontsize=12, loc="left")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


def rows_in_words(rows: Mapping[str, Sequence[float]]) -> str:
    """Every error of every network, for those who cannot see ``paired_rows``."""
    told = (
        f"{name} {', '.join(f'{value:.1f}' for value in values)} %, mean {fmean(values):.1f} %"
        for name, values in rows.items()
    )
    return f"Test errors seed by seed, the dots of a seed joined by a line: {'; '.join(told)}."


def of_networks(results: StudyResults, *names: str) -> dict[str, list[float]]:
    """The errors of some networks of a study, by name, in the order of the seeds."""
    return {name: results.values(name) for name in names}


def where(rows: Mapping[str, Sequence[float]]) -> str:
    """Which of ``PLACES`` the first row's mean is in, beside the means of the other two."""
    mean, low, high = map(fmean, rows.values())
    share = (mean - low) / (high - low)  # 0 at ARL, 1 at NAL
    return PLACES[min(max(round(2 * share), -1), 2) + 1]


def one_network(errors: Sequence[float]) -> Axes:
    """Five seeds of one network, their mean, and the two that differ most."""
    _, ax = plt.subplots(figsize=(7.5, 1.7), layout="constrained")
    low, high = min(errors), max(errors)
    ax.annotate("", (low, 0.28), (high, 0.28), arrowprops={"arrowstyle": "<->", "color": INK})
    ax.annotate(
        f"{high - low:.1f} points", ((low + high) / 2, 0.34), ha="center", fontsize=SIZE
    )
    ax.plot(errors, [0] * len(errors), "o", color=INK, markersize=9)
    ax.set(ylim=(-0.3, 0.6), yticks=[])
    ax.set_xlabel("test error, %", fontsize=SIZE)
    ax.set_title("one network, one recipe, five seeds", fontsize=12, loc="left")
    ax.spines[["top", "right", "left"]].set_visible(False)
    return ax


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


def arms(folder, source: str = "photographs") -> Figure:
    """The study of five arms: every error, seeds joined, and each question's gap.

    Args:
        folder: of results, with one of the study "fusion".

    Raises:
        ValueError: no such results there.
    """
    table = [
        (asks, lower, higher, verdict)
        for asks, images, lower, higher, verdict in comparison_table(folder)
        if asks.study == "fusion" and images == source
    ]
    if not table:
        raise ValueError(f"no results of the study fusion on {source} in {folder}")
    rows = {}
    for asks, lower, higher, _ in table:
        rows |= {asks.lower: lower, asks.higher: higher}
    figure, (left, right) = plt.subplots(1, 2, figsize=(12, 4.2), layout="constrained")
    paired_rows(rows, title="every training; a line joins one seed's", ax=left)
    right.axvline(0, color=INK, linewidth=0.8)
    for place, (*_, verdict) in enumerate(table):
        right.plot([verdict.low, verdict.high], [place] * 2, color=TRUE_CLASS, linewidth=4)
        right.plot(verdict.gap, place, "o", color=INK, markersize=8)
        right.plot(verdict.gaps, [place + 0.28] * len(verdict.gaps), ".", color=MUTED)
    names = [f"{asks.asks}\n{asks.higher} − {asks.lower}" for asks, *_ in table]
    right.set_yticks(range(len(table)), names, fontsize=SIZE)
    right.set_ylim(len(table) - 0.5, -0.6)
    right.set_xlabel("gap in points: to the right of 0 the answer is yes", fontsize=SIZE)
    right.set_title("the gaps and their 95 % intervals", fontsize=12, loc="left")
    right.spines[["top", "right"]].set_visible(False)
    return figure
