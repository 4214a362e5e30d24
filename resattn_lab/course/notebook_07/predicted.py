"""What notebook 07 measures, and how its predictions say it."""

from torch import Tensor


def what_is_seen(border: Tensor) -> str:
    """The values around a picture less its mean: the choice that comes nearest."""
    choices = {
        "zeros: nothing": 0.0,
        "about −0.5: a dark frame": -0.5,
        "about +0.5: a bright frame": 0.5,
    }
    return min(choices, key=lambda words: abs(border.mean().item() - choices[words]))


def how_wide(scores: Tensor) -> str:
    """Between which scores the middle 95 of 100 sets lie: the choice that comes nearest."""
    low, high = scores.quantile(0.025), scores.quantile(0.975)
    points = 100 * (high - low).item() / 2
    nearest = min((1, 5, 10), key=lambda choice: abs(points - choice))
    return f"{nearest} point{'s' if nearest > 1 else ''} below and above"


def highest_noise(classes: int) -> str:
    """The noise at which the true label is as frequent as any other: 1 − n = n/(classes − 1).

    Source: Eq. 7.
    """
    return f"up to {100 * (classes - 1) / classes:.0f} %"


def differences(first: Tensor, second: Tensor, size: int) -> dict[str, Tensor]:
    """How far the second rule is ahead, on sets of ``size`` images.

    Args:
        first, second: bool (N,), whether each rule is right; N a multiple of ``size``.

    Returns:
        For "own images" every rule has a set of its own, for "the same" both have one: (K,).
    """
    a, b = (right.float().view(-1, size).mean(dim=1) for right in (first, second))
    return {"each on its own images": b - a.roll(1), "both on the same images": b - a}
