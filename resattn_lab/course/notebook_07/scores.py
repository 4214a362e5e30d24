"""How far one rule is ahead of another, on images of their own and on the same images."""

from torch import Tensor


def differences(first: Tensor, second: Tensor, size: int) -> dict[str, Tensor]:
    """How far the second rule is ahead, on sets of ``size`` images.

    Args:
        first, second: bool (N,), whether each rule is right; N a multiple of ``size``.

    Returns:
        For "own images" every rule has a set of its own, for "the same" both have one: (K,).
    """
    a, b = (right.float().view(-1, size).mean(dim=1) for right in (first, second))
    return {"each on its own images": b - a.roll(1), "both on the same images": b - a}
