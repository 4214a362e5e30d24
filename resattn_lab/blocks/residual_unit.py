"""The pre-activation residual unit that every branch is built from."""

import torch.nn.functional as F
from torch import Tensor, nn

from .strided_projection import StridedProjection


class ResidualUnit(nn.Module):
    """Bottleneck residual unit that normalises before it convolves.

    Source: He et al. 2016 (identity mappings), used by Wang et al. 2017, Sec. 4.
    The projection reads the normalised input, as in the authors' released network, and
    exists only where the unit changes the shape.

    Args:
        groups: groups of the 3×3 convolution; 1 in the paper's basic unit.
        width: channels inside the bottleneck; a quarter of ``out_channels`` when None.

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.

    Raises:
        ValueError: ``out_channels`` is not a multiple of 4, or ``width`` not of ``groups``.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        *,
        stride: int = 1,
        groups: int = 1,
        width: int | None = None,
    ):
        super().__init__()
        if out_channels < 4 or out_channels % 4:
            raise ValueError(
                f"out_channels must be a positive multiple of 4, got {out_channels}"
            )
        width = out_channels // 4 if width is None else width
        if width % groups:
            raise ValueError(
                f"the 3×3 convolution has {width} channels, which {groups} groups do not "
                f"divide; use a multiple of {out_channels * groups // width} as out_channels"
            )
        reshapes = stride != 1 or in_channels != out_channels

        self.norm1 = nn.BatchNorm2d(in_channels)
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, groups=groups, bias=False)
        self.norm3 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.projection = (
            StridedProjection(in_channels, out_channels, stride) if reshapes else None
        )

    def forward(self, x: Tensor) -> Tensor:
        a = F.relu(self.norm1(x))
        shortcut = x if self.projection is None else self.projection(a)
        h = self.conv1(a)  # (N, width, H, W)
        h = self.conv2(F.relu(self.norm2(h)))  # (N, width, H/stride, W/stride)
        h = self.conv3(F.relu(self.norm3(h)))  # (N, out_channels, H/stride, W/stride)
        return shortcut + h
