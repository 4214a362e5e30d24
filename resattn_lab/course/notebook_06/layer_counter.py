"""The networks of one name, drawn to scale; their units light up as they are counted."""

import ipywidgets as widgets

from resattn_lab.networks import NETWORKS
from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.frame import Frame
from resattn_lab.panels.panel import STYLE, WIDE, Panel

from .layer_walk import Part, layer_walk, layers_by_place
from .network_drawing import Shown, draw_networks

ROWS = [name for name, s in NETWORKS.items() if s.unit == "preactivation"]
SIZE = (9.8, 6.0)  # of the picture, in inches


def printed_name(row: str) -> str:
    """``Attention-56`` for ``cifar_attention_56`` and for ``attention_56``."""
    return "Attention-" + row.split("_")[-1]


NAMES = {
    name: [row for row in ROWS if printed_name(row) == name] for name in map(printed_name, ROWS)
}


def image_side(row: str) -> int:
    return 224 if NETWORKS[row].stem == "imagenet" else 32


class LayerCounter(Panel):
    """The networks that share a name, and their layers counted one unit at a time.

    Args:
        name: the name to begin with, one of ``NAMES``; the first stage is counted.

    Attributes:
        network, counted: the controls: a name, and how many parts are counted so far.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: ``name`` is not in ``NAMES``.
    """

    def __init__(self, name: str = "Attention-56"):
        if name not in NAMES:
            raise ValueError(f"name must be one of {', '.join(NAMES)}; got {name!r}")
        self.network = widgets.Dropdown(
            options=list(NAMES), value=name, description="name", style=STYLE, layout=WIDE
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
    def rows(self) -> list[str]:
        """The rows of ``NETWORKS`` that have the chosen name."""
        return NAMES[self.network.value]

    def parts(self, row: str) -> list[Part]:
        """All of a network that is counted, in order."""
        return layer_walk(NETWORKS[row], image_side(row))

    def layers(self, row: str) -> dict[str, int]:
        """Layers counted so far, by place; a place that is still pale has 0."""
        lit = layers_by_place(self.parts(row)[: self.counted.value])
        return {place: lit.get(place, 0) for place in layers_by_place(self.parts(row))}

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.network:
            self._begin()

    def _begin(self) -> None:
        """Count the stem and the first stage."""
        places = [part.place for part in self.parts(self.rows[-1])]
        self.counted.max = len(places)  # the same in the networks of one name
        self.counted.value = places.index("stage 2")

    def draw(self, frame: Frame) -> None:
        shown = [
            Shown(
                title=f"{row}, {image_side(row)}×{image_side(row)}: {self._sum(row)}",
                parts=self.parts(row),
                depths=NETWORKS[row].encoder_depths,
                r=NETWORKS[row].module_options["r"],
            )
            for row in self.rows
        ]
        draw_networks(frame, self.paper, shown, counted=self.counted.value)

    def _sum(self, row: str) -> str:
        counts = self.layers(row).values()
        return f"{' + '.join(map(str, counts))} = {sum(counts)} layers"

    def describe(self) -> str:
        """For each network the part that was counted last, and the sum so far."""
        return " ".join([*map(self._told, self.rows), "The masks are not counted."])

    def _told(self, row: str) -> str:
        parts, counted, side = self.parts(row), self.counted.value, image_side(row)
        said = f"{row} for {side}×{side} images. "
        if not counted:
            return said + f"None of its {len(parts)} parts is counted yet."
        last = parts[counted - 1]
        layers = "three convolutions" if last.layers == 3 else "one layer"
        sizes = f"{last.channels} channels, {last.side}×{last.side}"
        sizes = "" if last.place == "classifier" else f" ({sizes})"
        return (
            f"{said}Part {counted} of {len(parts)}, {last.place}: {last.role}{sizes}, "
            f"{layers}. Stem to classifier: {self._sum(row)}."
        )

    def summary(self) -> str:
        return "LayerCounter: the networks of a name drawn to scale, and the layers in it"
