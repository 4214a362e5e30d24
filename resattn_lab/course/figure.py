"""A figure on the page, with words for those who cannot see it."""

from IPython.display import display
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure


def show(drawn: Axes | Figure, alt: str) -> None:
    """Display a figure once, with its alternative text, and close it.

    Args:
        drawn: the figure, or any Axes on it.
        alt: what the figure shows, in words, from its data: at least 40 characters.

    Raises:
        ValueError: ``alt`` is too short to say anything.
    """
    if len(alt) < 40:
        raise ValueError(
            f"alt must say what the figure shows, in 40 characters or more; got {alt!r}"
        )
    figure = drawn if isinstance(drawn, Figure) else drawn.figure
    display(figure, metadata={"image/png": {"alt": alt}})
    plt.close(figure)
