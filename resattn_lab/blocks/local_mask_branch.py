"""The mask branch of the paper's ablation: convolutions only, no way down and up."""

from torch import Tensor, nn

from .gates import Gate, MixedGate
from .residual_unit import ResidualUnit
from .units import Unit, unit_run


class LocalMaskBranch(nn.Module):
    """Three basic units at full resolution: a mask that sees only its neighbourhood.

    Source: Wang et al. 2017, Sec. 4.1, Table 4 ("local convolutions"). The paper gives it
    three residual units and the encoder-decoder's multiply-accumulates; that agrees if the
    units stand in for the two 1×1 convolutions as well (51 against 48.5 times the squared
    bottleneck width at encoder depth 3). The batch norm before the gate is ours: the sum
    that a pre-activation unit puts out is not normalised.

    Shape: (N, C, H, W) -> (N, C, H, W).
    """

    smallest_side = 1

    def __init__(self, channels: int, *, gate: Gate = MixedGate, unit: Unit = ResidualUnit):
        super().__init__()
        self.units = unit_run(channels, 3, unit=unit)
        self.score = nn.BatchNorm2d(channels)
        self.gate = gate()

    def forward(self, x: Tensor) -> Tensor:
        return self.gate(self.score(self.units(x)))
