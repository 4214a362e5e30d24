"""How a level goes down and comes up again: two exercises of notebook 03, and their faults."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import ResidualUnit

from ..compared import named
from ..reading import kind, same, tensor


def go_down(x, pool, units):
    levels = []
    for unit in units:
        x = unit(pool(x))
        levels.append(x)
    return levels


def find_down_mistake(function: Any) -> str | None:
    torch.manual_seed(1)
    pool = nn.MaxPool2d(3, stride=2, padding=1)
    units = nn.ModuleList(ResidualUnit(4, 4) for _ in range(4)).eval()
    x = torch.randn(2, 4, 21, 13)
    with torch.no_grad():
        for few in (units[:3], units):
            right, came = go_down(x, pool, few), function(x, pool, few)
            if mistake := _down_mistake(came, right, x, pool, few):
                return mistake
    return None


def _down_mistake(came, right, x, pool, units) -> str | None:
    if isinstance(came, torch.Tensor):
        return "Give a list: the skips need every level's output, not only the last."
    if not isinstance(came, (list, tuple)):
        return f"It must give a list of tensors; {kind(came)} came."
    if not all(isinstance(level, (torch.Tensor, np.ndarray)) for level in came):
        return "Each entry of the list must be a tensor."
    came = [tensor(level) for level in came]
    if len(came) == len(right) + 1 and same(came[0], x):
        return "The input is no level: the list begins with the output of the first unit."
    if len(came) != len(right):
        return f"There are {len(right)} units, so {len(right)} levels; {len(came)} came."
    if all(same(a, unit(pool(x))) for a, unit in zip(came, units, strict=True)):
        return (
            "Every level pools the module's input. Pool what the level above put out, or no "
            "level sees below half resolution."
        )
    if all(same(a, b) for a, b in zip(came, right[::-1], strict=True)):
        return "The order is turned around: the finest level comes first."
    shared = go_down(x, pool, [units[0]] * len(units))
    if all(same(a, b) for a, b in zip(came, shared, strict=True)):
        return "One unit serves all levels. Each level has a unit of its own."
    if same(came[0], pool(x)):
        return "It pools, but the level's unit is missing."
    if same(came[0], pool(units[0](x))):
        return "The unit comes before the pooling. Pool first: that is what makes it cheap."
    if all(same(a, b) for a, b in zip(came, _beside(x, pool, units), strict=True)):
        return (
            "The units stand beside the chain of poolings. The next level pools what this "
            "level's unit put out, not what the unit was given."
        )
    if not all(same(a, b) for a, b in zip(came, right, strict=True)):
        wanted = [tuple(level.shape[-2:]) for level in right]
        sizes = [tuple(level.shape[-2:]) for level in came]
        if sizes == wanted:
            return (
                "The sizes are right, the values are not. Each level is its unit's output on "
                "the pooled output of the level above, and nothing else."
            )
        return f"From 21×13 the levels have {wanted}; yours have {sizes}."
    return None


def _beside(x, pool, units):
    """The levels of one who pools on without the units."""
    levels = []
    for unit in units:
        x = pool(x)
        levels.append(unit(x))
    return levels


def rise(low, above, unit):
    size = above.shape[-2:]
    low = nn.functional.interpolate(low, size, mode="bilinear", align_corners=True)
    return unit(low + above)


def find_rise_mistake(function: Any) -> str | None:
    torch.manual_seed(2)
    unit = ResidualUnit(4, 4).eval()
    small = torch.randn(2, 4, 3, 4)
    works = {}
    for name, size in {"even": (6, 8), "odd": (5, 7)}.items():
        above = torch.randn(2, 4, *size)
        try:
            with torch.no_grad():
                came = function(small, above, unit)
        except NotImplementedError:  # the stub, which is a RuntimeError, too
            raise
        except RuntimeError:
            works[name] = False
            continue
        works[name] = True
        with torch.no_grad():
            mistake = _rise_mistake(came, small, above, unit)
        if mistake is not None:
            return mistake
    if works["even"] and not works["odd"]:
        return (
            "It doubles, and so fails where an odd side was halved: from 5 to 3 is not back "
            "from 3 to 6. Take the size from `above`."
        )
    if not works["even"]:
        return (
            "The sizes do not fit: `low` must get the size of `above`, whatever that is. A "
            "size written out works for one image size only."
        )
    return None


def _rise_mistake(came, low, above, unit) -> str | None:
    def resized(**options):
        return F.interpolate(low, above.shape[-2:], **options)

    stretched = resized(mode="bilinear", align_corners=True)
    if came.shape == low.shape:
        return "That brings `above` down to `low`. The way is up: `low` gets the larger size."
    mistakes = {
        "The corners are not aligned: say align_corners=True.": unit(
            resized(mode="bilinear") + above
        ),
        "That repeats values (mode nearest); the paper interpolates bilinearly.": unit(
            resized(mode="nearest") + above
        ),
        "The unit is missing: it runs on the sum.": stretched + above,
        "The unit runs before the sum; it must see both, what came up and the skip.": unit(
            stretched
        )
        + above,
        "The unit runs at the low resolution; it belongs after the sum.": F.interpolate(
            unit(low), above.shape[-2:], mode="bilinear", align_corners=True
        )
        + above,
        "Nothing was added: without the skip the fine detail is gone.": unit(stretched),
        "They are multiplied. The skip is added.": unit(stretched * above),
    }
    if said := named(came, mistakes):
        return said
    if not same(came, unit(stretched + above)):
        return "Stretch `low` to the size of `above`, add `above`, and run the unit on the sum."
    return None
