"""The line-up: twenty-one suspects by letter, thirteen of them guilty."""

from collections.abc import Callable
from dataclasses import dataclass

from . import faulty_masks as masks
from . import faulty_modules as modules
from . import faulty_networks as networks
from . import faulty_training as training
from . import right_variants as right

KINDS = ("module", "unit", "network", "choice", "training")


@dataclass(frozen=True, kw_only=True)
class Suspect:
    """Something to be tested, by what builds it.

    Args:
        kind: one of ``KINDS``; ``make`` is called with

            * module: ``make(channels, depth)``, an Attention Module with ``depth`` poolings;
            * unit: ``make(channels)``, a residual unit that keeps the shape;
            * network: ``make(classes)``, for images of 3×16×16;
            * choice: ``make(validation, test)``, the number of the epoch to report;
            * training: ``make(network, count)``, a ``Training`` on ``count`` images.

        fault: what is wrong, in words; None for the right ones.
    """

    kind: str
    make: Callable
    fault: str | None = None


def guilty(kind: str, make: Callable, fault: str) -> Suspect:
    return Suspect(kind=kind, make=make, fault=fault)


def innocent(kind: str, make: Callable) -> Suspect:
    return Suspect(kind=kind, make=make)


SUSPECTS = {
    "A": innocent("module", right.in_a_loop),
    "B": guilty(
        "module", masks.every_level_pools_the_input, "every level pools the module's input"
    ),
    "C": guilty("module", modules.without_the_one, "attention without the 1 +"),
    "D": guilty(
        "module", masks.one_unit_for_all_levels, "one residual unit for all levels of the mask"
    ),
    "E": innocent("module", right.usual),
    "F": guilty(
        "module", modules.trunk_added_in_the_mask, "the trunk added inside the mask branch"
    ),
    "G": guilty("module", masks.sizes_in_the_code, "interpolation sizes fixed in the code"),
    "H": guilty("module", masks.relu_before_the_sigmoid, "a ReLU right before the sigmoid"),
    "I": innocent("module", right.spatial),
    "J": guilty(
        "module", modules.unit_before_used_after, "the unit before the split used again after"
    ),
    "K": guilty(
        "unit", modules.padding_on_the_1x1, "padding 1 on the 1×1 convolution, none on the 3×3"
    ),
    "L": innocent("unit", right.usual_unit),
    "M": innocent("unit", right.grouped_unit),
    "N": guilty("unit", modules.projection_everywhere, "a projection where no shape changes"),
    "O": guilty(
        "network", networks.class_count_in_the_wrong_place, "the class count in another place"
    ),
    "P": innocent("network", networks.right_and_deeper),
    "Q": guilty("network", networks.stages_without_stride, "stages without stride"),
    "R": guilty("choice", training.best_on_test, "the best epoch chosen on the test set"),
    "S": innocent("choice", training.last_epoch),
    "T": innocent("training", training.right_training),
    "U": guilty(
        "training",
        training.large_decay_and_stored_order,
        "weight decay 0.005, and no shuffling",
    ),
}


def line_up(kind: str) -> dict[str, Callable]:
    """What builds each suspect of ``kind``, by letter; who is guilty is not told.

    Raises:
        ValueError: ``kind`` is none of ``KINDS``.
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    return {letter: s.make for letter, s in SUSPECTS.items() if s.kind == kind}
