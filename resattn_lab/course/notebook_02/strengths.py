"""What notebook 02 shows of its stacks: each unit's factor, and what arrives at the ends."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from torch import Tensor

from resattn_lab.measures import Propagation
from resattn_lab.plots.depth_curves import LINES, MARKERS
from resattn_lab.plots.palette import INK, MUTED


def unit_factors(run: Propagation) -> Tensor:
    """What each unit multiplies the gradient by, the one next to the input first."""
    return run.gradient[:-1] / run.gradient[1:]


def decline(factors: Tensor) -> float:
    """The c of 1 + c/k that fits the factors of units 5 and up; k counts from 1."""
    number = np.arange(1, len(factors) + 1)
    return float(np.mean((number * (np.asarray(factors) - 1))[4:]))


def factors(runs: Mapping[str, Propagation], derived: float) -> Axes:
    """What each unit multiplies the gradient by, and 1 + c/k for the residual stacks.

    Args:
        derived: what the derivation gives for a plain unit.
    """
    _, ax = plt.subplots(figsize=(8.2, 4), layout="constrained")
    depth = len(next(iter(runs.values())).gradient) - 1
    number = np.arange(1, depth + 1)
    ax.axhline(1, color=MUTED, linewidth=0.9, linestyle=":")
    ax.text(depth + 1, 0.985, "1: unchanged", color=MUTED, fontsize=9, va="top")
    ax.axhline(derived, color=INK, linewidth=1.2, linestyle="--")
    ax.text(depth + 1, derived + 0.05, f"derived for plain: {derived:.2f}", fontsize=9.5)
    for place, (kind, run) in enumerate(runs.items()):
        found = np.asarray(unit_factors(run))
        look = {"color": LINES[place], "marker": MARKERS[place], "markersize": 5}
        ax.plot(number, found, linestyle="none", alpha=0.6, **look)
        label, level = kind, np.exp(np.log(found[1:]).mean())
        if kind == "plain":
            ax.hlines(level, 1, depth, color=LINES[place], linewidth=2)
            label = f"plain: about {level:.1f}"
        else:
            c = decline(found)
            ax.plot(number[4:], 1 + c / number[4:], color=LINES[place], linewidth=2)
            label, level = f"{kind}: 1 + {c:.1f}/k", 1 + c / depth + 0.12 * (2 - place)
        ax.text(depth + 1, level, label, color=LINES[place], fontsize=9.5, va="center")
    ax.set(xlim=(0, 1.42 * depth), ylim=(0.9, 2.05), xticks=[1, *range(10, depth + 1, 10)])
    ax.set_xlabel("number k of the unit, from the input")
    ax.set_ylabel("the gradient is multiplied by")
    ax.set_title("the later a residual unit, the less it changes the gradient", fontsize=11)
    return ax


def factors_in_words(runs: Mapping[str, Propagation]) -> str:
    told = []
    for kind, run in runs.items():
        found = unit_factors(run)
        ends = ", ".join(f"{found[k - 1]:.2f} in unit {k}" for k in (2, 10, len(found)))
        told.append(f"{kind} {ends}")
    return f"What each unit multiplies the gradient by, on its way back: {'; '.join(told)}."


def four_stacks(groups: Mapping[str, Mapping[str, Propagation]]) -> str:
    """Signal at the end and gradient at the input, a line for each stack.

    Args:
        groups: such as "no batch norm" -> kind of stack -> its run.
    """
    lines = [f"{'':32}{'signal out':>12}{'gradient in':>14}"]
    for group, runs in groups.items():
        for kind, run in runs.items():
            ends = (float(run.signal[-1]), float(run.gradient[0]))
            up, back = (f"×{v:.2g}" if v < 10 else f"×{v:,.0f}" for v in ends)
            lines.append(f"{kind + ', ' + group:32}{up:>12}{back:>14}")
    return "\n".join(lines)
