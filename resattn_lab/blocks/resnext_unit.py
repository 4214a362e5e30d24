"""The grouped residual unit of AttentionNeXt."""

from .residual_unit import ResidualUnit


class ResNeXtUnit(ResidualUnit):
    """Pre-activation bottleneck whose 3×3 convolution runs in 32 groups.

    Source: Xie et al. 2017 (32×4d: the bottleneck is half as wide as the output), the basic
    unit of AttentionNeXt-56 in Wang et al. 2017, Sec. 4.2. Normalising first is ours, as in
    the paper's other networks; the paper does not print this unit's order.

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.

    Raises:
        ValueError: half of ``out_channels`` is not a multiple of 32.
    """

    def __init__(self, in_channels: int, out_channels: int, *, stride: int = 1):
        super().__init__(
            in_channels, out_channels, stride=stride, groups=32, width=out_channels // 2
        )
