"""An Axes of its own for a drawing that was given none."""

from matplotlib import pyplot as plt
from matplotlib.axes import Axes


def new_axes(ax: Axes | None, size: tuple[float, float] = (3.2, 3.2)) -> Axes:
    """``ax``, or the Axes of a new figure of ``size`` inches."""
    if ax is not None:
        return ax
    _, ax = plt.subplots(figsize=size, layout="constrained")
    return ax
