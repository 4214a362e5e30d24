"""What notebook 09 defines and its changes use: a square on the object, a settled network."""

from functools import lru_cache

import torch
from torch import Tensor, nn

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import planted_scenes
from resattn_lab.interventions import occlude
from resattn_lab.networks import prepare_for_inference

SEED, SHOWN = 9, 24


@lru_cache
def _network() -> nn.Module:
    return prepare_for_inference(load_checkpoint("scenes_attention_56")[0])


def middle(true_mask: Tensor) -> list[int]:
    """Row and column of the object's pixel nearest to its centre."""
    pixels = true_mask.nonzero()
    return pixels[(pixels - pixels.float().mean(dim=0)).square().sum(dim=1).argmin()].tolist()


def still_right(size: int, fill: str = "grey") -> int:
    """In how many of ``SHOWN`` scenes the network is right, with a square on the object."""
    scenes = planted_scenes(SHOWN, seed=SEED)
    images = scenes.images / 255
    covered = images.clone()
    for number, true_mask in enumerate(scenes.true_masks):
        row, column = middle(true_mask)
        corner = max(row - size // 2, 0), max(column - size // 2, 0)
        square = occlude(torch.zeros(3, 32, 32), *corner, size, 1) > 0
        own = images[number][:, true_mask].mean(dim=1)[:, None, None]
        covered[number] = torch.where(square, own if fill == "own" else 0.5, images[number])
    with torch.inference_mode():
        return int((_network()(covered).argmax(dim=1) == scenes.labels).sum())


def settle(network: nn.Module, images: Tensor) -> nn.Module:
    """Let the batch norms gather their statistics on images; no weight changes."""
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.momentum = None  # a plain average over the batches
    network.train()
    with torch.no_grad():
        for batch in images.split(20):
            network(batch)
    return network.eval()
