"""The three graded changes of notebook 04: a number, a block, an architecture."""

from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab import blocks
from resattn_lab.blocks import ResidualUnit, SoftMaskBranch

from ..compared import compared, drawn, wrong_shape
from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import number, tensor


def ten_to_one() -> int:
    return 9  # (1 + 9 · 1) / (1 + 9 · 0) = 10


def find_contrast_mistake(strength: float) -> str | None:
    known = {
        10: "With λ = 10 the open position weighs 1 + 10, that is eleven times as much.",
        5: "With λ = 5 it is 1 + 5, six times. The 1 does not grow with λ.",
        -0.9: "With λ = −0.9 it is the other way round: the shut position weighs ten times "
        "as much as the open one.",
        0.9: "With λ = 0.9 the open position weighs 1.9 and the shut one still 1.",
        0.1: "With λ = 0.1 the mask is weaker than as trained: 1.1 to 1.",
        8: "With λ = 8 it is 1 + 8, nine times.",
    }
    for value, message in known.items():
        if abs(strength - value) < 1e-9:
            return message
    if abs(strength - 9) < 1e-6:
        return None
    return f"With λ = {strength:g} the open position weighs {1 + strength:g}, the shut one 1."


def closing(trunk, mask):
    return 2 * mask * trunk


find_closing_mistake = compared(
    closing,
    mistakes={
        "That is Eq. 3: with M = 0 it gives T, so the gate cannot close.": (
            lambda trunk, mask: (1 + mask) * trunk
        ),
        "That is Eq. 1: it closes, but M = 1/2 gives half of T.": (
            lambda trunk, mask: mask * trunk
        ),
        "M = 1/2 gives T, but M = 0 gives half of T: it does not close.": (
            lambda trunk, mask: (0.5 + mask) * trunk
        ),
        "Both points fit, but it is not linear in M: M = 1 gives 4·T.": (
            lambda trunk, mask: 4 * mask**2 * trunk
        ),
        "That is 2·M: the trunk is missing.": lambda trunk, mask: 2 * mask,
        "That closes at M = 1 and not at M = 0: it is turned around.": (
            lambda trunk, mask: 2 * (1 - mask) * trunk
        ),
    },
    tried_on=[(drawn(2, 3, 4, 4, seed=6), drawn(2, 3, 4, 4, seed=7, low=0))],
    otherwise="A line through two points: M = 0 gives 0, and M = 1/2 gives T.",
)


class TwoMasks(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.trunk = blocks.unit_run(channels, 2)
        self.deep = blocks.SoftMaskBranch(channels, encoder_depth=3)
        self.shallow = blocks.SoftMaskBranch(channels, encoder_depth=1)

    def forward(self, x):
        trunk = self.trunk(x)  # 1 trunk
        mask = (self.deep(x) + self.shallow(x)) / 2  # 2 down, 3 up, 4 gate
        return (1 + mask) * trunk  # 5 residual


def forced(module: nn.Module, x: Tensor, values: list[float]) -> tuple[Tensor, list[Tensor]]:
    """What the module puts out with its masks set to constants, and what its masks read."""
    branches = [part for part in module.modules() if isinstance(part, SoftMaskBranch)]
    read: list[Tensor] = []

    def set_to(value: float):
        def hook(branch, inputs, mask):
            read.append(inputs[0])
            return torch.full_like(mask, value)

        return hook

    hooks = [b.register_forward_hook(set_to(v)) for b, v in zip(branches, values, strict=True)]
    try:
        with torch.no_grad():
            return tensor(on_a_copy(module, x)), read
    finally:
        for hook in hooks:
            hook.remove()


def find_parts_mistake(module: nn.Module) -> str | None:
    """What is wrong with the parts, before anything runs."""
    branches = [part for part in module.modules() if isinstance(part, SoftMaskBranch)]
    if len(branches) != 2:
        return f"It has {len(branches)} soft mask branch(es), each counted once; wanted two."
    if sorted(branch.encoder_depth for branch in branches) != [1, 3]:
        depths = sorted(branch.encoder_depth for branch in branches)
        return f"The branches have {depths[0]} and {depths[1]} poolings; wanted 1 and 3."
    inside = {id(part) for branch in branches for part in branch.modules()}
    units = [
        part
        for part in module.modules()
        if isinstance(part, ResidualUnit) and id(part) not in inside
    ]
    if len(units) != 2:
        return (
            f"Outside of the masks it has {len(units)} residual units; wanted two, the trunk."
        )
    return None


def find_two_masks_mistake(made: Any) -> str | None:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(7)
        module = made(16)
        x = torch.randn(2, 16, 9, 9)
    if not isinstance(module, nn.Module):
        return "TwoMasks(16) must give an nn.Module."
    mistake = find_parts_mistake(module)
    if mistake:
        return mistake
    module.eval()
    trunk, read = forced(module, x, [0, 0])
    if trunk.shape != x.shape:
        return wrong_shape(trunk, x)
    if len(read) != 2:
        return f"Running it runs {len(read)} of its mask branches; M is the mean of both."
    if not all(torch.equal(one, x) for one in read):
        return "Both mask branches read the module's input, as the trunk does."
    if not trunk.any():
        return "With both masks at 0 it gives 0: the 1 + is missing."
    both, first, second = (forced(module, x, values)[0] for values in ([1, 1], [1, 0], [0, 1]))
    weights = tuple(
        round(float((out * trunk).sum() / trunk.square().sum()), 3)
        for out in (both, first, second)
    )
    known = {
        (3.0, 2.0, 2.0): "That adds the two masks: 1 + M then reaches 3. Take their mean.",
        (2.0, 1.0, 1.0): "That multiplies the two masks: one shut mask shuts both. Take "
        "their mean.",
        (4.0, 2.0, 2.0): "That applies 1 + M twice: two open masks then give 4·T.",
        (2.0, 2.0, 2.0): "That takes the larger of the two masks, not their mean.",
        (2.0, 2.0, 1.0): "Only one of the masks has a say; M is the mean of both.",
        (2.0, 1.0, 2.0): "Only one of the masks has a say; M is the mean of both.",
    }
    if weights == (2.0, 1.5, 1.5):
        return None
    return known.get(
        weights,
        f"With masks (1, 1), (1, 0), (0, 1) the trunk must be weighed by 2, 1.5 and 1.5; "
        f"yours is weighed by {weights[0]:g}, {weights[1]:g} and {weights[2]:g}.",
    )


CHANGES = (
    Exercise(
        key="04.contrast",
        find_mistake=find_contrast_mistake,
        praise="Only the mask's part grows with λ; the 1 stays. As trained, λ = 1, the "
        "contrast ends at two to one.",
        hints=(
            "The open position weighs 1 + λ, the shut one 1 + 0.",
            "Weights are 1 + λ·M. Write down the two of them, M = 1 and M = 0, and their "
            "quotient.",
            "Solve 1 + λ = 10 · 1.",
        ),
        reference=ten_to_one,
        reads=number("λ is one number"),
        calls_reference=True,
    ),
    Exercise(
        key="04.closing",
        find_mistake=find_closing_mistake,
        praise="A mask that knows nothing, about one half, leaves the trunk as it is, and the "
        "gate can still close. Whether it trains better, only a training can say.",
        hints=(
            "A line through (0, 0): the weight is a number times M.",
            "With weight = c·M, M = 0 gives 0 whatever c is. So c is decided by the other "
            "point.",
            "Which number times 1/2 is 1? The weight multiplies the trunk.",
        ),
        reference=closing,
        reads=tensor,
    ),
    Exercise(
        key="04.two_masks",
        find_mistake=find_two_masks_mistake,
        praise="Two branches, one product: it does not care how its mask was made, "
        "as long as it has the trunk's shape.",
        hints=(
            "blocks.unit_run(channels, 2) makes the trunk, blocks.SoftMaskBranch(channels, "
            "encoder_depth=…) a mask.",
            "Both branches read x, as the trunk does; their mean is one mask, and there Eq. 3"
            " begins.",
            "mask = (self.deep(x) + self.shallow(x)) / 2, and then Eq. 3.",
        ),
        reference=TwoMasks,
    ),
)
