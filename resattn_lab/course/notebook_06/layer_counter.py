"""A network drawn to scale, whose units light up as they are counted for its name."""

import ipywidgets as widgets

from resattn_lab.blocks import ResidualUnit
from resattn_lab.networks import NETWORKS, NetworkSpecification
from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.canvas_panel import STYLE, WIDE, CanvasPanel
from resattn_lab.panels.frame import Frame

from .layer_walk import Part, layer_walk, layers_by_place
from .network_drawing import draw_network

ROWS = [name for name, s in NETWORKS.items() if s.unit is ResidualUnit]
SIZE = (9.8, 3.5)  # of the picture, in inches


class LayerCounter(CanvasPanel):
    """A row of ``NETWORKS``, built as a drawing, and its layers counted one unit at a time.

    Args:
        name: the network to begin with, one of ``ROWS``; its first stage is counted.

    Attributes:
        network, counted: the controls: a row, and how many parts are counted so far.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: ``name`` is not in ``ROWS``.
    """

    def __init__(self, name: str = "attention_56"):
        if name not in ROWS:
            raise ValueError(f"name must be one of {', '.join(ROWS)}; got {name!r}")
        self.network = widgets.Dropdown(
            options=ROWS, value=name, description="row", style=STYLE, layout=WIDE
        )
        self.counted = widgets.IntSlider(
            min=0, description="parts counted", style=STYLE, layout=WIDE
        )
        canvas = Canvas(*SIZE)
        self.paper = canvas.figure.add_axes((0, 0, 1, 1))
        self.paper.set_axis_off()
        self._begin()
        super().__init__([[self.network, self.counted]], canvas)

    @property
    def specification(self) -> NetworkSpecification:
        return NETWORKS[self.network.value]

    @property
    def image_side(self) -> int:
        return 224 if self.specification.stem == "imagenet" else 32

    @property
    def parts(self) -> list[Part]:
        """All that is counted, in order."""
        return layer_walk(self.specification, self.image_side)

    @property
    def layers(self) -> dict[str, int]:
        """Layers counted so far, by place; a place that is still dark has 0."""
        lit = layers_by_place(self.parts[: self.counted.value])
        return {place: lit.get(place, 0) for place in layers_by_place(self.parts)}

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.network:
            self._begin()

    def _begin(self) -> None:
        """Count the stem and the first stage."""
        places = [part.place for part in self.parts]
        self.counted.max = len(places)
        self.counted.value = places.index("stage 2")

    def draw(self, frame: Frame) -> None:
        draw_network(
            frame,
            self.paper,
            self.parts,
            counted=self.counted.value,
            depths=self.specification.encoder_depths,
            r=self.specification.module_options["r"],
            title=f"{self.network.value}: {self._sum()}",
        )

    def _sum(self) -> str:
        counts = self.layers.values()
        return f"{' + '.join(map(str, counts))} = {sum(counts)} layers"

    def describe(self) -> str:
        """The part that was counted last, and the sum so far."""
        parts, counted = self.parts, self.counted.value
        said = f"{self.network.value} for {self.image_side}×{self.image_side} images. "
        if not counted:
            return said + f"None of its {len(parts)} parts is counted yet."
        last = parts[counted - 1]
        layers = "three convolutions" if last.layers == 3 else "one layer"
        sizes = f"{last.channels} channels, {last.side}×{last.side}"
        sizes = "" if last.place == "classifier" else f" ({sizes})"
        return (
            f"{said}Part {counted} of {len(parts)}, {last.place}: {last.role}{sizes}, "
            f"{layers}. Stem to classifier: {self._sum()}. The masks, below the trunks, "
            "are not counted."
        )

    def summary(self) -> str:
        return "LayerCounter: a network drawn to scale, and the layers in its name"
