"""The masks of trained networks and of their untrained twins."""

import torch
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.measures import best_channel
from resattn_lab.networks import ResidualAttentionNetwork, settle_batch_norms, untrained_twin
from resattn_lab.recording import record_masks

PART = 50  # images that go through a network at once


def ready_twin(network: ResidualAttentionNetwork, seen: Scenes, seed: int) -> nn.Module:
    """The same layers with random weights, its batch norms' statistics set to the scenes."""
    return settle_batch_norms(untrained_twin(network, seed=seed), seen.images / 255)


def masks_of(network: nn.Module, images: Tensor) -> dict[str, Tensor]:
    """Every module's masks on all images, (N, C, h, w), by the module's name."""
    parts = []
    with torch.inference_mode(), record_masks(network) as masks:
        for batch in images.split(PART):
            network(batch / 255)
            parts.append(dict(masks))
    return {name.removesuffix(".mask"): torch.cat([p[name] for p in parts]) for name in masks}


def best_channels(network: nn.Module, scenes: Scenes) -> dict[str, int]:
    """Of each module the channel whose mask peaks on the object most often."""
    masks = masks_of(network, scenes.images)
    return {name: best_channel(mask, scenes.true_masks)[0] for name, mask in masks.items()}
