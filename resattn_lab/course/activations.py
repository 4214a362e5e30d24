"""What modules put out for more images than a network takes at once."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from resattn_lab.recording import record_activations

PART = 200  # images that go through the network at once


def activations_of(
    network: nn.Module, images: Tensor, names: Sequence[str]
) -> dict[str, Tensor]:
    """The outputs of named modules for all images, uint8 (N, 3, H, W), by the module's name."""
    parts = []
    with torch.no_grad(), record_activations(network, names) as activations:
        for part in images.split(PART):
            network(part / 255)
            parts.append(dict(activations))
    return {name: torch.cat([part[name] for part in parts]) for name in names}
