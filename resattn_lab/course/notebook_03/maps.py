"""The maps inside of a mask branch, and the changes that tell what its skips are for."""

from collections.abc import Callable, Mapping

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import SoftMaskBranch
from resattn_lab.data import planted_scenes
from resattn_lab.measures import best_channel, centre_prior, pointing_hits

from ..activations import activations_of

MOVED = 8  # pixels to the right, beside the object


def inputs_of_first_module(network: nn.Module, images: Tensor) -> Tensor:
    """What trunk and mask of stage1.0 read: uint8 (N, 3, H, W) -> (N, C, H, W)."""
    name = "stage1.0.pre"
    return activations_of(network, images, [name])[name]


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


def where_masks_peak(
    masks: Mapping[str, Tensor], objects: Tensor, *, channel: int
) -> dict[str, dict[str, float]]:
    """How often one channel of each mask peaks on the object, and on the object moved along.

    The last two rows are of maps that never look: a hill in the middle, and chance.

    Args:
        masks: what the skips are -> masks (N, C, h, w).
        objects: bool (N, h, w), the true masks.
    """
    rows = {f"skips {name}": mask[:, channel] for name, mask in masks.items()}
    rows["spot in the middle"] = centre_prior(objects.shape[1:], 8).expand(len(objects), -1, -1)
    truths = {"the object": objects, f"{MOVED} to the right": objects.roll(MOVED, -1)}
    found = {
        name: {
            where: pointing_hits(maps, truth).float().mean().item()
            for where, truth in truths.items()
        }
        for name, maps in rows.items()
    }
    return found | {"random location": {n: t.float().mean().item() for n, t in truths.items()}}


def as_table(found: Mapping[str, Mapping[str, float]]) -> str:
    """Shares as lines of text, a row a mask."""
    head = "".join(f"{place:>17}" for place in next(iter(found.values())))
    rows = (
        f"{name:18}" + "".join(f"{share:>17.0%}" for share in row.values())
        for name, row in found.items()
    )
    return "\n".join([f"{'the mask peaks on':18}{head}", *rows])


def best_of_other_scenes(network: nn.Module, masks: Tensor, objects: Tensor) -> float:
    """How often that channel of a branch without skips peaks on the object that does so most.

    The channel is the best one on 1,000 other scenes.

    Args:
        masks, objects: of the scenes to measure on, with silenced skips.
    """
    others = planted_scenes(1000, seed=107)
    x = inputs_of_first_module(network, others.images)
    branch = network.get_submodule("stage1.0").mask
    silenced = branch_maps(branch, x, on_skip=torch.zeros_like)["mask"]
    channel = best_channel(silenced, others.true_masks)[0]
    return pointing_hits(masks[:, channel], objects).float().mean().item()


def shifted(maps: Tensor) -> Tensor:
    """Maps moved to the right by a quarter of their width; what leaves comes in at the left."""
    return maps.roll(maps.shape[-1] // 4, dims=-1)


def only(side: int) -> Callable[[Tensor], Tensor]:
    """What leaves the skip with maps of this side as it is, and silences the others."""
    return lambda maps: maps * (maps.shape[-1] == side)
