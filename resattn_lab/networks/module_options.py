"""What ``build_network`` takes for Attention Modules: numbers, and parts by name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from resattn_lab.blocks import GATES, UNITS, ConstantMask, LocalMaskBranch, Unit
from resattn_lab.choice import choose

NAMED = {"attention": GATES, "unit": UNITS}
MASKS = ("encoder_decoder", "local", "constant")


@dataclass(frozen=True, kw_only=True)
class ModuleOptions:
    """The options of every Attention Module of a network, as a card holds them.

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
    """

    encoder_depth: int = 1
    p: int = 1
    t: int = 2
    r: int = 1
    attention_residual: bool = True
    attention: str = "mixed"
    mask: str = "encoder_decoder"
    mask_value: float | None = None
    mask_scale: float = 1.0
    unit: str = "preactivation"


OPTIONS = tuple(option.name for option in fields(ModuleOptions))


def resolve(options: Mapping[str, Any], unit: Unit) -> tuple[Unit, dict[str, Any]]:
    """The unit, and the other arguments of ``AttentionModule`` that ``options`` ask for.

    Args:
        options: some of ``OPTIONS``; ``unit`` and ``attention`` may be classes, too.
        unit: of the network, where ``options`` name none.

    Raises:
        ValueError: an unknown option or name, or a constant mask without its value.
    """
    unknown = sorted(set(options) - set(OPTIONS))
    if unknown:
        raise ValueError(
            f"unknown option {', '.join(unknown)}; an Attention Module takes "
            f"{', '.join(OPTIONS)}"
        )
    chosen = ModuleOptions(**options)
    unit, gate = (
        _class("unit", options.get("unit", unit)),
        _class("attention", chosen.attention),
    )
    mask = choose(dict(zip(MASKS, MASKS, strict=True)), chosen.mask, "mask")
    if (mask == "constant") != (chosen.mask_value is not None):
        raise ValueError(
            "a constant mask needs its mask_value, and no other mask takes one; got "
            f"mask={mask!r}, mask_value={chosen.mask_value!r}"
        )
    branch = {
        "encoder_decoder": {"gate": gate},
        "local": {"mask": partial(LocalMaskBranch, gate=gate, unit=unit)},
        "constant": {"mask": partial(_constant, value=chosen.mask_value)},
    }[mask]
    parts = {*NAMED, "mask", "mask_value"}
    return unit, {name: options[name] for name in options if name not in parts} | branch


def named(options: Mapping[str, Any]) -> dict[str, Any]:
    """The same options with every class by its name, for a card."""
    names = {part: name for table in NAMED.values() for name, part in table.items()}
    return {
        option: names.get(part, getattr(part, "__name__", part)) if option in NAMED else part
        for option, part in options.items()
    }


def _class(option: str, part: Any) -> Any:
    return part if callable(part) else choose(NAMED[option], part, option)


def _constant(channels: int, *, value: float) -> ConstantMask:
    return ConstantMask(value)
