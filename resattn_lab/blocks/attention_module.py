"""The Attention Module: a trunk that sees, a mask that weighs, and how they meet."""

import math
from collections.abc import Callable

from torch import Tensor, nn

from .gates import Gate, MixedGate
from .residual_unit import ResidualUnit
from .soft_mask_branch import SoftMaskBranch
from .units import Unit, unit_run


class Fusion(nn.Module):
    """Weigh the trunk with the mask: (1 + M)·T, or M·T without attention residual learning.

    Source: Wang et al. 2017, Eq. 3 (attention residual learning) and Eq. 1 (naive).

    Args:
        attention_residual: whether the 1 is there.
        mask_scale: a factor on the mask, 1 in the paper; 2 makes M·T begin near T.

    Shape: (N, C, H, W), (N, C, H, W) -> (N, C, H, W).

    Raises:
        ValueError: ``attention_residual`` is neither True nor False, or ``mask_scale`` no
            finite number.
    """

    def __init__(self, *, attention_residual: bool = True, mask_scale: float = 1.0):
        super().__init__()
        if not isinstance(attention_residual, bool):  # 'no' would count as true
            raise ValueError(
                f"attention_residual must be True or False, got {attention_residual!r}"
            )
        if not math.isfinite(mask_scale):
            raise ValueError(f"mask_scale must be a finite number, got {mask_scale}")
        self.attention_residual, self.mask_scale = attention_residual, mask_scale

    def forward(self, trunk: Tensor, mask: Tensor) -> Tensor:
        if self.mask_scale != 1:
            mask = self.mask_scale * mask
        weight = 1 + mask if self.attention_residual else mask
        return weight * trunk

    def extra_repr(self) -> str:
        scale = "" if self.mask_scale == 1 else f", mask_scale={self.mask_scale:g}"
        return f"attention_residual={self.attention_residual}{scale}"


class AttentionModule(nn.Module):
    """p units, then trunk and mask side by side, their product, and p units more.

    Source: Wang et al. 2017, Sec. 3 and Fig. 2; wired as in the authors' released network.

    Args:
        encoder_depth: poolings in the mask branch, 3, 2 and 1 in the paper's stages.
        p: units before the split and again after the fusion, each with its own weights.
        t: units in the trunk branch, at least 1.
        r: units between two poolings or interpolations of the mask branch.
        attention_residual: Eq. 3, (1 + M)·T, when true; Eq. 1, M·T, when false.
        gate: what makes the mask branch's gate: one of ``GATES`` (Eqs. 4 to 6), or a class
            of one's own.
        mask: what makes another mask branch than ``SoftMaskBranch`` (Sec. 3.2), such as
            ``LocalMaskBranch`` (Table 4); called with ``channels``. ``encoder_depth``, ``r``
            and ``gate`` mean nothing to it.
        mask_scale: a factor on the mask where it meets the trunk, 1 in the paper.
        unit: what makes a basic unit: one of ``UNITS``, or a class of one's own.

    Shape: (N, C, H, W) -> (N, C, H, W).

    Raises:
        ValueError: an argument out of range, a name in the place of a class, or a gate for a
            mask that brings its own.
    """

    def __init__(
        self,
        channels: int,
        *,
        encoder_depth: int = 1,
        p: int = 1,
        t: int = 2,
        r: int = 1,
        attention_residual: bool = True,
        gate: Gate = MixedGate,
        mask: Callable[[int], nn.Module] | None = None,
        mask_scale: float = 1.0,
        unit: Unit = ResidualUnit,
    ):
        super().__init__()
        if p < 0 or t < 1:
            raise ValueError(f"p must be at least 0 and t at least 1, got p={p}, t={t}")
        for name, part in (("gate", gate), ("mask", mask), ("unit", unit)):
            if isinstance(part, str):
                raise ValueError(
                    f"{name} must be a class, such as those in blocks.GATES and blocks.UNITS, "
                    f"got {part!r}; names are for build_network"
                )
        if mask is not None and gate is not MixedGate:
            raise ValueError(
                f"a mask of one's own brings its gate, got gate={gate!r} beside it; give it "
                "there, as in mask=partial(LocalMaskBranch, gate=SpatialGate)"
            )
        self.pre = unit_run(channels, p, unit=unit)
        self.trunk = unit_run(channels, t, unit=unit)
        self.mask = (
            SoftMaskBranch(channels, encoder_depth=encoder_depth, r=r, gate=gate, unit=unit)
            if mask is None
            else mask(channels)
        )
        self.fusion = Fusion(attention_residual=attention_residual, mask_scale=mask_scale)
        self.post = unit_run(channels, p, unit=unit)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pre(x)
        return self.post(self.fusion(self.trunk(x), self.mask(x)))
