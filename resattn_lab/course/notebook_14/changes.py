"""The three graded changes at the end of notebook 14, your images."""

from typing import Any

import torch
from torch import nn

from resattn_lab.blocks import SoftMaskBranch, SqueezeExcitation, unit_run
from resattn_lab.recording import record_activations

from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number, same, tensor


def narrow():
    return 2 * 256**2 // 8192


def find_reduction_mistake(answer: float) -> str | None:
    if answer == 8:
        return "With 8 one layer alone has 8,192 weights; there are two."
    if answer == 32:
        return "With 32 there are 4,096 weights: half of what is asked."
    if answer == 256:
        return "256 would leave one hidden channel, and 512 weights."
    if answer <= 0:
        return "A layer cannot be that narrow: reduction is at least 1."
    if answer != 16:
        return (
            f"With {answer:g} there are 2·256²/{answer:g} = {2 * 256**2 / answer:,.0f} weights."
        )
    return None


class ResidualSE(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.weigh = SqueezeExcitation(channels, reduction=4)

    def forward(self, x):
        return x + self.weigh(x)  # (1 + s)·x


def find_residual_mistake(kind: Any) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(6)
        made, x = kind(16), torch.rand(2, 16, 6, 5) + 0.5
        if not isinstance(made, nn.Module):
            return "A class of nn.Module is wanted."
        came = tensor(on_a_copy(made.eval(), x))
    if came.shape != x.shape:
        return "What comes out has the shape of what went in."
    count = sum(p.numel() for p in made.parameters())
    ratio = came / x
    flat = ratio.mean(dim=(2, 3), keepdim=True)
    if not torch.allclose(ratio, flat.expand_as(ratio), atol=1e-4):
        return "The factor of a channel differs from place to place; SE's is the same at all."
    if count == 0:
        return "It has no parameters, so there is nothing to learn."
    if torch.allclose(ratio, ratio.mean().expand_as(ratio), atol=1e-4):
        return "All channels get one factor; SE weighs each on its own."
    if ratio.max() < 1:
        return "That is s·x: with s near 0 the channel is gone. The 1 + is missing."
    if ratio.max() > 2:
        return f"A factor is {ratio.max():.2f}; 1 + s, with s from a sigmoid, is at most 2."
    if ratio.min() < 1:
        return "Some factors are below 1, so s is not a sigmoid's, or the 1 is not added."
    if count != 2 * 16**2 // 4:
        return f"It has {count} parameters; with reduction=4, 16 channels have 128."
    return None


class MaskAndSE(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.trunk = unit_run(channels, 2)  # 1 trunk
        self.mask = SoftMaskBranch(channels, encoder_depth=2)
        self.weigh = SqueezeExcitation(channels, reduction=4)

    def forward(self, x):
        return (1 + self.mask(x)) * self.weigh(self.trunk(x))  # 5 residual


def find_both_mistake(kind: Any) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        made, x = kind(16), torch.randn(2, 16, 12, 12)
    if not isinstance(made, nn.Module):
        return "A class of nn.Module is wanted."
    found = {}
    for name, module in made.eval().named_modules():
        for part, wanted in (("mask", SoftMaskBranch), ("SE", SqueezeExcitation)):
            if isinstance(module, wanted):
                if part in found:
                    return f"There is more than one {wanted.__name__}; one is wanted."
                found[part] = name
    if "mask" not in found:
        return "There is no SoftMaskBranch in it."
    if "SE" not in found:
        return "There is no SqueezeExcitation in it."
    depth = made.get_submodule(found["mask"]).encoder_depth
    if depth != 2:
        return f"The mask pools {depth} times; wanted 2 (encoder_depth=2)."
    inputs: dict[str, torch.Tensor] = {}
    hooks = [
        made.get_submodule(name).register_forward_hook(
            lambda module, given, out, part=part: inputs.__setitem__(part, given[0])
        )
        for part, name in found.items()
    ]
    with torch.no_grad(), record_activations(made, list(found.values())) as out:
        came = tensor(on_a_copy(made, x))
    for hook in hooks:
        hook.remove()
    mask, weighed = out[found["mask"]], out[found["SE"]]
    if not same(inputs["mask"], x):
        return "The mask reads the module's input, as the trunk does."
    if same(inputs["SE"], x):
        return "SE weighs what the trunk puts out; here it reads the module's input."
    if same(inputs["SE"], (1 + mask) * unweighed(made, found, x)):
        return "SE comes after the mask here; it is to weigh the trunk before the meeting."
    if same(came, mask * weighed):
        return "That is M·SE(T): the 1 + is missing."
    if same(came, weighed + mask):
        return "The mask is added; it multiplies."
    if not same(came, (1 + mask) * weighed):
        return "What comes out should be (1 + M)·SE(T)."
    return None


def unweighed(made: nn.Module, found: dict[str, str], x: torch.Tensor) -> torch.Tensor:
    """What a child that is neither mask nor SE makes of x; zeros where there is none."""
    with torch.no_grad():
        for name, child in made.named_children():
            if name not in found.values():
                return child(x)
    return torch.zeros_like(x)


CHANGES = (
    Exercise(
        key="14.reduction",
        find_mistake=find_reduction_mistake,
        praise="16 is the choice of Hu et al.; few parameters, as no place is involved.",
        hints=(
            "Two layers: from C to C/r and back. How many weights are that in all?",
            "Two layers of 256 · 256/r weights each. For which r is that 8,192?",
            "2·C²/r = 8,192 with C = 256.",
        ),
        reference=narrow,
        reads=number("A number is wanted: how many times narrower the hidden layer is"),
        calls_reference=True,
    ),
    Exercise(
        key="14.residual_se",
        find_mistake=find_residual_mistake,
        praise="Eq. 3's thought in another block: it can stress a channel, and erase none.",
        hints=(
            "SqueezeExcitation gives s·x; what has to be added to make (1 + s)·x?",
            "s·x is what the block gives. One addition makes (1 + s)·x of it.",
            "self.weigh = SqueezeExcitation(channels, reduction=4); return x + self.weigh(x)",
        ),
        reference=ResidualSE,
    ),
    Exercise(
        key="14.both",
        find_mistake=find_both_mistake,
        praise="Blocks that leave shapes alone can be joined at will. Whether it helps, seeds "
        "and a validation set will tell.",
        hints=(
            "Three parts: unit_run(channels, 2), SoftMaskBranch and SqueezeExcitation.",
            "SE weighs the trunk's output, the mask reads the input, and 1 + M multiplies "
            "what SE gave.",
            "return (1 + self.mask(x)) * self.weigh(self.trunk(x))",
        ),
        reference=MaskAndSE,
    ),
)
