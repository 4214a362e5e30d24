"""A network of the CIFAR family under sliders: its blocks, and where its cost sits."""

from dataclasses import replace

import ipywidgets as widgets

from resattn_lab.networks import NETWORKS, PARTS, NetworkSpecification, add_up, part_costs
from resattn_lab.plots.cost_bars import PART_COLOURS
from resattn_lab.plots.palette import INK

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel
from .frame import Frame
from .network_axes import parameter_ruler, share_axes, stage_axes
from .network_blocks import network_blocks

SIDE = 32  # of the image, in pixels
MOST_MODULES = 12
WIDTHS = (0.25, 0.5, 1.0, 2.0, 4.0)
DEPTHS = ((1, 1, 1), (2, 1, 1), (2, 2, 1), (3, 2, 1), (3, 2, 2), (3, 3, 3))


class NetworkPanel(CanvasPanel):
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

    def __init__(self, m: int = 1, *, classes: int = 10):
        if not 1 <= m <= MOST_MODULES:
            raise ValueError(f"m must be 1 to {MOST_MODULES}, got {m}")
        self.classes = classes
        self.modules = _count("modules a stage", m, MOST_MODULES)
        self.width = _choice("width", [(f"{w:g}", w) for w in WIDTHS], 1.0)
        self.depths = _choice(
            "encoder depths", [(", ".join(map(str, d)), d) for d in DEPTHS], (3, 2, 1)
        )
        self.p = _count("p, before and after", 1, 4)
        self.t = _count("t, in the trunk", 2, 4)
        self.r = _count("r, in the mask", 1, 4)
        canvas = self.canvas = Canvas(9.8, 4.3)
        self.stages = stage_axes(canvas.figure)
        self.bars = [
            share_axes(canvas.figure, bottom, title)
            for bottom, title in (
                (0.70, "parameters"),
                (0.37, "multiply-accumulates, one image"),
            )
        ]
        self.ruler = parameter_ruler(canvas.figure)
        rows = [[self.modules, self.width], [self.depths, self.p], [self.t, self.r]]
        super().__init__(rows, canvas)

    @property
    def specification(self) -> NetworkSpecification:
        """What the controls ask for."""
        base, width = NETWORKS["cifar_attention_56"], self.width.value
        units = {name: getattr(self, name).value for name in "ptr"}
        return replace(
            base,
            modules=(self.modules.value,) * 3,
            stem_channels=round(base.stem_channels * width),
            channels=tuple(round(channels * width) for channels in base.channels),
            encoder_depths=self.depths.value,
            classes=self.classes,
            module_options={**base.module_options, **units},
        )

    @property
    def layers(self) -> int:
        """Weighted layers outside of the masks: the number in the name."""
        units = 2 * self.p.value + self.t.value
        return 9 * self.modules.value * units + 20

    def draw(self, frame: Frame) -> None:
        costs = add_up(part_costs(self.specification, SIDE))
        self._draw_blocks(frame)
        total = costs["total"]
        amounts = ("parameters", "multiply_accumulates")
        for ax, amount in zip(self.bars, amounts, strict=True):
            for row, part in enumerate(PARTS):
                value = getattr(costs[part], amount)
                share = value / getattr(total, amount)
                frame.bar(ax, row, share, PART_COLOURS[part])
                x, y = frame.point(ax, share, row)
                frame.words((x + 5, y), f"{100 * share:.0f} %   {_short(value)}")
        frame.dot(self.ruler, total.parameters, 0, INK, radius=6)
        said = f"{_short(total.parameters)} parameters"
        left, top, _, _ = frame.box(self.stages)
        frame.words((left + 4, top - 18), f"Attention-{self.layers}: {said}", points=12)

    def _draw_blocks(self, frame: Frame) -> None:
        left, top, right, bottom = frame.box(self.stages)
        height, width = bottom - top, right - left
        units = {name: getattr(self, name).value for name in "ptr"}
        blocks = network_blocks(
            height, width, modules=self.modules.value, depths=self.depths.value, **units
        )
        frame.image(self.stages, blocks)
        for stage, channels in enumerate(self.specification.channels):
            side = SIDE >> stage
            words = (f"stage {stage + 1}", f"{side}×{side}", f"{channels} channels")
            for line, text in enumerate(words):
                frame.words((left + 4, top + stage * height // 3 + 26 + 20 * line), text)

    def describe(self) -> str:
        """The network's name, sizes and costs, and how trunk, mask and rest share them."""
        costs = add_up(part_costs(self.specification, SIDE))
        total, depths = costs["total"], ", ".join(map(str, self.depths.value))

        def shares(amount: str) -> str:
            whole = getattr(total, amount)
            return ", ".join(
                f"{part} {100 * getattr(costs[part], amount) / whole:.0f} %" for part in PARTS
            )

        return (
            f"Attention-{self.layers}: modules a stage {self.modules.value}, width "
            f"{self.width.value:g}, encoder depths {depths}, (p, t, r) = ({self.p.value}, "
            f"{self.t.value}, {self.r.value}). {total.parameters:,} parameters "
            f"({shares('parameters')}); {total.multiply_accumulates / 1e6:,.1f} million "
            f"multiply-accumulates for one {SIDE}×{SIDE} image "
            f"({shares('multiply_accumulates')})."
        )

    def summary(self) -> str:
        return "NetworkPanel: modules, width, encoder depths, p, t and r against cost"


def _count(description: str, value: int, highest: int) -> widgets.IntSlider:
    return widgets.IntSlider(
        value=value, min=1, max=highest, description=description, style=STYLE, layout=WIDE
    )


def _choice(description: str, options: list[tuple], value) -> widgets.SelectionSlider:
    return widgets.SelectionSlider(
        options=options, value=value, description=description, style=STYLE, layout=WIDE
    )


def _short(value: float) -> str:
    for unit, size in (("G", 1e9), ("M", 1e6)):
        if value >= size:
            return f"{value / size:.2f} {unit}"
    return f"{value / 1e3:.0f} k"
