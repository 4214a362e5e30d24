"""Self-attention over the places of a feature map: every place asks every other one."""

import math

import torch
from torch import Tensor, nn


class SelfAttention(nn.Module):
    """Add to every place a weighted mean over all places, with weights of its own.

    Source: Vaswani et al. 2017, Attention Is All You Need, Eq. 1 and Sec. 3.2.2; over the
    places of an image, with the input added, as in Wang et al. 2018, Non-local Neural
    Networks, Eq. 6 (there with one head, without the root of the width, and with a batch norm
    that begins at zero; here the last convolution does, so the block begins as the identity).

    Args:
        width: channels of queries, keys and values together; half of ``channels`` when None,
            as in non-local networks.
        heads: parts of ``width`` that weigh on their own.
        position: whether queries and keys are told where they are (``sine_positions``).
            Without it the block cannot know: permuted places come out permuted.

    Shape: (N, C, H, W) -> (N, C, H, W); ``gate`` puts out (N, heads, P, P) with P = H·W, the
        places row by row: a row for each place that asks, and its weights sum to 1.

    Raises:
        ValueError: ``width`` is not a positive multiple of ``heads``.
    """

    def __init__(
        self,
        channels: int,
        *,
        width: int | None = None,
        heads: int = 1,
        position: bool = False,
    ):
        super().__init__()
        width = channels // 2 if width is None else width
        if heads < 1 or width < 1 or width % heads:
            raise ValueError(f"width must be a multiple of heads, got {width} and {heads}")
        self.heads, self.position = heads, position
        self.query = nn.Conv2d(channels, width, 1, bias=False)
        self.key = nn.Conv2d(channels, width, 1, bias=False)
        self.value = nn.Conv2d(channels, width, 1, bias=False)
        self.gate = nn.Softmax(dim=-1)
        self.project = nn.Conv2d(width, channels, 1, bias=False)
        nn.init.zeros_(self.project.weight)

    def forward(self, x: Tensor) -> Tensor:
        placed = x + sine_positions(x) if self.position else x
        query, key = self._split(self.query(placed)), self._split(self.key(placed))
        scores = query @ key.transpose(-2, -1) / math.sqrt(query.shape[-1])  # (N, heads, P, P)
        mixed = self.gate(scores) @ self._split(self.value(x))  # (N, heads, P, width/heads)
        mixed = mixed.transpose(-2, -1).reshape(len(x), -1, *x.shape[-2:])
        return x + self.project(mixed)

    def _split(self, x: Tensor) -> Tensor:
        """(N, width, H, W) -> (N, heads, P, width/heads)."""
        return x.flatten(2).unflatten(1, (self.heads, -1)).transpose(-2, -1)


def sine_positions(x: Tensor) -> Tensor:
    """Waves that say where a place is: half of the channels for its row, half for its column.

    Source: Vaswani et al. 2017, Sec. 3.5 (wavelengths from 2π to 10,000·2π), in two dimensions.

    Shape: (N, C, H, W) -> (C, H, W), values in [-1, 1].

    Raises:
        ValueError: the number of channels is not a multiple of 4.
    """
    channels, height, width = x.shape[-3:]
    if channels % 4:
        raise ValueError(f"positions need a multiple of 4 channels, got {channels}")
    steps = torch.arange(0, channels // 2, 2, device=x.device)
    rates = 10_000.0 ** (-2 * steps / channels)
    rows = _waves(torch.arange(height, device=x.device), rates)[:, :, None]
    columns = _waves(torch.arange(width, device=x.device), rates)[:, None, :]
    shape = (channels // 2, height, width)
    return torch.cat([rows.expand(shape), columns.expand(shape)]).to(x.dtype)


def _waves(places: Tensor, rates: Tensor) -> Tensor:
    """Sines, then cosines, of every rate at every place: (2·rates, places)."""
    angles = rates[:, None] * places
    return torch.cat([angles.sin(), angles.cos()])
