"""How far a mask sees, by hand: notebook 03 writes it, checks and ledger use it."""

from resattn_lab.measures import before_convolution, before_interpolation, inside


def seen_by_level(seen: tuple[int, int], size: int, depth: int) -> tuple[int, int]:
    """What a mask level with r = 1 reads to make ``seen``, on a side of ``size``."""
    half = (size + 1) // 2
    seen = before_interpolation(seen, size=size, smaller=half)
    seen = inside(before_convolution(seen), half)
    if depth > 1:
        seen = seen_by_level(seen, half, depth - 1)
    seen = inside(before_convolution(seen), half)
    return inside(before_convolution(seen, stride=2), size)


def positions_seen(place: int, size: int, depth: int) -> int:
    """How many positions along one side the mask's position ``place`` sees."""
    first, last = seen_by_level((place, place), size, depth)
    return last - first + 1
