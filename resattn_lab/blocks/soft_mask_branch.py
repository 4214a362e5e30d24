"""The soft mask branch: down to see far, up to speak for every position."""

import torch.nn.functional as F
from torch import Tensor, nn

from .gates import Gate, MixedGate
from .residual_unit import ResidualUnit
from .units import Unit, unit_run


class MaskLevel(nn.Module):
    """Halve the resolution, go one level deeper, restore the resolution.

    Every level pools what the level above it put out. The skip leaves after this level's
    down units and comes back after the interpolation; the lowest level has none.

    Shape: (N, C, H, W) -> (N, C, H, W), odd sizes included.
    """

    def __init__(self, channels: int, depth: int, r: int = 1, unit: Unit = ResidualUnit):
        super().__init__()
        self.pool = nn.MaxPool2d(3, stride=2, padding=1)
        self.down = unit_run(channels, r, unit=unit)
        self.skip = unit(channels, channels) if depth > 1 else None
        self.inner = MaskLevel(channels, depth - 1, r, unit) if depth > 1 else None
        self.up = unit_run(channels, r, unit=unit)

    def forward(self, x: Tensor) -> Tensor:
        h = self.down(self.pool(x))  # (N, C, H/2, W/2), rounded up
        if self.inner is not None:
            h = self.skip(h) + self.inner(h)
        h = self.up(h)
        return F.interpolate(h, x.shape[-2:], mode="bilinear", align_corners=True)


class SoftMaskBranch(nn.Module):
    """Encoder-decoder that gives every channel and position of its input a weight.

    Source: Wang et al. 2017, Sec. 3.2, Fig. 2, and the authors' released network. The
    release pools with Caffe's ceil rule and no padding; padding 1 gives the same sizes.

    Args:
        encoder_depth: poolings on the way down (and interpolations on the way up), ≥ 1.
        r: basic units between two poolings or interpolations, ≥ 1.
        gate: what makes the gate: one of ``GATES`` (Eqs. 4 to 6), or a class of one's own.
        unit: what makes a basic unit, likewise of ``UNITS``.

    Shape: (N, C, H, W) -> (N, C, H, W); H and W at least ``smallest_side``.

    Raises:
        ValueError: an argument out of range, or an input smaller than the poolings allow.
    """

    def __init__(
        self,
        channels: int,
        *,
        encoder_depth: int,
        r: int = 1,
        gate: Gate = MixedGate,
        unit: Unit = ResidualUnit,
    ):
        super().__init__()
        if encoder_depth < 1 or r < 1:
            raise ValueError(
                f"encoder_depth and r must be at least 1, got {encoder_depth} and {r}"
            )
        self.encoder_depth = encoder_depth
        self.levels = MaskLevel(channels, encoder_depth, r, unit)
        self.score = nn.Sequential(
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels),
            nn.ReLU(),
            nn.Conv2d(channels, channels, 1, bias=False),
        )
        self.gate = gate()

    @property
    def smallest_side(self) -> int:
        """The smallest height or width, in positions, that every pooling still shrinks."""
        return 2 ** (self.encoder_depth - 1) + 1

    def forward(self, x: Tensor) -> Tensor:
        if min(x.shape[-2:]) < self.smallest_side:
            raise ValueError(
                f"{self.encoder_depth} poolings need feature maps of at least "
                f"{self.smallest_side}×{self.smallest_side}, got {x.shape[-2]}×{x.shape[-1]}; "
                "use larger images or a smaller encoder_depth"
            )
        return self.gate(self.score(self.levels(x)))
