"""The basic units by name, and runs of them."""

from collections.abc import Callable

from torch import nn

from .inception_unit import InceptionUnit
from .residual_unit import ResidualUnit
from .resnext_unit import ResNeXtUnit

UNITS = {
    "preactivation": ResidualUnit,
    "resnext": ResNeXtUnit,
    "inception": InceptionUnit,
}

Unit = Callable[..., nn.Module]
"""``unit(in_channels, out_channels, stride=…)``: (N, in_channels, H, W) ->
(N, out_channels, H/stride, W/stride), rounded up. One of ``UNITS``, or a class of one's own."""


def unit_run(channels: int, count: int, *, unit: Unit = ResidualUnit) -> nn.Sequential:
    """``count`` basic units in a row, each with its own weights; 0 is the identity.

    Shape: (N, channels, H, W) -> (N, channels, H, W).
    """
    return nn.Sequential(*(unit(channels, channels) for _ in range(count)))
