"""CBAM: one weight for every channel, then one for every place."""

import torch
from torch import Tensor, nn

from .squeeze_excitation import bottleneck


class ConvolutionalAttention(nn.Module):
    """Weigh the channels, then the places: two vectors of weights instead of one full mask.

    Source: Woo et al. 2018, CBAM, Eqs. 1 to 3, in their order: channels first. Channels are
    scored by mean and maximum over the places, through the same two layers; places by mean
    and maximum over the channels, through one convolution. As in those equations there are
    no biases and no batch norm; the authors' code has both.

    Args:
        reduction: how many times narrower the shared hidden layer is than ``channels``.
        kernel: side of the convolution over the places, odd; 7 in the paper.

    Shape: (N, C, H, W) -> (N, C, H, W); ``channel_gate`` puts out (N, C), ``place_gate``
        (N, 1, H, W), both in (0, 1).

    Raises:
        ValueError: an even ``kernel``, or ``channels`` no multiple of ``reduction``.
    """

    def __init__(self, channels: int, *, reduction: int = 16, kernel: int = 7):
        super().__init__()
        if kernel < 1 or kernel % 2 == 0:
            raise ValueError(f"kernel must be odd, so that sizes stay, got {kernel}")
        self.channel_score = bottleneck(channels, reduction)
        self.channel_gate = nn.Sigmoid()
        self.place_score = nn.Conv2d(2, 1, kernel, padding=kernel // 2, bias=False)
        self.place_gate = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        mean, most = x.mean(dim=(2, 3)), x.amax(dim=(2, 3))  # (N, C) each
        weights = self.channel_gate(self.channel_score(mean) + self.channel_score(most))
        x = x * weights[:, :, None, None]
        both = torch.stack([x.mean(dim=1), x.amax(dim=1)], dim=1)  # (N, 2, H, W)
        return x * self.place_gate(self.place_score(both))  # (N, 1, H, W)
