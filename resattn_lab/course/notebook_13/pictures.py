"""Pictures of notebook 13, and the words for them."""

from collections.abc import Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from resattn_lab.plots import verdict_table
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .mutants import KINDS, Mutant
from .naive import NaiveResult
from .suite import SUITE, Verdict
from .suspects import SUSPECTS

SIGNS = {False: ("o", CHOSEN_CLASS, "escapes"), True: ("x", TRUE_CLASS, "is caught")}


def falling_losses(results: Mapping[str, NaiveResult]) -> Figure:
    """The loss of every suspect that was trained, each on a scale of its own."""
    losses = {letter: r.losses for letter, r in results.items() if r.losses}
    size = {"figsize": (10, 3.6), "layout": "constrained"}
    figure, axes = plt.subplots(2, (len(losses) + 1) // 2, **size)
    for ax in axes.flat:
        ax.set_axis_off()
    for ax, (letter, values) in zip(axes.flat, losses.items(), strict=False):
        ax.set(frame_on=True, xticks=[], yticks=[], title=letter)
        ax.set_axis_on()
        ax.plot(values, color=INK, linewidth=2)
        ax.set_xlabel(f"− {1 - values[-1] / values[0]:.0%}", fontsize=11)
    figure.suptitle(f"{len(losses)} losses fall: which of these are faulty?", fontsize=12)
    figure.supxlabel("a few steps of training, each loss on its own scale", fontsize=11)
    return figure


def falling_losses_in_words(results: Mapping[str, NaiveResult]) -> str:
    falls = (
        f"{letter} by {1 - r.losses[-1] / r.losses[0]:.0%}"
        for letter, r in results.items()
        if r.losses
    )
    return f"Small curves: the loss of each suspect falls, {', '.join(falls)}."


def false_alarms(amounts: Sequence[int], accused: Mapping[str, Sequence[float]]) -> Axes:
    """The share of right modules accused by so many values, for each way to choose them."""
    _, ax = plt.subplots(figsize=(7.4, 3.6), layout="constrained")
    lines = {**accused, "independent": [0.5**n for n in amounts]}
    looks = (
        ("o-", CHOSEN_CLASS, 4, (8, 6)),
        ("s--", INK, 3, (0, 10)),
        (":", MUTED, 1, (-76, -12)),
    )
    for (name, shares), (style, colour, at, move) in zip(lines.items(), looks, strict=True):
        ax.plot(amounts, shares, style, color=colour, linewidth=2)
        place = (amounts[at], shares[at])
        ax.annotate(name, place, move, textcoords="offset points", color=colour, fontsize=11)
    ax.set(xscale="log", ylim=(0, 0.65), xlabel="mask values that the test looks at")
    ax.set_xticks(amounts, [str(n) for n in amounts])
    ax.minorticks_off()
    ax.set_ylabel("right modules accused")
    ax.set_title("neighbours give more false alarms than scattered values", fontsize=12)
    return ax


def all_verdicts(
    results: Mapping[str, NaiveResult], table: Mapping[str, Mapping[str, Verdict]]
) -> Axes:
    """A row a suspect, a column a test, the naive suite first."""
    tests = ["naive suite", *(rule.words for rule in SUITE)]
    rows = {}
    for letter in results:
        file = SUSPECTS[letter].file()
        naive = "passes" if results[letter].passes else "fails"
        said = [table[letter][t].said if t in table[letter] else "" for t in tests[1:]]
        rows[f"{file.fault if file else 'right'}  {letter}"] = [naive, *said]
    _, ax = plt.subplots(figsize=(9.6, 6.6), layout="constrained")
    title = "one cross for every fault, none for what is right (✕ fails, · passes)"
    return verdict_table(rows, tests, title=title, ax=ax)


def all_verdicts_in_words(table: Mapping[str, Mapping[str, Verdict]]) -> str:
    said = [(n, words, v.said) for n, row in table.items() for words, v in row.items()]
    crossed = "; ".join(f"{n}: {words}" for n, words, verdict in said if verdict == "fails")
    return (
        f"Table of suspects and tests. The naive suite passes all. Who fails what: {crossed}."
    )


def on_the_source(caught: Mapping[Mutant, str | None]) -> Figure:
    """Each line of the source that has mutants, and a sign for each of them."""
    lines: dict[str, dict[int, list[Mutant]]] = {}
    for mutant in caught:
        lines.setdefault(mutant.part, {}).setdefault(mutant.line, []).append(mutant)
    rows = sum(map(len, lines.values())) + 1.5 * len(lines)
    figure, ax = plt.subplots(figsize=(10.4, 0.18 * rows + 0.7), layout="constrained")
    ax.set(xlim=(0, 104), ylim=(rows, -1.6))
    ax.set_axis_off()
    for at, (fell, (sign, colour, words)) in zip((65, 83), SIGNS.items(), strict=True):
        count = sum((found is not None) == fell for found in caught.values())
        ax.plot(at, -0.9, sign, color=colour, fillstyle="none", markeredgewidth=2)
        ax.text(at + 1.5, -0.9, f"{words}: {count}", color=colour, va="center", fontsize=10)
    row = -1.0
    for part, mutated in lines.items():
        row += 1.5
        ax.text(0, row, part, va="center", fontsize=10, weight="bold", color=INK)
        for mutants in mutated.values():
            row += 1
            code = mutants[0].before.split("  #")[0].strip()
            ax.text(1.5, row, code, va="center", fontsize=8, family="monospace", color=INK)
            for at, fell in enumerate(sorted(caught[m] is not None for m in mutants)):
                look = {"color": SIGNS[fell][1], "fillstyle": "none", "markeredgewidth": 1.8}
                ax.plot(65 + 1.6 * at, row, SIGNS[fell][0], ms=6, **look)
    ax.set_title(
        "how the parts are connected is watched, what they compute is not", fontsize=12
    )
    return figure


def on_the_source_in_words(caught: Mapping[Mutant, str | None]) -> str:
    parts = dict.fromkeys(mutant.part for mutant in caught)
    counts = ", ".join(f"{part} {share(caught, part=part)}" for part in parts)
    return f"The lines of the source with a sign for every mutant. Caught: {counts}."


def share(caught: Mapping[Mutant, str | None], **only: str) -> str:
    """How many are caught of those with these attributes, such as ``kind="constant"``."""
    found = [
        words is not None
        for mutant, words in caught.items()
        if all(getattr(mutant, name) == value for name, value in only.items())
    ]
    return f"{sum(found)} of {len(found)}"


def by_kind(hunts: Mapping[str, Mapping[Mutant, str | None]]) -> str:
    """Lines of text: for each kind of change, what each suite has caught."""
    rows = [("kind of change", *hunts)]
    rows += [(kind, *(share(h, kind=kind) for h in hunts.values())) for kind in KINDS]
    rows.append(("all", *(share(h) for h in hunts.values())))
    widths = [max(map(len, column)) + 2 for column in zip(*rows, strict=True)]
    return "\n".join(
        "".join(word.ljust(width) for word, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
