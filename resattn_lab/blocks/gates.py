"""The gates that turn scores into a mask: mixed, channel and spatial attention."""

from collections.abc import Callable

import torch
from torch import Tensor, nn


class MixedGate(nn.Module):
    """A sigmoid on every channel and position.

    Source: Wang et al. 2017, Eq. 4. Values lie in (0, 1).

    Shape: (N, C, H, W) -> (N, C, H, W).
    """

    def forward(self, scores: Tensor) -> Tensor:
        return torch.sigmoid(scores)


class ChannelGate(nn.Module):
    """Each position's scores, divided by their L2 norm over the channels.

    Source: Wang et al. 2017, Eq. 5. Values lie in [-1, 1]: without a sigmoid this gate can
    turn a response around. ``epsilon`` keeps an all-zero position at zero.

    Shape: (N, C, H, W) -> (N, C, H, W).
    """

    def __init__(self, epsilon: float = 1e-6):
        super().__init__()
        self.epsilon = epsilon

    def forward(self, scores: Tensor) -> Tensor:
        norm = (scores.square().sum(dim=1, keepdim=True) + self.epsilon**2).sqrt()
        return scores / norm  # norm: (N, 1, H, W)


class SpatialGate(nn.Module):
    """A sigmoid of each channel's scores, standardised over the positions.

    Source: Wang et al. 2017, Eq. 6. Values lie in (0, 1). ``epsilon`` is added to the
    variance, so a constant channel becomes 0.5 everywhere.

    Shape: (N, C, H, W) -> (N, C, H, W).
    """

    def __init__(self, epsilon: float = 1e-5):
        super().__init__()
        self.epsilon = epsilon

    def forward(self, scores: Tensor) -> Tensor:
        mean = scores.mean(dim=(2, 3), keepdim=True)  # (N, C, 1, 1)
        variance = (scores - mean).square().mean(dim=(2, 3), keepdim=True)
        return torch.sigmoid((scores - mean) / (variance + self.epsilon).sqrt())


GATES = {"mixed": MixedGate, "channel": ChannelGate, "spatial": SpatialGate}

Gate = Callable[[], nn.Module]
"""``gate()``: (N, C, H, W) -> (N, C, H, W). One of ``GATES``, or a class of one's own."""
