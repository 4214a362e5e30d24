"""Many estimates of one gradient of two numbers, and where their means lie."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

SHOWN = 400  # estimates a cloud
MARKERS = "svD^"


def gradient_clouds(
    clouds: Mapping[str, ArrayLike],
    exact: ArrayLike,
    *,
    other: tuple[str, ArrayLike] | None = None,
) -> list[Axes]:
    """Draw a cloud for each estimator, and a last Axes with the means close up.

    Args:
        clouds: estimates (S, 2) by the estimator's name; the first few hundred are drawn.
        exact: (2,), a star everywhere.
        other: name and place (2,) of one more gradient, drawn among the means.

    Returns:
        The Axes of a new figure, the means' last; their bars span two standard errors.

    Raises:
        ValueError: estimates of another shape.
    """
    clouds = {name: np.asarray(cloud) for name, cloud in clouds.items()}
    exact = np.asarray(exact)
    for name, cloud in clouds.items():
        if cloud.ndim != 2 or cloud.shape[1] != 2:
            raise ValueError(f"estimates must be (S, 2), {name!r} has {cloud.shape}")
    figure, axes = plt.subplots(
        1,
        len(clouds) + 1,
        figsize=(9, 3),
        layout="constrained",
        width_ratios=[1] * len(clouds) + [1.35],
    )
    reach = max(np.quantile(np.abs(cloud - exact), 0.99) for cloud in clouds.values())
    for ax, (name, cloud) in zip(axes, clouds.items(), strict=False):
        ax.plot(*cloud[:SHOWN].T, ".", color=MUTED, markersize=3)
        ax.plot(*exact, "*", color=TRUE_CLASS, markersize=13, markeredgecolor="white")
        ax.set(xlim=(exact[0] - reach, exact[0] + reach), xlabel="1st component")
        ax.set(ylim=(exact[1] - reach, exact[1] + reach))
        ax.set_title(name, fontsize="medium")
        if ax is not axes[0]:
            ax.set_yticklabels([])
    axes[0].set_ylabel("2nd component")
    _draw_means(axes[-1], clouds, exact, other)
    return list(axes)


def _draw_means(
    ax: Axes,
    clouds: Mapping[str, np.ndarray],
    exact: np.ndarray,
    other: tuple[str, ArrayLike] | None,
) -> None:
    ax.plot(*exact, "*", color=TRUE_CLASS, markersize=13, label="exact", zorder=3)
    if other is not None:
        name, place = other
        ax.plot(*np.asarray(place), "o", color=INK, markersize=13, fillstyle="none", label=name)
    for marker, (name, cloud) in zip(MARKERS, clouds.items(), strict=False):
        error = 2 * cloud.std(axis=0) / len(cloud) ** 0.5
        style = {"color": CHOSEN_CLASS, "markersize": 5, "capsize": 2}
        x, y = cloud.mean(axis=0)
        ax.errorbar(x, y, error[1], error[0], fmt=marker, label=name, **style)
    ax.set_title("the means, close up", fontsize="medium")
    ax.set_xlabel("1st component")
    ax.legend(fontsize="x-small", loc="upper right")
    low, high = ax.get_ylim()
    ax.set_ylim(low, high + 0.9 * (high - low))  # room for the legend
