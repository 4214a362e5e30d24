"""The exercises of notebook 02 that take a unit apart: its shortcut, and its branch off."""

import copy
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from resattn_lab.blocks import ResidualUnit

from ..compared import mistake_in
from ..learners_function import on_a_copy
from ..reading import same, tensor


def shaken(norm: nn.BatchNorm2d) -> nn.BatchNorm2d:
    """A batch norm in evaluation that is no identity."""
    norm.running_mean.normal_()
    nn.init.uniform_(norm.weight, 0.5, 2)
    nn.init.normal_(norm.bias)
    return norm.eval()


def shortcut(x: Tensor, unit: ResidualUnit) -> Tensor:
    if unit.projection is None:
        return x
    return unit.projection(F.relu(unit.norm1(x)))


def find_shortcut_mistake(function: Any) -> str | None:
    with torch.no_grad():
        same_shape, reshaping = ResidualUnit(8, 8).eval(), ResidualUnit(8, 16, stride=2).eval()
        shaken(same_shape.norm1), shaken(reshaping.norm1)
        x = torch.randn(2, 8, 6, 6)
        try:
            kept = function(x, same_shape)
        except TypeError as error:
            if "NoneType" in str(error):
                return "Where the shape stays, unit.projection is None, and cannot be called."
            raise
        came, normed = function(x, reshaping), reshaping.norm1(x)
        of_kept = {
            "Without a projection the shortcut is x itself: normalised and cut, it would be no "
            "identity.": F.relu(same_shape.norm1(x)),
            "That is the whole unit; wanted is only what goes along the shortcut.": (
                same_shape(x)
            ),
        }
        of_came = {
            "Here the shape changes, 8 → 16 channels: x alone does not fit into the sum.": x,
            "Yours projects x itself. It should project what conv1 reads, too.": (
                reshaping.projection(x)
            ),
            "The projection reads the input normalised and activated: a ReLU is missing.": (
                reshaping.projection(normed)
            ),
            "That prepares the input; the projection itself is missing.": normed.relu(),
        }
        projected = reshaping.projection(normed.relu())
    without = "Where there is no projection, the shortcut must hand x on as it came."
    behind = "Where there is a projection: norm1, ReLU, projection, in this order."
    return mistake_in(kept, x, of_kept, without) or mistake_in(came, projected, of_came, behind)


def start_as_identity(unit: ResidualUnit) -> ResidualUnit:
    nn.init.zeros_(unit.conv3.weight)
    return unit


def find_identity_mistake(function: Any) -> str | None:
    unit, x = ResidualUnit(8, 8), torch.randn(4, 8, 5, 5)
    before = copy.deepcopy(unit.state_dict())
    came = function(unit)
    if not same(tensor(on_a_copy(came, x)), x):
        return "The unit still changes its input: its branch is not zero."
    if not any(p.requires_grad for p in came.parameters()):
        return "Nothing is left that could learn: the weights must stay free to move."
    came.zero_grad()
    came(x).square().sum().backward()
    learns = [
        name for name, p in came.named_parameters() if p.grad is not None and p.grad.any()
    ]
    if "conv3.weight" not in learns:
        zeroed = [n for n, p in came.named_parameters() if p.ndim == 4 and not p.any()]
        where = ", ".join(name.removesuffix(".weight") for name in zeroed) or "a batch norm"
        return (
            f"It is the identity, for ever: with zeros in {where} nothing reaches conv3, so no "
            "gradient does either."
        )
    changed = [
        name
        for name, value in came.state_dict().items()
        if "running" not in name and "tracked" not in name and name != "conv3.weight"
        if not torch.equal(value, before[name])
    ]
    if changed:
        return f"conv3 is enough; {changed[0]} was changed as well."
    return None
