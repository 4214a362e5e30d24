"""The line-up: suspects by letter, guilty or not, and what is held against them."""

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from resattn_lab.blocks import SpatialGate

from . import right
from .rebuilding import SOURCES, rebuilt

KINDS = ("module", "unit", "network", "choice", "training")
LATE = "V"  # found after the suite was written


def faults() -> str:
    """Letter, kind and fault; then each change: a part, what stands in its source, and what is
    to stand there. The first change is shown. A function, so that no name gives it away.
    """
    return """
B module: every level pools the module's input
MaskLevel
- self.skip(h) + self.inner(h)
+ self.skip(h) + F.interpolate(self.inner(x), h.shape[-2:], mode="bilinear")
C module: attention without the 1 +
Fusion
- weight = 1 + mask if self.attention_residual else mask
+ weight = mask
D module: one residual unit for all levels of the mask
SoftMaskBranch
- MaskLevel(channels, encoder_depth, r, unit)
+ MaskLevel(channels, encoder_depth, r, lambda *_, u=unit(channels, channels): u)
F module: the trunk added inside the mask branch
SoftMaskBranch
- self.levels(x)
+ self.levels(x) + trunk
SoftMaskBranch
- forward(self, x: Tensor)
+ forward(self, x, trunk)
AttentionModule
- self.fusion(self.trunk(x), self.mask(x))
+ self.fusion(trunk := self.trunk(x), self.mask(x, trunk))
G module: interpolation sizes fixed in the code
MaskLevel
- x.shape[-2:]
+ (16, 16) if self.inner else (8, 8)
H module: a ReLU right before the sigmoid
SoftMaskBranch
- self.gate(self.score(self.levels(x)))
+ self.gate(F.relu(self.score(self.levels(x))))
J module: the unit before the split used again after
AttentionModule
- return self.post(self.fusion(self.trunk(x), self.mask(x)))
+ return self.pre(self.fusion(self.trunk(x), self.mask(x)))
AttentionModule
- self.post = unit_run(channels, p, unit=unit)
+ pass
K unit: padding 1 on the 1×1 convolution, none on the 3×3
ResidualUnit
- nn.Conv2d(in_channels, width, 1, bias=False)
+ nn.Conv2d(in_channels, width, 1, padding=1, bias=False)
ResidualUnit
- stride, padding=1,
+ stride, padding=0,
N unit: a projection where no shape changes
ResidualUnit
- StridedProjection(in_channels, out_channels, stride) if reshapes else None
+ StridedProjection(in_channels, out_channels, stride)
O network: the class count in another place
network
- network_of(classes=classes, strides=(1, 2, 2))
+ network_of(classes, strides=(1, 2, 2))
Q network: stages without stride
network
- strides=(1, 2, 2)
+ strides=(1, 1, 1)
R choice: the best epoch chosen on the test set
choose
- np.argmax(validation)
+ np.argmax(test)
U training: weight decay 0.005, and no shuffling
train
- "weight_decay": 0.0001
+ "weight_decay": 0.005
train
- torch.randperm(count)
+ torch.arange(count)
V module: what came down added once more beside the skip
MaskLevel
- h = self.skip(h) + self.inner(h)
+ h = self.skip(h) + self.inner(h) + h
"""


class File(NamedTuple):
    """What is held against a suspect: the fault in words, its line, and the right one."""

    fault: str
    wrong: str
    right: str


class Suspect:
    """Something to be tested. Nothing that it shows or prints tells what it did.

    ``suspect(…)`` builds it anew at each call, for its kind:

    * module: ``(channels, depth)``, an Attention Module with ``depth`` poolings;
    * unit: ``(channels)``, a residual unit that keeps the shape;
    * network: ``(classes)``, for images of 3×16×16;
    * choice: ``(validation, test)``, the number of the epoch to report;
    * training: ``(network, count)``, an optimiser, and what draws an epoch's batches.

    Attributes:
        letter, kind: its name, and one of ``KINDS``.
        file: a function that opens its ``File``; None for the right ones.
    """

    __slots__ = ("_build", "file", "kind", "letter")

    def __init__(self, letter: str, kind: str, make: Callable, file: File | None = None):
        self.letter, self.kind = letter, kind
        self._build, self.file = (lambda *given: make(*given)), (lambda: file)

    def __call__(self, *given):
        return self._build(*given)

    def __repr__(self) -> str:
        return f"suspect {self.letter} ({self.kind})"


def changed(text: str) -> tuple[File, dict[str, str]]:
    """The file of a fault as in ``faults``, and the sources after all its changes.

    Raises:
        ValueError: what is to be changed is not in the source exactly once.
    """
    title, *changes = re.split(r"\n(?=[A-Za-z]+\n- )", text)
    sources: dict[str, str] = {}
    for part, old, new in (re.split(r"\n[-+] ", change) for change in changes):
        source = sources.get(part, SOURCES[part])
        if source.count(old) != 1:
            raise ValueError(f"{old!r} must be in {part} once; the package has changed")
        sources[part] = source.replace(old, new)
    _, old, new = re.split(r"\n[-+] ", changes[0])
    return File(title.split(": ")[1], new, old), sources


def all_suspects() -> dict[str, Suspect]:
    usual = {
        "A": ("module", right.in_a_loop),
        "E": ("module", right.usual),
        "I": ("module", partial(right.usual, gate=SpatialGate)),
        "L": ("unit", right.unit),
        "M": ("unit", lambda channels: right.unit(channels, groups=2, width=channels // 2)),
        "P": ("network", lambda classes: right.network_of(classes=classes, modules=(1, 2, 1))),
        "S": ("choice", right.last_epoch),
        "T": ("training", right.train),
    }
    found = {letter: Suspect(letter, *known) for letter, known in usual.items()}
    for text in re.split(r"\n(?=[A-Z] \w+: )", faults().strip()):
        (letter, kind), (file, sources) = text.split(":")[0].split(), changed(text)
        found[letter] = Suspect(letter, kind, rebuilt(sources)[kind], file)
    return dict(sorted(found.items()))


SUSPECTS = all_suspects()


def line_up(kind: str | None = None) -> dict[str, Suspect]:
    """The suspects of ``kind``, or all, by letter; who is guilty is not told.

    Raises:
        ValueError: ``kind`` is none of ``KINDS``.
    """
    if kind not in (None, *KINDS):
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    return {n: s for n, s in SUSPECTS.items() if n != LATE and kind in (None, s.kind)}


def guilty() -> list[str]:
    """The letters of the guilty ones in the line-up: calling this ends the hunt."""
    return [letter for letter, suspect in line_up().items() if suspect.file()]
