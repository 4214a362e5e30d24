"""The stacks of twelve modules of notebook 05, and the scenes that they are given."""

import torch
from torch import Tensor, nn

from resattn_lab.blocks import (
    AttentionModule,
    ConstantMask,
    ResidualUnit,
    initialise,
    without_norms,
)
from resattn_lab.data import planted_scenes
from resattn_lab.measures import relative_responses
from resattn_lab.networks import settle_batch_norms
from resattn_lab.recording import record_activations

MODULES, CHANNELS, SIDE = 12, 16, 8
STARTS = {"identity": "zero_residual", "He": "he"}  # how the residual units begin
STATISTICS = 512  # scenes that set the batch norms' statistics
FUSIONS = {
    "ARL": {"attention_residual": True},
    "NAL": {"attention_residual": False},
    "no mask": {"attention_residual": True, "mask": lambda channels: ConstantMask(0.0)},
    "½·T": {"attention_residual": False, "mask": lambda channels: ConstantMask(0.5)},
}
NO_SHORTCUTS = "no shortcuts"


class Branch(nn.Module):
    """A residual unit without its shortcut."""

    def __init__(self):
        super().__init__()
        self.unit = ResidualUnit(CHANNELS, CHANNELS)

    def forward(self, x: Tensor) -> Tensor:
        return self.unit(x) - x


def build_stack(fusion: str, *, units: str = "He", norm: bool = True, seed: int) -> nn.Module:
    """Twelve untrained modules in a row; ARL and NAL of one seed have the same weights.

    Args:
        fusion: "ARL", "NAL", "no mask" (T), "½·T", or "no shortcuts": no mask, and the four
            units of each module are their branches alone.
        units: "He", or "identity", where each unit begins by handing on its input.
        norm: whether the units have batch norm.

    Shape of the stack: (N, 16, H, W) -> (N, 16, H, W).
    """
    torch.manual_seed(seed)
    if fusion == NO_SHORTCUTS:
        modules = [nn.Sequential(*(Branch() for _ in range(4))) for _ in range(MODULES)]
    else:
        options = FUSIONS[fusion]
        modules = [
            AttentionModule(CHANNELS, encoder_depth=1, **options) for _ in range(MODULES)
        ]
    stack = initialise(nn.Sequential(*modules), STARTS[units])
    return stack if norm else without_norms(stack)


def scenes_for_stacks(count: int, *, seed: int) -> tuple[Tensor, Tensor]:
    """Planted scenes, averaged to 8×8, and what a stack is given of them.

    The 16 channels are random mixtures of the three colours, so the input holds the whole
    small scene.

    Shape: (N, 3, 8, 8) in [0, 1], and (N, 16, 8, 8) of about mean 0 and variance 1.
    """
    images = planted_scenes(count, seed=seed).images / 255
    small = nn.functional.avg_pool2d(images, images.shape[-1] // SIDE)
    mixture = torch.randn(CHANNELS, 3, generator=torch.Generator().manual_seed(seed))
    colours = (small - 0.5) / 0.2  # the mean and spread of these scenes, nearly
    return small, torch.einsum("kc,nchw->nkhw", mixture / 3**0.5, colours)


def after_each_module(stack: nn.Module, x: Tensor) -> list[Tensor]:
    """The input, and the output after each module, with the batch norms' statistics fixed.

    They are those of the first 512 scenes.

    Shape: (N, 16, 8, 8) -> 13 of (N, 16, 8, 8).
    """
    settle_batch_norms(stack, x[:STATISTICS], batch=STATISTICS)
    outputs = [x]
    with torch.no_grad():
        for module in stack:
            outputs.append(torch.cat([module(part) for part in outputs[-1].split(250)]))
    return outputs


def sizes_along(stack: nn.Module, x: Tensor) -> dict[str, list[float]]:
    """Product and output after 1 … 12 modules, and the gradient that came back through them.

    All relative to what was sent in. The stack is in training mode, and the gradient goes
    through the batch norms' statistics, too.
    """
    stack.train()
    h, inputs = x.clone().requires_grad_(), []
    found: dict[str, list[float]] = {"product": [], "output": []}
    for module in stack:
        inputs.append(h)
        with record_activations(module, ["fusion"]) as parts:
            h = module(h)
        for name, part in (("product", parts["fusion"]), ("output", h)):
            found[name].append(relative_responses((x, part))[1])
    back = torch.autograd.grad(h, inputs, x.flip(0))  # as random as x, and as large
    found["gradient"] = [relative_responses((x, part))[1] for part in reversed(back)]
    return found


def ratios_and_logits(network: nn.Module, images: Tensor) -> tuple[list[float], Tensor]:
    """The stages' mean absolute responses relative to stage 1 (Fig. 4), and the logits."""
    stages = ("stage1", "stage2", "stage3")
    with torch.no_grad(), record_activations(network, stages) as outputs:
        logits = network(images)
    return relative_responses([outputs[stage] for stage in stages]), logits
