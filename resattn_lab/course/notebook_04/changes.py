"""The three graded changes of notebook 04: a number, a block, an architecture."""

from typing import Any

import torch
from torch import Tensor, nn

from resattn_lab import blocks
from resattn_lab.blocks import ResidualUnit, SoftMaskBranch

from ..compared import drawn, wrong_shape
from ..exercise import Exercise
from ..learners_function import on_a_copy
from ..reading import Refused, kind, numbers, same, tensor

OPEN, SHUT = 0.9, 0.1  # the two locations of the exercise


def strength_and_limit() -> tuple:
    strength = 10  # (1 + 0.9·10) / (1 + 0.1·10) = 10 / 2
    limit = 9  # 0.9 / 0.1: the 1 no longer counts
    return strength, limit


def contrast(strength: float) -> float:
    """How many times the open location weighs what the shut one weighs."""
    return (1 + OPEN * strength) / (1 + SHUT * strength)


LIMITS = {
    10: "Ten to one would need 1 + 0.9·λ = 10 + λ: try to solve it.",
    5: "λ = 10 gives five to one, and λ = 20 gives more.",
    1: "Two locations that weigh alike: that is λ = 0. With a large λ they do not.",
}


def find_contrast_mistake(answer: tuple) -> str | None:
    strength, limit = answer
    if abs(strength - 10) > 1e-6:
        if abs(1 + SHUT * strength) < 1e-9:
            return "With that λ the shut location weighs nothing."
        if abs(strength - 9) < 1e-9 and abs(limit - 10) < 1e-9:
            return "The two are swapped: first the λ, then the contrast."
        return (
            f"With λ = {strength:g} the open location weighs {1 + OPEN * strength:g} and the "
            f"shut one {1 + SHUT * strength:g}: {contrast(strength):.3g} to one."
        )
    for value, message in LIMITS.items():
        if abs(limit - value) < 1e-9:
            return message
    if abs(limit - 9) > 1e-6:
        return (
            f"The λ is right. As to the limit {limit:g}: for a λ of a million the weights are "
            f"900001 and 100001."
        )
    return None


def control_masks(own, others):
    B = own.mean(dim=(2, 3), keepdim=True)  # (N, C, 1, 1)
    C = others.mean(dim=0, keepdim=True)  # (1, C, h, w)
    D = C.mean(dim=(2, 3), keepdim=True)  # (1, C, 1, 1)
    return B, C, D


def three_masks(answer: Any) -> tuple[Tensor, Tensor, Tensor]:
    """A reader of the masks of B, C and D, in a row or by these names."""
    if isinstance(answer, dict):
        answer = tuple(answer.get(name) for name in "BCD")
    if not isinstance(answer, (tuple, list)) or len(answer) != 3:
        raise Refused(f"It must give three masks, B, C and D; {kind(answer)} came.")
    B, C, D = (tensor(mask) for mask in answer)
    return B, C, D


ONE_NUMBER = {
    "has one number for everything; each channel has its own": lambda o, others: others.mean()
}
CONTROL_MISTAKES = {
    "B": {
        "is a mean over the images, too; each image keeps its own channel means": (
            lambda own, others: own.mean(dim=(0, 2, 3), keepdim=True)
        ),
        "is a mean over the channels: it knows where, and no longer which channel": (
            lambda own, others: own.mean(dim=1, keepdim=True)
        ),
        "has one number an image; each channel has its own mean": (
            lambda own, others: own.mean(dim=(1, 2, 3), keepdim=True)
        ),
        "is the module's own mask, unchanged: that is A": lambda own, others: own,
    },
    "C": {
        "has lost the typical locations: that is D": (
            lambda own, others: others.mean(dim=(0, 2, 3), keepdim=True)
        ),
        "is made from the scenes at hand; it must come from the others": (
            lambda own, others: own.mean(dim=0, keepdim=True)
        ),
        **ONE_NUMBER,
    },
    "D": {
        "still has locations, the typical ones: that is C": (
            lambda own, others: others.mean(dim=0, keepdim=True)
        ),
        "is made from the scenes at hand; it must come from the others": (
            lambda own, others: own.mean(dim=(0, 2, 3), keepdim=True)
        ),
        **ONE_NUMBER,
    },
}


def find_controls_mistake(function: Any) -> str | None:
    own = drawn(3, 4, 5, 6, seed=8, low=0)
    others = drawn(7, 4, 5, 6, seed=9, low=0, high=0.5)
    wanted = dict(zip("BCD", control_masks(own, others), strict=True))
    for (name, right), mask in zip(wanted.items(), function(own, others), strict=True):
        try:
            whole = mask.expand_as(own)
        except RuntimeError:
            return (
                f"Mask {name} must fit masks of shape {tuple(own.shape)}, at least by "
                f"broadcasting (keepdim=True); {tuple(mask.shape)} came."
            )
        if same(whole, right.expand_as(own)):
            continue
        for words, way in CONTROL_MISTAKES[name].items():
            if same(whole, way(own, others).expand_as(own)):
                return f"Mask {name} {words}."
        return f"Mask {name} is another. Over which dimensions must it not vary?"
    return None


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


SURE = 200.0  # a score whose sigmoid is 1, and that of its negative 0


def forced(module: nn.Module, x: Tensor, values: list[float]) -> tuple[Tensor, list[Tensor]]:
    """What the module puts out with masks of 0 or 1 everywhere, and what its masks read.

    The scores are set, so that it does not matter whether the module calls a branch as a
    whole or its parts one by one, as ``HandModule`` of the notebook does.
    """
    branches = [part for part in module.modules() if isinstance(part, SoftMaskBranch)]
    read: dict[int, Tensor] = {}
    hooks = []
    for number, (branch, value) in enumerate(zip(branches, values, strict=True)):

        def note(levels, inputs, output, number=number):
            read[number] = inputs[0]

        def set_score(score, inputs, output, value=value):
            return torch.full_like(output, SURE if value else -SURE)

        hooks.append(branch.levels.register_forward_hook(note))
        hooks.append(branch.score.register_forward_hook(set_score))
    try:
        with torch.no_grad():
            return tensor(on_a_copy(module, x)), list(read.values())
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
        praise="The limit, 0.9 / 0.1, is the contrast of M·T: with a large λ the 1 hardly "
        "counts. So the 1 costs contrast, and λ buys some of it back.",
        hints=(
            "What does each of the two locations weigh, as a formula with λ in it?",
            "The weights are 1 + 0.9·λ and 1 + 0.1·λ. Set their quotient to 5; then ask what "
            "becomes of it when λ is a million.",
            "Solve 1 + 0.9·λ = 5·(1 + 0.1·λ). For the limit, leave out both ones.",
        ),
        reference=strength_and_limit,
        reads=numbers("Two numbers are wanted: λ and the limit", 2),
    ),
    Exercise(
        key="04.controls",
        find_mistake=find_controls_mistake,
        praise="These are the masks behind the picture above. What a control keeps is decided "
        "by the dimensions over which one takes the mean.",
        hints=(
            "For each run: does its mask vary from image to image, from channel to channel, "
            "from location to location?",
            "A mean over a dimension makes what does not vary along it: dim 0 for images, 2 "
            "and 3 for locations. Which of the two tensors does each run start from?",
            "B is own.mean(dim=(2, 3), keepdim=True). C is a mean of others over one "
            "dimension, and D one over three.",
        ),
        reference=control_masks,
        reads=three_masks,
    ),
    Exercise(
        key="04.two_masks",
        find_mistake=find_two_masks_mistake,
        praise="Two branches, one product: it does not care how its mask was made, "
        "as long as it has the trunk's shape.",
        hints=(
            "Which line of HandModule would there have to be twice, and which parts can go?",
            "blocks.unit_run(channels, 2) makes the trunk, blocks.SoftMaskBranch(channels, "
            "encoder_depth=…) a mask. All three read x.",
            "With masks a and b of the two branches, M = (a + b) / 2; the rest is Eq. 3.",
        ),
        reference=TwoMasks,
    ),
)
