"""One small network with one place for attention of any kind; the rest is always the same."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import (
    ConvolutionalAttention,
    ResidualUnit,
    SelfAttention,
    SoftMaskBranch,
    SqueezeExcitation,
    initialise,
    unit_run,
)
from resattn_lab.choice import choose

REDUCTION = 8  # of SE and CBAM; with the papers' 16 their hidden layers had two channels here

KINDS: dict[str, Callable[[int], nn.Module]] = {
    "none": lambda channels: nn.Identity(),
    "mask": lambda channels: SoftMaskBranch(channels, encoder_depth=3),
    "SE": lambda channels: SqueezeExcitation(channels, reduction=REDUCTION),
    "CBAM": lambda channels: ConvolutionalAttention(channels, reduction=REDUCTION),
    "self-attention": lambda channels: SelfAttention(channels, position=True),
}


class OneAttentionNetwork(nn.Module):
    """A trunk of two residual units at half the image's size, and one block that weighs it.

    A mask is computed from what the trunk reads, and enters as (1 + M)·T (Wang et al. 2017,
    Eq. 3). The other kinds read and weigh the trunk's output, as their papers do.

    Args:
        kind: a key of ``KINDS``.
        channels: of the trunk; the stem has half as many, the last unit twice as many.

    Shape: (N, 3, H, W), float in [0, 1] -> (N, classes). The trunk puts out
        (N, channels, H/2, W/2).

    Raises:
        ValueError: an unknown kind.
    """

    def __init__(self, kind: str, *, channels: int = 32, classes: int = 10):
        super().__init__()
        self.kind = kind
        self.stem = nn.Conv2d(3, channels // 2, 3, stride=2, padding=1, bias=False)
        self.open = ResidualUnit(channels // 2, channels)
        self.trunk = unit_run(channels, 2)
        self.close = nn.Sequential(
            ResidualUnit(channels, 2 * channels, stride=2),
            ResidualUnit(2 * channels, 2 * channels),
            nn.BatchNorm2d(2 * channels),
        )
        self.classifier = nn.Linear(2 * channels, classes)
        initialise(self, "zero_residual")
        self.attention = choose(KINDS, kind, "kind of attention")(channels)  # last: see below
        if kind == "mask":
            initialise(self.attention, "zero_residual")

    def forward(self, images: Tensor) -> Tensor:
        x = self.open(self.stem(images - 0.5))
        trunk = self.trunk(x)
        h = (1 + self.attention(x)) * trunk if self.kind == "mask" else self.attention(trunk)
        h = F.relu(self.close(h))  # (N, 2·channels, H/4, W/4)
        return self.classifier(h.mean(dim=(2, 3)))


def one_attention(kind: str, *, seed: int, **sizes) -> OneAttentionNetwork:
    """A new network; those of one seed begin with the same weights outside the attention.

    The attention is made last, so the random numbers before it are the same for every kind.
    """
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return OneAttentionNetwork(kind, **sizes)
