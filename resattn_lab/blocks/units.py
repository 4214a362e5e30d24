"""The basic units by name, and runs of them."""

from torch import nn

from .choice import choose
from .inception_unit import InceptionUnit
from .residual_unit import ResidualUnit
from .resnext_unit import ResNeXtUnit

UNITS = {
    "preactivation": ResidualUnit,
    "resnext": ResNeXtUnit,
    "inception": InceptionUnit,
}


def basic_unit(
    in_channels: int, out_channels: int, *, unit: str = "preactivation", stride: int = 1
) -> nn.Module:
    """One basic unit of the named kind.

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.

    Raises:
        ValueError: unknown ``unit``, or channels that this unit cannot have.
    """
    return choose(UNITS, unit, "unit")(in_channels, out_channels, stride=stride)


def unit_run(channels: int, count: int, *, unit: str = "preactivation") -> nn.Sequential:
    """``count`` basic units in a row, each with its own weights; 0 is the identity.

    Shape: (N, channels, H, W) -> (N, channels, H, W).
    """
    return nn.Sequential(*(basic_unit(channels, channels, unit=unit) for _ in range(count)))
