"""What tells one Residual Attention Network from another: its sizes, checked."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class NetworkSpecification:
    """The sizes of a network, before ``build_network`` scales them by ``width``.

    Source: Wang et al. 2017, Table 2 and Sec. 4; the released network for 224×224.

    Args:
        stem: ``"imagenet"`` (7×7/2 and a pooling) or ``"cifar"`` (3×3).
        channels: what the three stages put out.
        strides: of the units that open the stages.
        modules: Attention Modules in each stage (m in Sec. 3.3).
        encoder_depths: poolings in the mask branches of each stage.
        tail_units, tail_channels: units after the last stage; the first has stride 2.
        plain_units: units without a mask in each stage, after its modules; what a plain
            residual network has in their place.
        closing_unit: whether one more unit ends each stage, as 36·m + 20 layers ask for.
        module_options: arguments of every Attention Module, ``unit`` among them.
    """

    stem: str
    stem_channels: int
    channels: tuple[int, int, int]
    modules: tuple[int, int, int]
    strides: tuple[int, int, int] = (1, 2, 2)
    encoder_depths: tuple[int, int, int] = (3, 2, 1)
    tail_units: int = 0
    tail_channels: int = 0
    plain_units: int = 0
    closing_unit: bool = False
    classes: int = 10
    in_channels: int = 3
    module_options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        for name in ("classes", "in_channels", "stem_channels"):
            value = getattr(self, name)
            if not isinstance(value, int) or value < 1:
                raise ValueError(f"{name} must be a positive integer, got {value!r}")

    @property
    def stem_stride(self) -> int:
        return 4 if self.stem == "imagenet" else 1
