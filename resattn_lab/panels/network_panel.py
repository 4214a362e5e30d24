"""A network of the CIFAR family under sliders: its blocks, and where its cost sits."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, NamedTuple

from resattn_lab.networks import NETWORKS, PARTS, NetworkSpecification, add_up, part_costs
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.palette import CHOSEN_CLASS, INK

from .declared import Choice, Slider
from .marks import Axis, Bars, Chart, Column, Dot, Line, Picture, Row, Text, Words
from .network_blocks import network_blocks
from .panel import Panel

SIDE = 32  # of the image, in pixels
MOST_MODULES = 12
WIDTHS = (0.25, 0.5, 1.0, 2.0, 4.0)
DEPTHS = ((1, 1, 1), (2, 1, 1), (2, 2, 1), (3, 2, 1), (3, 2, 2), (3, 3, 3))
BLOCKS = (104, 440)  # pixels of a stage's row
PUBLISHED = {"92": 1.9e6, "236": 5.1e6, "452": 8.6e6}  # parameters, Table 6
RULER = Axis("parameters; upright: the networks of Table 6", 5e4, 2e9, log=True)
UP = Axis("", 0, 1, ticks=())
TABLE_6 = tuple(
    mark
    for row, (name, count) in enumerate(PUBLISHED.items())
    for mark in (
        Line((count, count), (0, 0.9 - 0.25 * row), INK, width=1),
        Words(count, 0.9 - 0.25 * row, f"Attention-{name}", anchor="lm", shift=(5, 0)),
    )
)


class Seen(NamedTuple):
    """What the controls ask for, its weighted layers without the masks, and its costs."""

    specification: NetworkSpecification
    layers: int
    costs: dict[str, Any]


class NetworkPanel(Panel):
    """Modules a stage, width, encoder depths and (p, t, r) against what they cost.

    Nothing is built: the costs are ``networks.part_costs`` of the specification.

    Args:
        m: Attention Modules in each stage, 1 to 12.
        classes: of the classifier.

    Attributes:
        modules, width, depths, p, t, r: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: ``m`` is out of range.
    """

    modules = Slider("modules a stage", MOST_MODULES, 1, min=1)
    width = Choice("width", [(f"{w:g}", w) for w in WIDTHS], kind="slider")
    depths = Choice(
        "encoder depths", [(", ".join(map(str, d)), d) for d in DEPTHS], kind="slider"
    )
    p = Slider("p, before and after", 4, 1, min=1)
    t = Slider("t, in the trunk", 4, 2, min=1)
    r = Slider("r, in the mask", 4, 1, min=1)

    def __init__(self, m: int = 1, *, classes: int = 10):
        if not 1 <= m <= MOST_MODULES:
            raise ValueError(f"m must be 1 to {MOST_MODULES}, got {m}")
        self.classes = classes
        super().__init__(
            modules={"value": m}, width={"value": 1.0}, depths={"value": (3, 2, 1)}
        )

    def look(self, s: SimpleNamespace) -> Seen:
        base = NETWORKS["cifar_attention_56"]
        specification = replace(
            base,
            modules=(s.modules,) * 3,
            stem_channels=round(base.stem_channels * s.width),
            channels=tuple(round(channels * s.width) for channels in base.channels),
            encoder_depths=s.depths,
            classes=self.classes,
            module_options={**base.module_options, "p": s.p, "t": s.t, "r": s.r},
        )
        layers = 9 * s.modules * (2 * s.p + s.t) + 20
        return Seen(specification, layers, add_up(part_costs(specification, SIDE)))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        total = seen.costs["total"]
        size = f"{_short(total.parameters)} parameters with {self.classes} classes"
        name = f"Attention-{seen.layers}: {size}"
        ruler = Chart(
            [Dot(total.parameters, 0.06, CHOSEN_CLASS, 7)],
            RULER,
            UP,
            still=TABLE_6,
            size=(360, 130),
        )
        right = Column(
            self._bars(seen, "parameters", "parameters"),
            self._bars(seen, "multiply_accumulates", "multiply-accumulates, one image"),
            ruler,
            gap=18,
        )
        stages = [self._stage(s, seen, number) for number in range(3)]
        legend = "Blue, level: trunk. Purple stairs: mask. Grey: rest. Thicker: more units."
        left = Column(*stages, Text(legend, 540), gap=8)
        return Column(Text(name, 540, points=15, bold=True), Row(left, right, gap=24), gap=10)

    def _stage(self, s: SimpleNamespace, seen: Seen, number: int) -> Row:
        side, channels = SIDE >> number, seen.specification.channels[number]
        lines = (f"stage {number + 1}", f"{side}×{side}", f"{channels} channels")
        units = {"p": s.p, "t": s.t, "r": s.r}
        blocks = network_blocks(*BLOCKS, modules=s.modules, depth=s.depths[number], **units)
        words = Column(*(Text(line, 96) for line in lines), gap=2)
        return Row(words, Picture(blocks, size=BLOCKS[1]), gap=4)

    def _bars(self, seen: Seen, amount: str, title: str) -> Bars:
        """The share of each part, and its amount."""
        whole = getattr(seen.costs["total"], amount)
        values = [getattr(seen.costs[part], amount) for part in PARTS]
        notes = [f"{100 * value / whole:.0f} %   {_short(value)}" for value in values]
        return Bars(
            PARTS,
            [value / whole for value in values],
            [PART_COLOURS[part] for part in PARTS],
            notes,
            size=(360, 24),
            behind=110,
            ends=("0", "100 %"),
            title=title,
        )

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """The network's name, sizes and costs, and how trunk, mask and rest share them."""
        total, depths = seen.costs["total"], ", ".join(map(str, s.depths))

        def shares(amount: str) -> str:
            whole = getattr(total, amount)
            return ", ".join(
                f"{part} {100 * getattr(seen.costs[part], amount) / whole:.0f} %"
                for part in PARTS
            )

        return (
            f"Attention-{seen.layers}: modules a stage {s.modules}, width "
            f"{s.width:g}, encoder depths {depths}, (p, t, r) = ({s.p}, "
            f"{s.t}, {s.r}). {total.parameters:,} parameters "
            f"({shares('parameters')}); {total.multiply_accumulates / 1e6:,.1f} million "
            f"multiply-accumulates for one {SIDE}×{SIDE} image "
            f"({shares('multiply_accumulates')})."
        )

    def summary(self) -> str:
        return "NetworkPanel: modules, width, encoder depths, p, t and r against cost"


def _short(value: float) -> str:
    for unit, size in (("G", 1e9), ("M", 1e6)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value / 1e3:.0f} k"
