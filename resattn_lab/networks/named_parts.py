"""From the names of an Attention Module's parts, as a card holds them, to their classes."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from torch import nn

from resattn_lab.blocks import GATES, UNITS, ConstantMask, LocalMaskBranch, Unit
from resattn_lab.choice import choose

MASKS = ("encoder_decoder", "local", "constant")
NAMED = {"attention": GATES, "unit": UNITS}
OPTIONS = (
    *("encoder_depth", "p", "t", "r", "attention_residual", "attention"),
    *("mask", "mask_value", "mask_scale", "unit"),
)
"""What ``build_network`` takes for every Attention Module."""


def module_arguments(options: Mapping[str, Any], unit: Unit) -> tuple[Unit, dict[str, Any]]:
    """The unit, and the other arguments of ``AttentionModule`` that ``options`` ask for.

    Args:
        options: some of ``OPTIONS``.
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
    rest = dict(options)
    attention, unit = rest.pop("attention", "mixed"), rest.pop("unit", unit)
    mask, value = rest.pop("mask", MASKS[0]), rest.pop("mask_value", None)
    unit, gate = _class("unit", unit), _class("attention", attention)
    choose(dict.fromkeys(MASKS), mask, "mask")
    if (mask == "constant") != (value is not None):
        raise ValueError(
            "a constant mask needs its mask_value, and no other mask takes one; got "
            f"mask={mask!r}, mask_value={value!r}"
        )
    if mask == "encoder_decoder":
        return unit, {**rest, "gate": gate}
    makes = {
        "local": partial(LocalMaskBranch, gate=gate, unit=unit),
        "constant": partial(constant_mask, value=value),
    }
    return unit, {**rest, "mask": makes[mask]}


def constant_mask(channels: int, *, value: float) -> ConstantMask:
    return ConstantMask(value)


def named(options: Mapping[str, Any]) -> dict[str, Any]:
    """The same options with every class by its name, for a card."""
    names = {part: name for table in NAMED.values() for name, part in table.items()}
    return {
        option: names.get(part, getattr(part, "__name__", part)) if option in NAMED else part
        for option, part in options.items()
    }


def _class(option: str, part: str | type[nn.Module]) -> type[nn.Module]:
    return part if callable(part) else choose(NAMED[option], part, option)
