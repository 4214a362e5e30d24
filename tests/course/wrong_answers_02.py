"""Wrong answers to the exercises of notebook 02, and the words that name each mistake."""

import math

import torch
import torch.nn.functional as F
from later import Later
from torch import nn

from resattn_lab.blocks import ResidualUnit
from resattn_lab.course.notebook_02.on_paper import layer_factor


def always_project(x, unit):
    return unit.projection(F.relu(unit.norm1(x)))


def route(kept, projected):
    """What goes where there is no projection, and where there is one."""

    def shortcut(x, unit):
        return kept(x, unit) if unit.projection is None else projected(x, unit)

    return shortcut


def identity(x, unit):
    return x


def rightly(x, unit):
    return unit.projection(F.relu(unit.norm1(x)))


def zero(*names):
    def start(unit):
        for name in names:
            nn.init.zeros_(unit.get_parameter(name))
        return unit

    return start


def freeze(unit):
    nn.init.zeros_(unit.conv3.weight)
    return unit.requires_grad_(False)


def returns_nothing(unit):
    nn.init.zeros_(unit.conv3.weight)


class Scaled(nn.Module):
    """A scaled unit with one thing changed: ``put`` says what comes out."""

    def __init__(self, branch, start=0.0, size=1, put=lambda x, h, s: x + s * h):
        super().__init__()
        self.branch, self.put = branch, put
        self.strength = nn.Parameter(torch.full((size,), start))

    def forward(self, x):
        return self.put(x, self.branch(x), self.strength)


class NotLearned(nn.Module):
    def __init__(self, branch):
        super().__init__()
        self.branch, self.strength = branch, 0.0

    def forward(self, x):
        return x + self.strength * self.branch(x)


class Hidden(nn.Module):
    def __init__(self, branch):
        super().__init__()
        self.branches, self.strength = [branch], nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return x + self.strength * self.branches[0](x)


def scaled(**options):
    return lambda branch: Scaled(branch, **options)


def stack(widths=(64, 128, 256), strides=(1, 2, 2), start=16, count=2, end=None):
    layers, channels = [], start
    for width, stride in zip(widths, strides, strict=True):
        for place in range(count):
            layers.append(ResidualUnit(channels, width, stride=1 if place else stride))
            channels = width
    end = [nn.BatchNorm2d(channels), nn.ReLU()] if end is None else end
    return nn.Sequential(*layers, *end)


WRONG = {
    "02.shapes": {
        "a quarter of the input": (((16, 15, 15), (16, 8, 8), (256, 8, 8)), "not of those"),
        "rounded down": (((64, 15, 15), (64, 7, 7), (256, 7, 7)), "rounds up"),
        "stride in conv1": (((64, 8, 8), (64, 8, 8), (256, 8, 8)), "conv1 has no stride"),
        "no stride": (((64, 15, 15), (64, 15, 15), (256, 15, 15)), "carries the stride"),
        "narrow at the end": (((64, 15, 15), (64, 8, 8), (64, 8, 8)), "conv3 brings"),
        "halved twice": (((64, 15, 15), (64, 8, 8), (256, 4, 4)), "leaves the resolution"),
        "wide in the middle": ([[64, 15, 15], [256, 8, 8], [256, 8, 8]], "64 → a quarter"),
        "channels last": (((15, 15, 64), (8, 8, 64), (8, 8, 256)), "channels come first"),
        "one shape": ((256, 8, 8), "Three shapes"),
        "a number": (256, "Three shapes"),
    },
    "02.shortcut": {
        "always projected": (always_project, "and cannot be called"),
        "never projected": (identity, "does not fit"),
        "raw input": (route(identity, lambda x, u: u.projection(x)), "projects x itself"),
        "no ReLU": (route(identity, lambda x, u: u.projection(u.norm1(x))), "ReLU is missing"),
        "no projection": (route(identity, lambda x, u: u.norm1(x).relu()), "itself is missing"),
        "a normalised identity": (
            route(lambda x, u: F.relu(u.norm1(x)), rightly),
            "it would be no identity",
        ),
        "the whole unit": (lambda x, unit: unit(x), "the whole unit"),
        "a scaled shortcut": (route(lambda x, u: x / 2, rightly), "hand x on"),
        "ReLU afterwards": (
            route(identity, lambda x, u: F.relu(u.projection(x))),
            "in this order",
        ),
        "nothing where it keeps": (
            route(lambda x, u: None, rightly),
            "must give one tensor; a NoneType came",
        ),
        "a result": (torch.zeros(2), "the function itself"),
    },
    "02.control": {
        "a deeper stack": ("deepen", "an even stronger gradient"),
        "a wider stack": ("widen", "gives a wider layer smaller weights"),
        "another draw": ("redraw", "how much luck"),
        "another word": ("half", "none of the four experiments"),
        "a number": (0.5, "in quotes"),
    },
    "02.identity": {
        "conv1": (zero("conv1.weight"), "zeros in conv1"),
        "conv1 and conv3": (zero("conv1.weight", "conv3.weight"), "zeros in conv1, conv3"),
        "the last norm": (zero("norm3.weight", "norm3.bias"), "zeros in a batch norm"),
        "frozen": (freeze, "free to move"),
        "nothing done": (lambda unit: unit, "still changes its input"),
        "another module": (lambda unit: nn.Identity(), "give the unit back"),
        "nothing given back": (returns_nothing, "a NoneType came"),
        "more than needed": (zero("conv3.weight", "conv2.weight"), "conv2"),
        "a unit": (Later(lambda: ResidualUnit(8, 8).state_dict()), "the function itself"),
    },
    "02.slope": {
        "half on the way back": (
            lambda a: (1 + a * a - (1 - a) ** 2 / math.pi) ** -0.5,
            "more than half of the mean square",
        ),
        "no root": (lambda a: layer_factor(a) ** 2, "is their root"),
        "a unit": (lambda a: layer_factor(a) ** 3, "Wanted is that of one layer"),
        "the signal": (lambda a: 1 / layer_factor(a), "factor of the signal"),
        "no mean": (lambda a: 1, "mean is not subtracted"),
        "a constant": (lambda a: 1.2112, "whatever the slope is"),
        "the mean not squared": (
            lambda a: (1 - (1 - a) / math.sqrt(2 * math.pi) / ((1 + a * a) / 2)) ** -0.5,
            "to be squared",
        ),
        "something else": (lambda a: 1.21 - 0.21 * a, "At slope 0.2 it gives 1.168"),
        "words": (lambda a: "1.2", "one number"),
        "a result": (1.2, "the function itself"),
    },
    "02.scaled": {
        "full strength": (scaled(start=1.0), "full strength"),
        "not learned": (NotLearned, "not learned"),
        "branch hidden in a list": (Hidden, "would not find the branch's weights"),
        "shortcut scaled": (scaled(put=lambda x, h, s: s * (x + h)), "must not be scaled"),
        "a blend": (scaled(put=lambda x, h, s: (1 - s) * x + s * h), "blends"),
        "a product": (scaled(put=lambda x, h, s: x * (1 + s * h)), "multiplies x"),
        "no effect": (scaled(put=lambda x, h, s: x + 0 * s * h), "has no effect"),
        "a number a channel": (scaled(size=5), "One number is enough"),
        "a unit": (Later(lambda: Scaled(nn.Identity())), "the class itself"),
        "started halfway": (scaled(start=0.3), "does not start as the identity"),
        "squared": (scaled(put=lambda x, h, s: x + s * s * h), "half of what the branch"),
    },
    "02.stack": {
        "no end": (Later(lambda: stack(end=[])), "Negative values"),
        "ReLU alone": (Later(lambda: stack(end=[nn.ReLU()])), "whatever size"),
        "no stride": (Later(lambda: stack(strides=(1, 1, 1))), "at a high cost"),
        "stage 1 halves": (Later(lambda: stack(strides=(2, 2, 2))), "full resolution"),
        "halved once": (Later(lambda: stack(strides=(1, 1, 2))), "a stage halves once"),
        "one unit a stage": (Later(lambda: stack(count=1)), "there are 3"),
        "other widths": (Later(lambda: stack(widths=(16, 32, 64))), "should put out"),
        "other input": (Later(lambda: stack(start=3)), "takes 3"),
        "pooled": (
            Later(lambda: stack(end=[nn.BatchNorm2d(256), nn.ReLU(), nn.AvgPool2d(8)])),
            "(4, 256, 1, 1)",
        ),
        "a list": ([], "a list came"),
    },
}
