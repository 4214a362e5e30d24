"""What one position of a mask reads: by hand, on every map of the branch, and measured."""

from collections.abc import Callable

from torch import Tensor

from resattn_lab.measures import (
    before_convolution,
    before_interpolation,
    gradient_energy,
    inside,
    seen_box,
)

MAP = 128  # side of a map that is larger than three poolings see

Span = tuple[int, int]  # first and last position, both read


def cone(seen: Span, size: int, depth: int, level: int = 1) -> dict[str, Span]:
    """What the positions ``seen`` of a mask level's output read, r = 1, by the map's name.

    Names are those of ``branch_maps``: "up1" to the lowest level, then down again to "in".
    A skip reads less than the levels below it, so the way through the lowest level counts.

    Args:
        seen: along one side of ``size`` positions.
        depth: poolings that are left.
        level: the number of poolings passed, with this one.
    """
    half = (size + 1) // 2
    up = before_interpolation(seen, size=size, smaller=half)
    down = inside(before_convolution(up), half)  # before the unit on the way up
    below = cone(down, half, depth - 1, level + 1) if depth > 1 else {"in": down}
    down = below.pop("in")
    pooled = inside(before_convolution(down), half)  # before the unit on the way down
    read = inside(before_convolution(pooled, stride=2), size)
    return {f"up{level}": up, **below, f"down{level}": down, "in": read}


def seen_by_level(seen: Span, size: int, depth: int) -> Span:
    """What a mask level with r = 1 reads to make ``seen``, on a side of ``size``."""
    return cone(seen, size, depth)["in"]


def positions_seen(place: int, size: int, depth: int) -> int:
    """How many positions along one side the mask's position ``place`` sees."""
    first, last = seen_by_level((place, place), size, depth)
    return last - first + 1


def side_seen(function: Callable[[Tensor], Tensor], channels: int, *, draws: int) -> int:
    """How many positions along one side the centre sees, from gradients, on a large map."""
    energy = gradient_energy(function, (channels, MAP, MAP), draws=draws)
    top, bottom, *_ = seen_box(energy)
    return bottom - top + 1
