"""The Attention Module: a trunk that sees, a mask that weighs, and how they meet."""

from torch import Tensor, nn

from .constant_mask import ConstantMask
from .local_mask_branch import LocalMaskBranch
from .soft_mask_branch import SoftMaskBranch
from .units import unit_run


class Fusion(nn.Module):
    """Weigh the trunk with the mask: (1 + M)·T, or M·T without attention residual learning.

    Source: Wang et al. 2017, Eq. 3 (attention residual learning) and Eq. 1 (naive).

    Args:
        attention_residual: whether the 1 is there.
        mask_scale: a factor on the mask, 1 in the paper; 2 makes M·T begin near T.

    Shape: (N, C, H, W), (N, C, H, W) -> (N, C, H, W).

    Raises:
        ValueError: ``attention_residual`` is neither True nor False.
    """

    def __init__(self, *, attention_residual: bool = True, mask_scale: float = 1.0):
        super().__init__()
        if not isinstance(attention_residual, bool):  # 'no' would count as true
            raise ValueError(
                f"attention_residual must be True or False, got {attention_residual!r}"
            )
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
        encoder_depth: poolings in the mask branch, 3, 2 and 1 in the paper's stages; has a
            meaning for ``mask="encoder_decoder"`` alone.
        p: units before the split and again after the fusion, each with its own weights.
        t: units in the trunk branch, at least 1.
        r: units between two poolings or interpolations of the mask branch.
        attention_residual: Eq. 3, (1 + M)·T, when true; Eq. 1, M·T, when false.
        attention: ``"mixed"``, ``"channel"`` or ``"spatial"`` (Eqs. 4 to 6).
        mask: ``"encoder_decoder"`` (Sec. 3.2), ``"local"`` (Table 4), or ``"constant"``: no
            mask branch, ``mask_value`` in its place (a control).
        mask_value: for a constant mask, and for no other.
        mask_scale: a factor on the mask where it meets the trunk, 1 in the paper.
        unit: ``"preactivation"``, ``"resnext"`` or ``"inception"``.

    Shape: (N, C, H, W) -> (N, C, H, W).

    Raises:
        ValueError: an argument out of range or an unknown name.
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
        attention: str = "mixed",
        mask: str = "encoder_decoder",
        mask_value: float | None = None,
        mask_scale: float = 1.0,
        unit: str = "preactivation",
    ):
        super().__init__()
        if p < 0 or t < 1:
            raise ValueError(f"p must be at least 0 and t at least 1, got p={p}, t={t}")
        self.pre = unit_run(channels, p, unit=unit)
        self.trunk = unit_run(channels, t, unit=unit)
        if (mask == "constant") != (mask_value is not None):
            raise ValueError(
                "a constant mask needs its mask_value, and no other mask takes one; got "
                f"mask={mask!r}, mask_value={mask_value!r}"
            )
        self.mask: SoftMaskBranch | LocalMaskBranch | ConstantMask
        if mask == "encoder_decoder":
            self.mask = SoftMaskBranch(
                channels, encoder_depth=encoder_depth, r=r, attention=attention, unit=unit
            )
        elif mask == "local":
            self.mask = LocalMaskBranch(channels, attention=attention, unit=unit)
        elif mask == "constant":
            self.mask = ConstantMask(mask_value)
        else:
            raise ValueError(
                f"unknown mask {mask!r}; choose one of encoder_decoder, local, constant"
            )
        self.fusion = Fusion(attention_residual=attention_residual, mask_scale=mask_scale)
        self.post = unit_run(channels, p, unit=unit)

    def forward(self, x: Tensor) -> Tensor:
        x = self.pre(x)
        return self.post(self.fusion(self.trunk(x), self.mask(x)))
