"""How a level goes down and comes up again: two exercises of notebook 03, and their faults."""

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from resattn_lab.blocks import ResidualUnit

from ..compared import mistake_in
from ..reading import kind, same, tensor


def go_down(x, pool, units):
    levels = []
    for unit in units:
        x = unit(pool(x))
        levels.append(x)
    return levels


def find_down_mistake(function: Any) -> str | None:
    pool = nn.MaxPool2d(3, stride=2, padding=1)
    units = nn.ModuleList(ResidualUnit(4, 4) for _ in range(4)).eval()
    x = torch.randn(2, 4, 21, 13)
    with torch.no_grad():
        mistakes = (_down_mistake(function, x, pool, few) for few in (units[:3], units))
        return next(filter(None, mistakes), None)


def _down_mistake(function, x, pool, units) -> str | None:
    came, right = function(x, pool, units), go_down(x, pool, units)
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
    pooled = [x]
    for _ in units:
        pooled.append(pool(pooled[-1]))
    mistakes = {
        "Every level pools the module's input. Pool what the level above put out, or no level "
        "sees below half resolution.": [unit(pool(x)) for unit in units],
        "The order is turned around: the finest level comes first.": right[::-1],
        "One unit serves all levels. Each level has a unit of its own.": (
            go_down(x, pool, [units[0]] * len(units))
        ),
        "The units stand beside the chain of poolings. The next level pools what this level's "
        "unit put out, not what the unit was given.": [
            unit(h) for unit, h in zip(units, pooled[1:], strict=True)
        ],
    }
    for said, wrong in mistakes.items():
        if all(map(same, came, wrong)):
            return said
    if same(came[0], pool(x)):
        return "It pools, but the level's unit is missing."
    if same(came[0], pool(units[0](x))):
        return "The unit comes before the pooling. Pool first: that is what makes it cheap."
    if all(map(same, came, right)):
        return None
    wanted, sizes = ([tuple(level.shape[-2:]) for level in maps] for maps in (right, came))
    if sizes != wanted:
        return f"From 21×13 the levels have {wanted}; yours have {sizes}."
    return (
        "The sizes are right, the values are not. Each level is its unit's output on the "
        "pooled output of the level above, and nothing else."
    )


def rise(low, above, unit):
    size = above.shape[-2:]
    low = nn.functional.interpolate(low, size, mode="bilinear", align_corners=True)
    return unit(low + above)


def find_rise_mistake(function: Any) -> str | None:
    unit, small = ResidualUnit(4, 4).eval(), torch.randn(2, 4, 3, 4)
    failed = []
    for size in ((6, 8), (5, 7)):
        above = torch.randn(2, 4, *size)
        try:
            with torch.no_grad():
                came = function(small, above, unit)
        except NotImplementedError:  # the stub, which is a RuntimeError, too
            raise
        except RuntimeError:
            failed.append(size)
            continue
        with torch.no_grad():
            if said := _rise_mistake(came, small, above, unit):
                return said
    if (6, 8) in failed:
        return (
            "The sizes do not fit: `low` must get the size of `above`, whatever that is. A "
            "size written out works for one image size only."
        )
    if failed:
        return (
            "It doubles, and so fails where an odd side was halved: from 5 to 3 is not back "
            "from 3 to 6. Take the size from `above`."
        )
    return None


def _rise_mistake(came, low, above, unit) -> str | None:
    def resized(h, mode="bilinear", **options):
        return F.interpolate(h, above.shape[-2:], mode=mode, **options)

    stretched = resized(low, align_corners=True)
    if came.shape == low.shape:
        return "That brings `above` down to `low`. The way is up: `low` gets the larger size."
    mistakes = {
        "The corners are not aligned: say align_corners=True.": unit(resized(low) + above),
        "That repeats values (mode nearest); the paper interpolates bilinearly.": (
            unit(resized(low, "nearest") + above)
        ),
        "The unit is missing: it runs on the sum.": stretched + above,
        "The unit runs before the sum; it must see both, what came up and the skip.": (
            unit(stretched) + above
        ),
        "The unit runs at the low resolution; it belongs after the sum.": (
            resized(unit(low), align_corners=True) + above
        ),
        "Nothing was added: without the skip the fine detail is gone.": unit(stretched),
        "They are multiplied. The skip is added.": unit(stretched * above),
    }
    other = "Stretch `low` to the size of `above`, add `above`, and run the unit on the sum."
    return mistake_in(came, unit(stretched + above), mistakes, other)
