"""What each part of a network costs, computed from its specification: nothing is built."""

from __future__ import annotations

from dataclasses import astuple, dataclass

from resattn_lab.blocks import ResidualUnit

from .specification import NetworkSpecification

PARTS = ("trunk", "mask", "rest")


@dataclass(frozen=True)
class Cost:
    """Costs of a part; they add, and they multiply by how often the part is there.

    Args:
        parameters: weights, biases, scales and shifts.
        multiply_accumulates: of convolutions and linear layers, for one image.
        running_statistics: means and variances that batch norms keep and nobody trains.
    """

    parameters: int = 0
    multiply_accumulates: int = 0
    running_statistics: int = 0

    def __add__(self, other: Cost) -> Cost:
        return Cost(*map(sum, zip(astuple(self), astuple(other), strict=True)))

    def __mul__(self, times: int) -> Cost:
        return Cost(*(amount * times for amount in astuple(self)))


def shrunk(side: int, stride: int = 2) -> int:
    """A side after a stride, rounded up."""
    return -(-side // stride)


def convolution(in_channels: int, out_channels: int, kernel: int, side: int) -> Cost:
    """A convolution without bias that puts out ``side`` × ``side`` positions."""
    weights = in_channels * out_channels * kernel**2
    return Cost(parameters=weights, multiply_accumulates=weights * side**2)


def norm(channels: int) -> Cost:
    return Cost(parameters=2 * channels, running_statistics=2 * channels)


def unit(in_channels: int, out_channels: int, side: int, stride: int = 1) -> Cost:
    """A pre-activation residual unit whose input has ``side`` × ``side`` positions."""
    width, after = out_channels // 4, shrunk(side, stride)
    cost = norm(in_channels) + norm(width) * 2
    cost += convolution(in_channels, width, 1, side) + convolution(width, width, 3, after)
    cost += convolution(width, out_channels, 1, after)
    if stride != 1 or in_channels != out_channels:
        cost += convolution(in_channels, out_channels, 1, after)
    return cost


def mask_branch(channels: int, side: int, depth: int, r: int) -> Cost:
    """``depth`` levels of 2r units, a skip unit in all but the lowest, two 1×1 convolutions."""
    cost = norm(channels) * 2 + convolution(channels, channels, 1, side) * 2
    for level in range(1, depth + 1):
        side = shrunk(side)
        cost += unit(channels, channels, side) * (2 * r + (level < depth))
    return cost


def part_costs(
    specification: NetworkSpecification, image_side: int
) -> dict[str, dict[str, Cost]]:
    """The cost of trunk branches, mask branches and the rest, at each place of a network.

    "rest" are stem, opening, plain and closing units, the p units before and after each
    split, the tail and the classifier. The formulas agree with ``count_parameters`` and
    ``multiply_accumulates`` of the built network to the unit.

    Args:
        image_side: height and width of the image, in pixels.

    Returns:
        ``{"stem": …, "stage1": …, "stage2": …, "stage3": …, "end": …}``, each with a
        ``Cost`` for every one of ``PARTS``.

    Raises:
        ValueError: another unit or mask branch than the paper's.
    """
    s, options = specification, specification.module_options
    if s.unit is not ResidualUnit or options.get("mask") is not None:
        raise ValueError(
            "the formulas are for the paper's unit and mask branch, got "
            f"unit={s.unit.__name__}, mask={options.get('mask')}; build the network and use "
            "count_parameters and multiply_accumulates"
        )
    p, t, r = (options.get(name, default) for name, default in (("p", 1), ("t", 2), ("r", 1)))
    side = shrunk(image_side) if s.stem == "imagenet" else image_side
    first = convolution(s.in_channels, s.stem_channels, 3 if s.stem == "cifar" else 7, side)
    if s.stem == "imagenet":
        first, side = first + norm(s.stem_channels), shrunk(side)
    costs, channels = {"stem": _parts(rest=first)}, s.stem_channels
    stages = zip(s.channels, s.strides, s.modules, s.encoder_depths, strict=True)
    for number, (out, stride, modules, depth) in enumerate(stages, start=1):
        depth = options.get("encoder_depth", depth)
        rest = unit(channels, out, side, stride)
        side = shrunk(side, stride)
        same = unit(out, out, side)
        costs[f"stage{number}"] = _parts(
            trunk=same * (modules * t),
            mask=mask_branch(out, side, depth, r) * modules,
            rest=rest + same * (modules * 2 * p + s.plain_units + s.closing_unit),
        )
        channels = out
    last = Cost()
    for number in range(s.tail_units):
        stride = 2 - (number > 0)
        last += unit(channels, s.tail_channels, side, stride)
        side, channels = shrunk(side, stride), s.tail_channels
    classifier = convolution(channels, s.classes, 1, 1) + Cost(parameters=s.classes)
    return {**costs, "end": _parts(rest=last + norm(channels) + classifier)}


def _parts(**costs: Cost) -> dict[str, Cost]:
    return {part: costs.get(part, Cost()) for part in PARTS}


def add_up(costs: dict[str, dict[str, Cost]]) -> dict[str, Cost]:
    """``part_costs`` over all places: one ``Cost`` for each part, and their "total"."""
    parts = {part: sum((c[part] for c in costs.values()), Cost()) for part in PARTS}
    return {**parts, "total": sum(parts.values(), Cost())}
