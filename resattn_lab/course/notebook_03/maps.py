"""The maps inside of a mask branch, and the changes that tell what its skips are for."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import SoftMaskBranch
from resattn_lab.recording import record_activations

PART = 200  # scenes that go through the network at once


def inputs_of_first_module(network: nn.Module, images: Tensor) -> Tensor:
    """What trunk and mask of stage1.0 read: uint8 (N, 3, H, W) -> (N, C, H, W)."""
    parts, name = [], "stage1.0.pre"
    with torch.inference_mode(), record_activations(network, [name]) as activations:
        for part in images.split(PART):
            network(part / 255)
            parts.append(activations[name])
    return torch.cat(parts)


def stretched(low: Tensor, like: Tensor) -> Tensor:
    """``low`` at the size of ``like``, bilinear with aligned corners."""
    return F.interpolate(low, like.shape[-2:], mode="bilinear", align_corners=True)


def branch_maps(
    branch: SoftMaskBranch, x: Tensor, *, on_skip: Callable[[Tensor], Tensor] | None = None
) -> dict[str, Tensor]:
    """Every map of a mask branch, finest level first: down1, down2, …, up2, up1, out, mask.

    Args:
        x: (N, C, H, W), the branch's input; it is the first map, "in".
        on_skip: changes what every skip puts out, before it is added.
    """
    maps = {"in": x}

    def through(level: nn.Module, x: Tensor, number: int) -> Tensor:
        h = maps[f"down{number}"] = level.down(level.pool(x))
        if level.inner is not None:
            skip = level.skip(h)
            h = (skip if on_skip is None else on_skip(skip)) + through(
                level.inner, h, number + 1
            )
        h = maps[f"up{number}"] = level.up(h)
        return stretched(h, x)

    with torch.inference_mode():
        maps["out"] = through(branch.levels, x, 1)
        maps["mask"] = branch.gate(branch.score(maps["out"]))
    return maps


def shifted(maps: Tensor) -> Tensor:
    """Maps moved to the right by a quarter of their width; what leaves comes in at the left."""
    return maps.roll(maps.shape[-1] // 4, dims=-1)
