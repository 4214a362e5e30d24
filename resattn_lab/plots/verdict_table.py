"""Which test says what of which suspect: a table with a sign in every field."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, INK

# what stands in a field: its place among the colours, and its sign
SIGNS = {"": (0, ""), "passes": (1, "·"), "breaks off": (2, "!"), "fails": (3, "✕")}
FIELDS = ListedColormap(["#ffffff", "#e9e9e9", "#f2c14e", CHOSEN_CLASS])


def verdict_table(
    said: Mapping[str, Sequence[str]],
    tests: Sequence[str],
    *,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a row for each suspect and a column for each test.

    Args:
        said: a verdict for each test by suspect: ``"passes"``, ``"fails"``,
            ``"breaks off"``, or ``""`` where the test does not apply.
        tests: what the columns are called.
        ax: where to draw; a figure of its own when None.

    Raises:
        ValueError: a row with more or fewer verdicts than tests, or an unknown verdict.
    """
    unknown = {word for row in said.values() for word in row} - set(SIGNS)
    if unknown or any(len(row) != len(tests) for row in said.values()):
        raise ValueError(
            f"each row needs {len(tests)} verdicts out of {', '.join(filter(None, SIGNS))}; "
            f"got rows of {sorted({len(row) for row in said.values()})} and {sorted(unknown)}"
        )
    ax = new_axes(ax, (0.36 * len(tests) + 3, 0.24 * len(said) + 2))
    fields = np.array([[SIGNS[word][0] for word in row] for row in said.values()])
    ax.imshow(fields, cmap=FIELDS, vmin=0, vmax=3, aspect="auto")
    for row, words in enumerate(said.values()):
        for column, word in enumerate(words):
            colour = "white" if word == "fails" else INK
            ax.text(column, row, SIGNS[word][1], ha="center", va="center", color=colour)
    ax.set_xticks(range(len(tests)), tests, rotation=40, ha="right", fontsize=8)
    ax.set_yticks(range(len(said)), list(said), fontsize=8)
    ax.set_xticks(np.arange(len(tests) + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(said) + 1) - 0.5, minor=True)
    ax.grid(which="minor", color="white", linewidth=1.5)
    ax.tick_params(which="both", length=0)
    ax.set(xlabel="test", ylabel="suspect")
    if title is not None:
        ax.set_title(title, fontsize="medium")
    return ax
