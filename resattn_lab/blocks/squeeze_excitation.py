"""Squeeze and excitation: one weight for every channel, the same at all places."""

from torch import Tensor, nn


class SqueezeExcitation(nn.Module):
    """Weigh every channel by what all channels say in the mean over the image.

    Source: Hu et al. 2018, Squeeze-and-Excitation Networks, Eqs. 2 to 4. The two layers have
    no biases: then they cost the 2·C²/reduction weights of the paper's Eq. 5.

    Args:
        reduction: how many times narrower the hidden layer is than ``channels``.

    Shape: (N, C, H, W) -> (N, C, H, W); ``gate`` puts out the weights, (N, C), in (0, 1).

    Raises:
        ValueError: ``channels`` is not a multiple of ``reduction``.
    """

    def __init__(self, channels: int, *, reduction: int = 16):
        super().__init__()
        self.score = bottleneck(channels, reduction)
        self.gate = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        squeezed = x.mean(dim=(2, 3))  # (N, C)
        weights = self.gate(self.score(squeezed))  # (N, C)
        return x * weights[:, :, None, None]


def bottleneck(channels: int, reduction: int) -> nn.Sequential:
    """Two linear layers without biases and a ReLU between them: (N, C) -> (N, C).

    Raises:
        ValueError: ``channels`` is not a multiple of ``reduction``.
    """
    if reduction < 1 or channels % reduction:
        raise ValueError(
            f"channels must be a multiple of reduction, got {channels} and {reduction}"
        )
    width = channels // reduction
    return nn.Sequential(
        nn.Linear(channels, width, bias=False),
        nn.ReLU(),
        nn.Linear(width, channels, bias=False),
    )
