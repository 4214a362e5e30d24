"""How far a position of a feature map sees, worked out by hand: layer by layer, backwards."""

Interval = tuple[int, int]  # first and last position along one side, both seen


def before_convolution(seen: Interval, *, kernel: int = 3, stride: int = 1) -> Interval:
    """What a convolution or pooling reads to make the positions first to last.

    The padding is kernel // 2 on either side, so that position 0 is centred on position 0.
    The interval is not cut off at the border: ``inside`` does that.
    """
    first, last = seen
    reach = kernel // 2
    return stride * first - reach, stride * last - reach + kernel - 1


def before_interpolation(seen: Interval, *, size: int, smaller: int) -> Interval:
    """What a linear interpolation with aligned corners reads, from ``smaller`` to ``size``.

    Raises:
        ValueError: a side without positions.
    """
    if size < 1 or smaller < 1:
        raise ValueError(f"both sides need at least one position, got {size} and {smaller}")
    first, last = seen
    steps = max(size - 1, 1)
    return first * (smaller - 1) // steps, -(-last * (smaller - 1) // steps)


def inside(seen: Interval, size: int) -> Interval:
    """The part of an interval that lies on a side of ``size`` positions."""
    return max(seen[0], 0), min(seen[1], size - 1)
