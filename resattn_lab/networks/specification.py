"""What tells one Residual Attention Network from another: its sizes, checked."""

from dataclasses import dataclass, field
from typing import Any

from resattn_lab.blocks import ResidualUnit, Unit
from resattn_lab.choice import choose

STEM_STRIDES = {"imagenet": 4, "cifar": 1}  # what the first layers divide the image by

# More than any network that fits into a memory has; a card with a wrong number is refused
# instead of filling the memory. An image of 2^16 pixels a side has 16 poolings.
LARGEST = {
    **dict.fromkeys(("classes", "in_channels", "stem_channels", "tail_channels"), 1_000_000),
    **{"p": 1000, "t": 1000, "r": 1000, "encoder_depth": 16},
}


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
        unit: what makes every basic unit, in the modules and between them.
        module_options: further arguments of every Attention Module.

    Raises:
        ValueError: a number out of range, or of the wrong kind.
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
    unit: Unit = ResidualUnit
    module_options: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self):
        choose(STEM_STRIDES, self.stem, "stem")
        names = ["classes", "in_channels", "stem_channels"]
        names += ["tail_channels"] if self.tail_units else []
        for name in names:
            value, largest = getattr(self, name), LARGEST[name]
            if not _is_whole(value) or not 1 <= value <= largest:
                raise ValueError(
                    f"{name} must be a positive integer, got {value!r}; at most {largest:,}"
                )
        for name, value in self.module_options.items():
            if name in LARGEST and not (_is_whole(value) and value <= LARGEST[name]):
                raise ValueError(
                    f"{name} must be an integer, at most {LARGEST[name]}, got {value!r}"
                )

    @property
    def stem_stride(self) -> int:
        return STEM_STRIDES[self.stem]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
