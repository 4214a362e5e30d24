"""The networks of one name, drawn to scale; their units are filled as they are counted."""

from typing import NamedTuple

from resattn_lab.blocks import ResidualUnit
from resattn_lab.networks import NETWORKS
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Column

from .layer_walk import Part, layer_walk, layers_by_place
from .network_drawing import ALONE, HIGHEST, draw_network

ROWS = [name for name, s in NETWORKS.items() if s.unit is ResidualUnit]


def printed_name(row: str) -> str:
    """``Attention-56`` for ``cifar_attention_56`` and for ``attention_56``."""
    return "Attention-" + row.split("_")[-1]


NAMES = {
    name: [row for row in ROWS if printed_name(row) == name] for name in map(printed_name, ROWS)
}


def image_side(row: str) -> int:
    """Of the images that a row of ``NETWORKS`` is for."""
    return 224 if NETWORKS[row].stem == "imagenet" else 32


def parts_of(row: str) -> list[Part]:
    """All of a network that is counted, in order."""
    return layer_walk(NETWORKS[row], image_side(row))


def first_stage(name: str) -> tuple[int, int]:
    """Parts of each network of a name, and how many of them come before the second stage."""
    places = [part.place for part in parts_of(NAMES[name][-1])]
    return len(places), places.index("stage 2")


class Counted(NamedTuple):
    """A network's parts, and its layers counted so far, by place."""

    row: str
    parts: list[Part]
    layers: dict[str, int]

    def sum(self) -> str:
        counts = self.layers.values()
        return f"{' + '.join(map(str, counts))} = {sum(counts)} layers"


class LayerCounter(Panel):
    """The networks that share a name, and their layers counted one unit at a time.

    Args:
        name: the name to begin with, one of ``NAMES``; the first stage is counted.

    Attributes:
        network, counted: the controls: a name, and how many parts are counted so far.

    Raises:
        ValueError: ``name`` is not in ``NAMES``.
    """

    network = Choice("name", list(NAMES))
    counted = Slider("parts counted")

    def __init__(self, name: str = "Attention-56"):
        if name not in NAMES:
            raise ValueError(f"name must be one of {', '.join(NAMES)}; got {name!r}")
        parts, first = first_stage(name)
        super().__init__(network={"value": name}, counted={"max": parts, "value": first})

    def adjust(self, name: str) -> None:
        if name == "network":
            self.counted.max, self.counted.value = first_stage(self.network.value)

    def look(self, s) -> list[Counted]:
        return [counted_parts(row, s.counted) for row in NAMES[s.network]]

    def draw(self, s, seen: list[Counted]) -> Column:
        highest = HIGHEST if len(seen) > 1 else ALONE
        drawn = []
        for one in seen:
            title = f"{one.row}, {image_side(one.row)}×{image_side(one.row)}: {one.sum()}"
            sizes = {"counted": s.counted, "highest": highest}
            drawn.append(draw_network(title, NETWORKS[one.row], one.parts, **sizes))
        return Column(*drawn)

    def words(self, s, seen: list[Counted]) -> str:
        """For each network the part that was counted last, and the sum so far."""
        return " ".join(
            [*(_said(one, s.counted) for one in seen), "The masks are not counted."]
        )

    def summary(self) -> str:
        return "LayerCounter: the networks of a name drawn to scale, and the layers in it"


def counted_parts(row: str, counted: int) -> Counted:
    """A network of which the first ``counted`` parts are counted."""
    parts = parts_of(row)
    lit = layers_by_place(parts[:counted])
    return Counted(row, parts, {place: lit.get(place, 0) for place in layers_by_place(parts)})


def _said(one: Counted, counted: int) -> str:
    side = image_side(one.row)
    text = f"{one.row} for {side}×{side} images. "
    if not counted:
        return text + f"None of its {len(one.parts)} parts is counted yet."
    last = one.parts[counted - 1]
    layers = "three convolutions" if last.layers == 3 else "one layer"
    sizes = f"{last.channels} channels, {last.side}×{last.side}"
    sizes = "" if last.place == "classifier" else f" ({sizes})"
    return (
        f"{text}Part {counted} of {len(one.parts)}, {last.place}: {last.role}{sizes}, "
        f"{layers}. Stem to classifier: {one.sum()}."
    )
