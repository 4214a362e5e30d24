"""Which channel of each module's mask the page opens with, and why."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from resattn_lab.data import ImageSet, scene_set
from resattn_lab.measures import equal_area_iou
from resattn_lab.recording import record_masks

OTHER_SCENES = 200


@dataclass(frozen=True)
class Opening:
    """A channel, how good it is by its rule, and the rule in words after "channel 14 …"."""

    channel: int
    score: float
    says: str


def opening_channels(network: nn.Module, shown: ImageSet, *, seed: int) -> dict[str, Opening]:
    """For every Attention Module the channel to look at first.

    Where true masks are known, the one that overlaps best with the objects of *other* scenes;
    where they are not, the one whose mask varies most over the shown images.

    Args:
        seed: of the scenes that are shown; the others are of its validation part.
    """
    if shown.true_masks is None:
        return {
            name: _most(
                masks.var(dim=(0, 2, 3), correction=0),
                f"varies most over these {len(shown)} images (standard deviation {{:.2f}})",
                torch.sqrt,
            )
            for name, masks in _masks(network, shown).items()
        }
    size = shown.images.shape[-1]
    others = scene_set(OTHER_SCENES, seed=seed, part="validation", size=size)
    words = f"covers the object best in {len(others)} other scenes (mean overlap {{:.2f}})"
    return {
        name: _most(_overlaps(masks, others.true_masks), words)
        for name, masks in _masks(network, others).items()
    }


def _most(scores: Tensor, words: str, shown=lambda score: score) -> Opening:
    channel = int(scores.argmax())
    score = float(scores[channel])
    return Opening(channel, score, words.format(float(shown(scores[channel]))))


def _overlaps(masks: Tensor, true_masks: Tensor) -> Tensor:
    columns = [equal_area_iou(masks[:, c], true_masks).mean() for c in range(masks.shape[1])]
    return torch.stack(columns)


def _masks(network: nn.Module, images: ImageSet) -> dict[str, Tensor]:
    blocks: dict[str, list[Tensor]] = {}
    for block in images.floats().split(20):
        with torch.inference_mode(), record_masks(network) as masks:
            network(block)
        for name, part in masks.items():
            blocks.setdefault(name.removesuffix(".mask"), []).append(part)
    return {name: torch.cat(parts) for name, parts in blocks.items()}
