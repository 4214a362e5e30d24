"""In which modes of a network the gradients of two halves make that of the whole."""

from collections.abc import Mapping

ROUNDING = 1e-4  # of the gradient's length


def equal_in(apart: Mapping[str, float]) -> str:
    """The modes, ``eval`` and ``train``, in which two gradients are equal, in words.

    Args:
        apart: mode -> their distance, as a share of the gradient's length.
    """
    equal = {mode for mode, distance in apart.items() if distance < ROUNDING}
    if len(equal) == 1:
        return f"in {'eval' if 'eval' in equal else 'training'} mode alone"
    return "in both" if equal else "in neither"
