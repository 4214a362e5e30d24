"""A network drawn to scale, whose units light up as they are counted for its name."""

from typing import NamedTuple

from resattn_lab.blocks import ResidualUnit
from resattn_lab.networks import NETWORKS
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Chart

from .layer_walk import Part, layer_walk, layers_by_place
from .network_drawing import draw_network

ROWS = [name for name, s in NETWORKS.items() if s.unit is ResidualUnit]


def image_side(name: str) -> int:
    """Of the images that a row of ``NETWORKS`` is for."""
    return 224 if NETWORKS[name].stem == "imagenet" else 32


def parts_of(name: str) -> list[Part]:
    """All that is counted in a row of ``NETWORKS``, in order."""
    return layer_walk(NETWORKS[name], image_side(name))


def first_stage(parts: list[Part]) -> int:
    """How many parts come before the second stage."""
    return [part.place for part in parts].index("stage 2")


class Seen(NamedTuple):
    """All parts, and the layers counted so far by place: a place that is dark has 0."""

    parts: list[Part]
    layers: dict[str, int]

    def sum(self) -> str:
        counts = self.layers.values()
        return f"{' + '.join(map(str, counts))} = {sum(counts)} layers"


class LayerCounter(Panel):
    """A row of ``NETWORKS``, built as a drawing, and its layers counted one unit at a time.

    Args:
        name: the network to begin with, one of ``ROWS``; its first stage is counted.

    Attributes:
        network, counted: the controls: a row, and how many parts are counted so far.

    Raises:
        ValueError: ``name`` is not in ``ROWS``.
    """

    network = Choice("row", ROWS)
    counted = Slider("parts counted")

    def __init__(self, name: str = "attention_56"):
        if name not in ROWS:
            raise ValueError(f"name must be one of {', '.join(ROWS)}; got {name!r}")
        parts = parts_of(name)
        counted = {"max": len(parts), "value": first_stage(parts)}
        super().__init__(network={"value": name}, counted=counted)

    def adjust(self, name: str) -> None:
        if name == "network":
            parts = parts_of(self.network.value)
            self.counted.max, self.counted.value = len(parts), first_stage(parts)

    def look(self, s) -> Seen:
        parts = parts_of(s.network)
        lit = layers_by_place(parts[: s.counted])
        return Seen(parts, {place: lit.get(place, 0) for place in layers_by_place(parts)})

    def draw(self, s, seen: Seen) -> Chart:
        return draw_network(
            seen.parts,
            counted=s.counted,
            depths=NETWORKS[s.network].encoder_depths,
            r=NETWORKS[s.network].module_options["r"],
            title=f"{s.network}: {seen.sum()}",
        )

    def words(self, s, seen: Seen) -> str:
        """The part that was counted last, and the sum so far."""
        side = image_side(s.network)
        said = f"{s.network} for {side}×{side} images. "
        if not s.counted:
            return said + f"None of its {len(seen.parts)} parts is counted yet."
        last = seen.parts[s.counted - 1]
        layers = "three convolutions" if last.layers == 3 else "one layer"
        sizes = f"{last.channels} channels, {last.side}×{last.side}"
        sizes = "" if last.place == "classifier" else f" ({sizes})"
        return (
            f"{said}Part {s.counted} of {len(seen.parts)}, {last.place}: {last.role}{sizes}, "
            f"{layers}. Stem to classifier: {seen.sum()}. The masks, below the trunks, "
            "are not counted."
        )

    def summary(self) -> str:
        return "LayerCounter: a network drawn to scale, and the layers in its name"
