"""How sure a share of right answers is."""

import math


def wilson_interval(right: int, count: int, *, z: float = 1.96) -> tuple[float, float]:
    """The shares that are not at odds with ``right`` out of ``count`` images.

    Source: Wilson 1927. Unlike p ± z·sqrt(p(1 − p)/n) it stays within 0 and 1 and has a
    width at p = 0 and p = 1, too. It knows of the images' chance, and not of the training's.

    Args:
        z: 1.96 for 95 %.

    Raises:
        ValueError: no images, or more right ones than there are.
    """
    if count < 1 or not 0 <= right <= count:
        raise ValueError(
            f"right must be from 0 to count, count at least 1; got {right}, {count}"
        )
    share, more = right / count, z**2 / count
    middle = (share + more / 2) / (1 + more)
    half = z / (1 + more) * math.sqrt(share * (1 - share) / count + more / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)
