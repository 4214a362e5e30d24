"""Many estimates of one gradient of two numbers, and where their mean lies."""

from collections.abc import Mapping

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .palette import INK, MUTED, TRUE_CLASS

SHOWN = 400  # estimates a cloud


def gradient_clouds(clouds: Mapping[str, ArrayLike], exact: ArrayLike) -> list[Axes]:
    """Draw a cloud for each estimator, on one scale, with its mean and the exact gradient.

    Args:
        clouds: estimates (S, 2) by the title of their Axes; the first few hundred are drawn,
            and the mean is that of all.
        exact: (2,), a star everywhere.

    Returns:
        The Axes of a new figure.

    Raises:
        ValueError: estimates of another shape.
    """
    clouds, exact = {name: np.asarray(c) for name, c in clouds.items()}, np.asarray(exact)
    for name, cloud in clouds.items():
        if cloud.ndim != 2 or cloud.shape[1] != 2:
            raise ValueError(f"estimates must be (S, 2), {name!r} has {cloud.shape}")
    size = {"figsize": (3.9 * len(clouds), 4.5), "layout": "constrained"}
    figure, axes = plt.subplots(1, len(clouds), sharex=True, sharey=True, squeeze=False, **size)
    reach = max(np.quantile(np.abs(cloud - exact), 0.98) for cloud in clouds.values())
    for ax, (name, cloud) in zip(axes[0], clouds.items(), strict=True):
        shown = cloud[:SHOWN]
        outside = int((np.abs(shown - exact) > reach).any(axis=1).sum())
        ax.plot(*shown.T, ".", color=MUTED, markersize=4, label="one estimate")
        star = {"color": TRUE_CLASS, "markersize": 28, "markeredgecolor": "white"}
        ax.plot(*exact, "*", label="exact gradient", linestyle="", **star)
        cross = {"color": INK, "markersize": 8, "markeredgewidth": 2}
        ax.plot(*cloud.mean(axis=0), "x", label="mean of all estimates", linestyle="", **cross)
        words = f"{len(shown)} of {len(cloud):,} drawn, {outside} outside of the frame"
        ax.set(xlim=(exact[0] - reach, exact[0] + reach))
        ax.set(ylim=(exact[1] - reach, exact[1] + reach), xlabel=f"first component\n({words})")
        ax.set_title(name, fontsize=11)
    axes[0, 0].set_ylabel("second component")
    handles, names = axes[0, 0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3, fontsize=11)
    return list(axes[0])
