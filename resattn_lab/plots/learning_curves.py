"""Loss or accuracy over the steps of a training."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes

from .new_axes import new_axes
from .palette import CHOSEN_CLASS, MUTED, TRUE_CLASS

STYLES = {"training": ("-", MUTED), "validation": ("o-", CHOSEN_CLASS)}


def learning_curves(
    curves: Mapping[str, Sequence[tuple[int, float]]],
    what: str,
    *,
    guess: float | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the training's and the validation's curve of one quantity; return the Axes.

    Args:
        curves: (step, value) pairs by name, such as ``"training loss"``.
        what: ``"loss"`` (in nats) or ``"accuracy"`` (a share).
        guess: what guessing costs or gains; a dotted line.

    Raises:
        ValueError: no curve of that quantity has a value.
    """
    drawn = {kind: curves.get(f"{kind} {what}") for kind in STYLES}
    drawn = {kind: points for kind, points in drawn.items() if points}
    if not drawn:
        raise ValueError(f"no curve of {what!r} has a value; there are {', '.join(curves)}")
    ax = new_axes(ax, (4, 3))
    for kind, points in drawn.items():
        line, colour = STYLES[kind]
        line = "s--" if kind == "training" and what == "accuracy" else line
        ax.plot(*zip(*points, strict=True), line, color=colour, label=kind)
    if guess is not None:
        ax.axhline(guess, color=TRUE_CLASS, linestyle=":", label=f"guessing: {guess:.2f}")
    last = max(points[-1][0] for points in drawn.values())
    ax.set(title=what, xlabel="step", ylabel="nats" if what == "loss" else "share")
    ax.set(xlim=(0, 1.03 * last), ylim=(0, None if what == "loss" else 1))
    ax.legend(fontsize=8)
    return ax
