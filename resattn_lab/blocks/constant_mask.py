"""A mask that looks at nothing: the control for what a mask branch adds."""

import math

from torch import Tensor, nn


class ConstantMask(nn.Module):
    """The same value everywhere, whatever comes in; no weights.

    Source: a control, not in the paper. In (1 + M)·T the value 0 leaves the trunk alone, and
    0.5, where a sigmoid begins, scales it by 1.5.

    Shape: (N, C, H, W) -> (N, C, H, W).

    Raises:
        ValueError: the value is no finite number.
    """

    smallest_side = 1

    def __init__(self, value: float):
        super().__init__()
        if not math.isfinite(value):
            raise ValueError(f"a mask's value must be a finite number, got {value}")
        self.value = float(value)

    def forward(self, x: Tensor) -> Tensor:
        return x.new_full((1, 1, 1, 1), self.value).expand_as(x)

    def extra_repr(self) -> str:
        return f"value={self.value:g}"
