"""What notebook 14 measures, in the words of its predictions."""

from collections.abc import Mapping


def when_equal(apart: Mapping[str, float], *, rounding: float = 1e-3) -> str:
    """When the halves' mean gradient is that of the whole batch.

    Args:
        apart: "eval" and "train" -> how far apart they are in this mode of the batch norms,
            relative to the length of the gradient.
        rounding: what is closer is equal.
    """
    if apart["train"] < rounding:
        return "yes"
    if apart["eval"] < rounding:
        return "only if batch norms do not use the batch"
    return "no, never"
