"""A trained network as a list of steps that the page's JavaScript runs, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import nn

from resattn_lab.blocks import (
    AttentionModule,
    ChannelGate,
    InceptionUnit,
    LocalMaskBranch,
    MaskLevel,
    MixedGate,
    ResidualUnit,
    SoftMaskBranch,
    SpatialGate,
)
from resattn_lab.networks import ResidualAttentionNetwork
from resattn_lab.recording import attention_modules

GATES = {MixedGate: "mixed", ChannelGate: "channel", SpatialGate: "spatial"}


@dataclass
class Value:
    """Feature maps on their way: their shape, and the buffer that holds them."""

    number: int
    shape: tuple[int, int, int]
    buffer: int = -1


@dataclass
class Program:
    """Everything a forward pass needs for images of one size.

    Attributes:
        steps: what to do, in order; each names its ``op``, values and places in ``weights``.
        values: the shape of every value, and its buffer. Value 0 is the image.
        buffers: how many numbers each buffer holds. Values that are never needed at the same
            time share one; those of the modules' trunks and masks have their own.
        modules: name, trunk, mask and form of each Attention Module.
        logits: the value that the last step puts out.
        weights: one long row of float64.
    """

    steps: list[dict] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    buffers: list[int] = field(default_factory=list)
    modules: list[dict] = field(default_factory=list)
    logits: int = -1
    rows: list[NDArray[np.float64]] = field(default_factory=list)

    @property
    def weights(self) -> NDArray[np.float64]:
        return np.concatenate(self.rows)

    def to_dict(self) -> dict:
        """All but the weights, for JSON."""
        values = [[*value.shape, value.buffer] for value in self.values]
        parts = ("steps", "buffers", "modules", "logits")
        return {"values": values, **{name: getattr(self, name) for name in parts}}


def write_program(network: nn.Module, size: tuple[int, int]) -> Program:
    """The steps of ``network``, in eval mode, on one image of ``size``; batch norms folded.

    Raises:
        ValueError: another kind of network or of part, no Attention Module, or images that
            the network refuses.
    """
    if not isinstance(network, ResidualAttentionNetwork):
        raise ValueError(
            f"the live page runs networks of build_network, got a {type(network).__name__}"
        )
    if not attention_modules(network):
        raise ValueError("this network has no Attention Module to look at")
    with torch.no_grad():
        network(torch.zeros(1, network.specification.in_channels, *size))  # or its own words
        return _Writer(network, size).program


class _Writer:
    """Walks through a network in the order of its forward pass and writes the steps down."""

    def __init__(self, network: ResidualAttentionNetwork, size: tuple[int, int]):
        self.program = Program()
        self.names = {module: name for name, module in network.named_modules()}
        channels = network.specification.in_channels
        x = self.value(channels, *size)
        mean = network.pixel_mean
        if tuple(mean.shape[-2:]) not in ((1, 1), size):
            mean = F.interpolate(mean[None], size, mode="bilinear", align_corners=True)[0]
        h = self.step("subtract", x, x.shape, weights=self.keep(mean.expand(x.shape)))
        h = self.stem(network.stem, h)
        for stage in (network.stage1, network.stage2, network.stage3):
            for part in stage.children():
                is_module = isinstance(part, AttentionModule)
                h = self.module(part, h) if is_module else self.unit(part, h)
        h = self.run(network.tail, h)
        h = self.norm(network.norm, h)
        h = self.step("mean", h, (h.shape[0], 1, 1))
        last = network.classifier
        weight = last.weight[:, :, None, None]
        self.program.logits = self.convolution(h, weight, last.bias).number
        self.share_buffers()

    def value(self, *shape: int) -> Value:
        self.program.values.append(Value(len(self.program.values), shape))
        return self.program.values[-1]

    def keep(self, numbers) -> int:
        """Add ``numbers`` to the weights; where they begin."""
        row = np.asarray(torch.as_tensor(numbers).double().cpu(), np.float64).ravel()
        self.program.rows.append(row)
        return sum(map(len, self.program.rows)) - len(row)

    def step(self, op: str, x: Value, shape, *, out: Value | None = None, **more) -> Value:
        out = self.value(*shape) if out is None else out
        step = {"op": op, "in": x.number, "out": out.number}
        self.program.steps.append(step | {k: v for k, v in more.items() if v is not None})
        return out

    def convolution(
        self, x: Value, weight, bias=None, *, stride=1, padding=0, groups=1, **more
    ) -> Value:
        outputs, _, kernel, _ = weight.shape
        high, wide = ((side + 2 * padding - kernel) // stride + 1 for side in x.shape[1:])
        bias = torch.zeros(outputs) if bias is None else bias
        sizes = {"outputs": outputs, "kernel": kernel, "stride": stride}
        sizes |= {"padding": padding, "groups": groups}
        places = {"weights": self.keep(weight), "bias": self.keep(bias)}
        return self.step("convolve", x, (outputs, high, wide), **sizes, **places, **more)

    def conv(self, conv: nn.Conv2d, x: Value, *, norm=None, add: Value | None = None, **more):
        """A convolution of the network; ``norm`` and a ReLU behind it become a part of it."""
        weight, bias = conv.weight.double(), None
        if norm is not None:
            scale, bias = scale_and_shift(norm)
            weight = weight * scale[:, None, None, None]
            more["relu"] = True
        return self.convolution(
            x,
            weight,
            bias,
            stride=conv.stride[0],
            padding=conv.padding[0],
            groups=conv.groups,
            add=None if add is None else add.number,
            name=self.names[conv],
            **more,
        )

    def norm(self, norm: nn.BatchNorm2d, x: Value, *, relu: bool = True) -> Value:
        place = self.keep(torch.cat(scale_and_shift(norm)))
        return self.step("scale", x, x.shape, weights=place, relu=relu)

    def stem(self, stem: nn.Sequential, x: Value) -> Value:
        parts = list(stem)
        if len(parts) == 1:
            return self.conv(parts[0], x)
        return self.pool(self.conv(parts[0], x, norm=parts[1]))

    def pool(self, x: Value) -> Value:
        """The only pooling there is: 3×3, stride 2, padding 1."""
        return self.step("pool", x, (x.shape[0], *((side + 1) // 2 for side in x.shape[1:])))

    def run(self, units: nn.Sequential, x: Value) -> Value:
        for unit in units:
            x = self.unit(unit, x)
        return x

    def unit(self, unit: nn.Module, x: Value) -> Value:
        _check_known(unit, ResidualUnit, InceptionUnit)
        a = self.norm(unit.norm1, x)
        shortcut = x if unit.projection is None else self.conv(unit.projection, a)
        if isinstance(unit, ResidualUnit):
            h = self.conv(unit.conv1, a, norm=unit.norm2)
            h = self.conv(unit.conv2, h, norm=unit.norm3)
        else:
            h = self.inception(unit, a, shortcut.shape[1:])
        return self.conv(unit.conv3, h, add=shortcut)

    def inception(self, unit: InceptionUnit, a: Value, size: tuple[int, ...]) -> Value:
        """Three branches, each writing its channels of one value."""
        width = unit.point.out_channels
        together = self.value(3 * width, *size)
        branches = ([unit.point], unit.near, unit.far)
        for number, branch in enumerate(branches):
            steps = [
                part for part in nn.Sequential(*branch).modules() if not list(part.children())
            ]
            h = a
            for place, part in enumerate(steps):
                if isinstance(part, nn.Conv2d):
                    last = place == len(steps) - 1
                    norm = unit.norm3 if last else steps[place + 1]
                    if last:
                        norm = _channels_of(norm, number * width, width)
                    target = {"out": together, "at": number * width} if last else {}
                    h = self.conv(part, h, norm=norm, **target)
        return together

    def module(self, module: AttentionModule, x: Value) -> Value:
        _check_known(module, AttentionModule)
        if module.fusion.mask_scale != 1:
            raise ValueError("the live page cannot scale a mask; use mask_scale=1")
        x = self.run(module.pre, x)
        trunk = self.run(module.trunk, x)
        mask = self.mask(module.mask, x)
        residual = module.fusion.attention_residual
        h = self.step(
            "weigh",
            trunk,
            trunk.shape,
            mask=mask.number,
            module=len(self.program.modules),
            residual=residual,
        )
        self.program.modules.append(
            {
                "name": self.names[module],
                "trunk": trunk.number,
                "mask": mask.number,
                "shape": trunk.shape,
                "residual": residual,
                "lowest": -1 if isinstance(module.mask.gate, ChannelGate) else 0,
            }
        )
        return self.run(module.post, h)

    def mask(self, branch: nn.Module, x: Value) -> Value:
        _check_known(branch, SoftMaskBranch, LocalMaskBranch)
        _check_known(branch.gate, *GATES)
        if isinstance(branch, SoftMaskBranch):
            h = self.level(branch.levels, x)
            norm1, _, conv1, norm2, _, conv2 = branch.score
            h = self.conv(conv2, self.conv(conv1, self.norm(norm1, h), norm=norm2))
        else:
            h = self.norm(branch.score, self.run(branch.units, x), relu=False)
        kind = next(name for gate, name in GATES.items() if isinstance(branch.gate, gate))
        epsilon = getattr(branch.gate, "epsilon", None)
        return self.step("gate", h, h.shape, kind=kind, epsilon=epsilon)

    def level(self, level: MaskLevel, x: Value, add: Value | None = None) -> Value:
        _check_known(level, MaskLevel)
        h = self.run(level.down, self.pool(x))
        if level.inner is not None:
            h = self.level(level.inner, h, add=self.unit(level.skip, h))
        h = self.run(level.up, h)
        shape = (h.shape[0], *x.shape[1:])
        return self.step("enlarge", h, shape, add=None if add is None else add.number)

    def share_buffers(self) -> None:
        """Give every value a buffer; one that is read for the last time becomes free."""
        program, last_use = self.program, {}
        for place, step in enumerate(program.steps):
            for value in self.used(step):
                last_use[value] = place
        lasting = {0, program.logits}
        lasting |= {m[part] for m in program.modules for part in ("trunk", "mask")}
        free: dict[int, list[int]] = {}
        for place, step in enumerate([{"in": 0, "out": 0}, *program.steps], -1):
            out = program.values[step["out"]]
            if out.buffer < 0:
                length = int(np.prod(out.shape))
                if not free.get(length):
                    program.buffers.append(length)
                    free.setdefault(length, []).append(len(program.buffers) - 1)
                out.buffer = free[length].pop()
            for number in set(self.used(step)) - lasting:
                if last_use[number] == place:
                    value = program.values[number]
                    free[program.buffers[value.buffer]].append(value.buffer)

    @staticmethod
    def used(step: dict) -> Iterator[int]:
        return (step[key] for key in ("in", "mask", "add") if key in step)


def _check_known(part: nn.Module, *kinds: type[nn.Module]) -> None:
    """Refuse what computes otherwise than one of these classes, be it derived from one."""
    if type(part).forward not in [kind.forward for kind in kinds]:
        raise ValueError(f"the live page cannot run a {type(part).__name__}")


def scale_and_shift(norm: nn.BatchNorm2d) -> tuple[torch.Tensor, torch.Tensor]:
    """What a batch norm does in eval mode: x · scale + shift, in float64."""
    scale = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
    return scale, norm.bias.double() - norm.running_mean.double() * scale


def _channels_of(norm: nn.BatchNorm2d, start: int, count: int) -> nn.BatchNorm2d:
    """The batch norm of some of the channels."""
    part = nn.BatchNorm2d(count, eps=norm.eps)
    chosen = slice(start, start + count)
    for name in ("weight", "bias", "running_mean", "running_var"):
        getattr(part, name).data = getattr(norm, name).data[chosen]
    return part
