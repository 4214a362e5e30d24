"""The first residual unit, which normalises after it convolves; and without its shortcut."""

import torch.nn.functional as F
from torch import Tensor, nn

from .strided_projection import StridedProjection


class PostActivationUnit(nn.Module):
    """Bottleneck unit that convolves, normalises, adds its input, and then cuts with a ReLU.

    Source: He et al. 2016 a (deep residual learning). Not used by Wang et al.; it is here
    to be compared with ``ResidualUnit``. The projection has a batch norm of its own and
    exists only where the shape changes.

    Args:
        shortcut: false leaves the sum out: a plain stack's unit of the same parameters.

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.

    Raises:
        ValueError: ``out_channels`` is not a multiple of 4.
    """

    def __init__(
        self, in_channels: int, out_channels: int, *, stride: int = 1, shortcut: bool = True
    ):
        super().__init__()
        if out_channels < 4 or out_channels % 4:
            raise ValueError(
                f"out_channels must be a positive multiple of 4, got {out_channels}"
            )
        width = out_channels // 4
        reshapes = stride != 1 or in_channels != out_channels

        self.shortcut = shortcut
        self.conv1 = nn.Conv2d(in_channels, width, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, out_channels, 1, bias=False)
        self.norm3 = nn.BatchNorm2d(out_channels)
        self.projection = (
            nn.Sequential(
                StridedProjection(in_channels, out_channels, stride),
                nn.BatchNorm2d(out_channels),
            )
            if reshapes and shortcut
            else None
        )

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.norm1(self.conv1(x)))  # (N, width, H, W)
        h = F.relu(self.norm2(self.conv2(h)))  # (N, width, H/stride, W/stride)
        h = self.norm3(self.conv3(h))  # (N, out_channels, H/stride, W/stride)
        if self.shortcut:
            h = h + (x if self.projection is None else self.projection(x))
        return F.relu(h)
