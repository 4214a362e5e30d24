"""A residual unit that looks at three scales at once."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .strided_projection import StridedProjection


def normalised_conv(
    in_channels: int, out_channels: int, size: int, stride: int = 1
) -> nn.Sequential:
    """BN, ReLU, then a convolution without bias that keeps the size at stride 1."""
    return nn.Sequential(
        nn.BatchNorm2d(in_channels),
        nn.ReLU(),
        nn.Conv2d(in_channels, out_channels, size, stride, padding=size // 2, bias=False),
    )


class InceptionUnit(nn.Module):
    """Pre-activation unit with a 1×1, a 3×3 and a double 3×3 branch, joined by a 1×1.

    Source: a simplification of Inception-ResNet (Szegedy et al. 2016), the basic unit of
    AttentionInception-56 in Wang et al. 2017, Sec. 4.2. The paper does not print its
    branches; here each is an eighth of ``out_channels`` wide, which costs about as many
    multiply-accumulates as the bottleneck unit (18.75 against 17 times the square of the
    bottleneck's width).

    Shape: (N, in_channels, H, W) -> (N, out_channels, H/stride, W/stride), rounded up.

    Raises:
        ValueError: ``out_channels`` is not a multiple of 8.
    """

    def __init__(self, in_channels: int, out_channels: int, *, stride: int = 1):
        super().__init__()
        if out_channels < 8 or out_channels % 8:
            raise ValueError(
                f"out_channels must be a positive multiple of 8, got {out_channels}"
            )
        width = out_channels // 8
        reshapes = stride != 1 or in_channels != out_channels

        self.norm1 = nn.BatchNorm2d(in_channels)
        self.point = StridedProjection(in_channels, width, stride)
        self.near = nn.Sequential(
            nn.Conv2d(in_channels, width, 1, bias=False),
            normalised_conv(width, width, 3, stride),
        )
        self.far = nn.Sequential(
            nn.Conv2d(in_channels, width, 1, bias=False),
            normalised_conv(width, width, 3, stride),
            normalised_conv(width, width, 3),
        )
        self.norm3 = nn.BatchNorm2d(3 * width)
        self.conv3 = nn.Conv2d(3 * width, out_channels, 1, bias=False)
        self.projection = (
            StridedProjection(in_channels, out_channels, stride) if reshapes else None
        )

    def forward(self, x: Tensor) -> Tensor:
        a = F.relu(self.norm1(x))
        shortcut = x if self.projection is None else self.projection(a)
        h = torch.cat([self.point(a), self.near(a), self.far(a)], dim=1)  # (N, 3·width, …)
        return shortcut + self.conv3(F.relu(self.norm3(h)))
