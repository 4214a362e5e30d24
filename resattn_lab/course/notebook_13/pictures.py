"""Pictures of notebook 13, and the words for them."""

from collections.abc import Collection, Mapping, Sequence

from matplotlib import pyplot as plt
from matplotlib.axes import Axes

from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .naive import NaiveResult
from .suite import FAILS, SUITE, Verdict
from .suspects import SUSPECTS, guilty, line_up


def falls(results: Mapping[str, NaiveResult]) -> dict[str, list[float]]:
    """The loss of each module after each step, in percent of the first."""
    modules = {n: r.losses for n, r in results.items() if SUSPECTS[n].kind == "module"}
    return {letter: [100 * x / loss[0] for x in loss] for letter, loss in modules.items()}


def falling_losses(
    results: Mapping[str, NaiveResult], wrong: Collection[str] | None = None
) -> Axes:
    """The losses of the modules; equal ones lie on one another, their letters side by side.

    Args:
        wrong: the letters of the guilty, to be set apart; nobody is when None.
    """
    _, ax = plt.subplots(figsize=(7.4, 4), layout="constrained")
    looks = {None: (INK, "-", 2), False: (TRUE_CLASS, "-", 4), True: (CHOSEN_CLASS, "--", 2)}
    ends: dict[tuple[int, bool | None], str] = {}
    for letter, loss in falls(results).items():
        found = wrong if wrong is None else letter in wrong
        colour, style, width = looks[found]
        ax.plot(loss, style, color=colour, linewidth=width, zorder=2 + bool(found))
        end = round(loss[-1]), found
        ends[end] = f"{ends.get(end, '')} {letter}"
    for (height, found), letters in ends.items():
        at, look = (len(loss) - 1, height), {"color": looks[found][0], "fontsize": 12}
        together = found is not None and (height, not found) in ends
        move = (4, -4 if not together else -10 if found else 1)
        ax.annotate(letters, at, move, textcoords="offset points", **look)
    ax.set(xlabel="steps of training", ylabel="loss, % of the first", xlim=(0, 7.2))
    ax.set_xticks(range(len(loss)))
    ax.spines[["top", "right"]].set_visible(False)
    title = "an ordinary curve clears nobody (dashed: guilty)"
    ax.set_title(
        "ten losses fall: whom do you suspect?" if wrong is None else title, fontsize=12
    )
    return ax


def falling_losses_in_words(
    results: Mapping[str, NaiveResult], wrong: Collection[str] = ()
) -> str:
    told = (
        f"{letter}{' (guilty)' if letter in wrong else ''} by {100 - loss[-1]:.0f} %"
        for letter, loss in falls(results).items()
    )
    return f"Curves: the loss of each module falls, {', '.join(told)}."


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


def caught_by(table: Mapping[str, Mapping[str, Verdict]]) -> dict[str, list[str]]:
    """The words of the tests that each suspect of the line-up fails."""
    return {
        letter: [words for words, verdict in table[letter].items() if verdict.said == FAILS]
        for letter in line_up()
    }


def who_catches_whom(table: Mapping[str, Mapping[str, Verdict]]) -> Axes:
    """What the guilty did at the left, the tests at the right, a line to each that it fails."""
    lines = caught_by(table)
    tests = [rule.words for rule in SUITE]
    wrong = sorted(guilty(), key=lambda letter: tests.index(lines[letter][0]))
    _, ax = plt.subplots(figsize=(10, 5.4), layout="constrained")
    ax.set(xlim=(0, 10), ylim=(len(wrong) + 0.4, -0.6))
    ax.set_axis_off()
    look = {"va": "center", "fontsize": 11}
    for row, letter in enumerate(wrong):
        ax.text(4.4, row, SUSPECTS[letter].file().fault, ha="right", color=CHOSEN_CLASS, **look)
        ax.text(4.6, row, letter, ha="center", weight="bold", color=CHOSEN_CLASS, **look)
        for words in lines[letter]:
            ax.plot((4.85, 6.35), (row, tests.index(words)), "o-", color=INK, linewidth=2, ms=5)
    for row, words in enumerate((*tests, "the naive suite")):
        ax.text(6.5, row, words, color=INK if words in tests else MUTED, **look)
    innocent = " ".join(letter for letter in lines if letter not in wrong)
    ax.text(4.7, len(wrong), f"right:  {innocent}", ha="right", color=TRUE_CLASS, **look)
    ax.set_title("every fault is caught by one test, what is right by none", fontsize=12)
    return ax


def who_catches_whom_in_words(table: Mapping[str, Mapping[str, Verdict]]) -> str:
    told = "; ".join(
        f"{n}: {', '.join(words)}" for n, words in caught_by(table).items() if words
    )
    return f"Lines from each guilty suspect to the tests that it fails. {told}."
