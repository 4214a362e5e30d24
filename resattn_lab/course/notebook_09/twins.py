"""Untrained twins of trained networks: their batch norms' statistics, their masks."""

import torch
from torch import Tensor, nn

from resattn_lab.data import Scenes
from resattn_lab.measures import best_channel
from resattn_lab.networks import ResidualAttentionNetwork, build_network
from resattn_lab.recording import record_masks

PART = 50  # images that go through a network at once


def settle(network: nn.Module, images: Tensor) -> nn.Module:
    """Set the statistics of all batch norms to those of ``images``; no weight changes.

    Args:
        images: uint8 (N, 3, H, W).

    Returns:
        The network itself, in evaluation mode.
    """
    for part in network.modules():
        if isinstance(part, nn.BatchNorm2d):
            part.reset_running_stats()
            part.momentum = None  # a plain average over the batches
    network.train()
    with torch.no_grad():
        for batch in images.split(PART):
            network(batch / 255)
    return network.eval()


def untrained_twin(
    network: ResidualAttentionNetwork, seed: int, initialisation: str = "he"
) -> nn.Module:
    """The same layers with new random weights, and batch norms that have seen nothing.

    Args:
        initialisation: as of ``build_network``; ``"he"`` is the paper's.
    """
    torch.manual_seed(seed)
    options = {"initialisation": initialisation, "pixel_mean": network.pixel_mean}
    return build_network(**network.arguments, **options).eval()


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
