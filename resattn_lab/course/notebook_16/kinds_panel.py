"""A mask, SE, CBAM and self-attention in the same scene, trained or not; a click asks."""

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Axis, Box, Chart, Column, Picture, Row
from resattn_lab.plots import as_picture
from resattn_lab.plots.palette import CHOSEN_CLASS, MUTED, OUTLINE

SHAPES = {
    "mask": "(N, C, h, w)",
    "SE": "(N, C)",
    "CBAM channels": "(N, C)",
    "CBAM locations": "(N, h, w)",
    "self-attention": "(N, h·w, h·w)",
}
SIZE = 224  # pixels of a picture


class Seen(NamedTuple):
    """One state.

    Args:
        asked: the weights with which the location asks all locations, (h, w).
        most: the row and the column that it asks most.
        alike: the share of all locations that ask the same one most.
    """

    asked: NDArray
    most: tuple[int, int]
    alike: float


class KindsPanel(Panel):
    """What each kind of attention gives to the chosen scene, channel and location.

    Mask and CBAM are light on the image: 1 leaves it as it is, 0 dims it. Self-attention's
    row is light as well, as a share of its largest weight. SE and CBAM give a channel one
    weight at all locations, drawn as a bar. A click on a picture chooses the location.

    Args:
        images: (N, 3, H, W) or (N, H, W, 3), uint8 or floats in [0, 1].
        true_masks: bool (N, H, W), outlined.
        networks: what is in ``SHAPES``, by name, for each kind of network, such as trained.

    Attributes:
        network, image, channel, row, column: the controls.

    Raises:
        ValueError: no network, or weights that are missing or of another shape.
    """

    network = Choice("networks", kind="dots")
    image = Slider("image")
    channel = Slider("channel")
    row = Slider("row of the location")
    column = Slider("column of the location")

    def __init__(
        self,
        images: ArrayLike,
        true_masks: ArrayLike,
        networks: Mapping[str, Mapping[str, ArrayLike]],
    ):
        self.pictures = [as_picture(image) for image in images]
        self.true_masks = np.asarray(true_masks)
        self.weights = {name: self._checked(found) for name, found in networks.items()}
        if not self.weights:
            raise ValueError("wanted the weights of at least one kind of networks, got none")
        count, channels, self.height, self.width = next(iter(self.weights.values()))[
            "mask"
        ].shape
        ticks = tuple(range(0, channels, math.ceil(channels / 12)))
        self.channels = Axis("channel", -0.7, channels - 0.3, ticks=ticks)
        super().__init__(
            network={"options": list(self.weights)},
            image={"max": count - 1},
            channel={"max": channels - 1},
            row={"max": self.height - 1, "value": self.height // 2},
            column={"max": self.width - 1, "value": self.width // 2},
        )

    def _checked(self, found: Mapping[str, ArrayLike]) -> dict[str, NDArray]:
        """The weights as arrays, if all are there and fit together."""
        if set(found) != set(SHAPES):
            raise ValueError(f"weights must be {', '.join(SHAPES)}; got {', '.join(found)}")
        weights = {name: np.asarray(found[name]) for name in SHAPES}
        if weights["mask"].ndim != 4:
            raise ValueError(f"mask must be (N, C, h, w), got {weights['mask'].shape}")
        _, channels, height, width = weights["mask"].shape
        wanted = {
            "mask": (channels, height, width),
            "SE": (channels,),
            "CBAM channels": (channels,),
            "CBAM locations": (height, width),
            "self-attention": (height * width, height * width),
        }
        for name, shape in wanted.items():
            if weights[name].shape != (len(self.pictures), *shape):
                raise ValueError(
                    f"{name} must be {(len(self.pictures), *shape)}, that is {SHAPES[name]}, "
                    f"got {weights[name].shape}"
                )
        return weights

    def look(self, s: SimpleNamespace) -> Seen:
        rows = self.weights[s.network]["self-attention"][s.image]
        asked = rows[s.row * self.width + s.column].reshape(self.height, self.width)
        row, column = np.unravel_index(asked.argmax(), asked.shape)
        most = rows.argmax(axis=-1)
        alike = np.bincount(most).max() / len(most)
        return Seen(asked, (int(row), int(column)), float(alike))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        weights, image = self.weights[s.network], self.pictures[s.image]
        mask = weights["mask"][s.image, s.channel]
        locations = weights["CBAM locations"][s.image]
        views = (
            ("the scene: click a location", None, f"row {s.row}, column {s.column}"),
            ("mask: one channel", mask, f"here {mask[s.row, s.column]:.2f}"),
            ("CBAM: locations", locations, f"here {locations[s.row, s.column]:.2f}"),
            (
                "self-attention: who is asked",
                seen.asked / seen.asked.max(),
                f"most {seen.asked.max():.3f}, alike {1 / seen.asked.size:.3f}",
            ),
        )
        boxes = [
            self._box(image, (s.row, s.column), OUTLINE),
            self._box(image, seen.most, CHOSEN_CLASS),
        ]
        maps = [
            Picture(
                image,
                size=SIZE,
                light=light,
                outline=self.true_masks[s.image],
                boxes=boxes if light is None or light is views[3][1] else boxes[:1],
                title=title,
                below=below,
                name="scene",
            )
            for title, light, below in views
        ]
        bars = (self._bars(weights[name][s.image], name, s.channel) for name in CHANNELS)
        return Column(Row(*maps), Row(*bars))

    def _box(self, image: NDArray, place: tuple[int, int], colour: str) -> Box:
        """A rim around one location, in pixels of the image."""
        high, wide = image.shape[0] / self.height, image.shape[1] / self.width
        top, left = place[0] * high, place[1] * wide
        return Box(top, left, top + high, left + wide, colour)

    def _bars(self, values: NDArray, name: str, chosen: int) -> Chart:
        """A level for each channel, the chosen one in its colour."""
        bars = [
            Box(
                float(value),
                number - 0.35,
                0,
                number + 0.35,
                CHOSEN_CLASS if number == chosen else MUTED,
                rim=False,
                fill=True,
            )
            for number, value in enumerate(values)
        ]
        title = f"{CHANNELS[name]}: a level for each channel"
        up = Axis("weight", ticks=(0, 0.5, 1))
        return Chart(bars, self.channels, up, size=(464, 150), title=title)

    def touched(self, place, across: float, down: float) -> None:
        """A click asks from that location."""
        self.row.value = min(int(down * self.height), self.height - 1)
        self.column.value = min(int(across * self.width), self.width - 1)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        weights, (top, left) = self.weights[s.network], seen.most
        return (
            f"Image {s.image}, {s.network} networks, channel {s.channel}, location in row "
            f"{s.row}, column {s.column}. The mask gives this channel "
            f"{weights['mask'][s.image, s.channel, s.row, s.column]:.2f} here. SE gives it "
            f"{weights['SE'][s.image, s.channel]:.2f} at all locations; CBAM "
            f"{weights['CBAM channels'][s.image, s.channel]:.2f}, times "
            f"{weights['CBAM locations'][s.image, s.row, s.column]:.2f} for this location and "
            f"all channels. In self-attention this location asks row {top}, column {left} most "
            f"(orange), with {seen.asked.max():.3f}; {seen.alike:.0%} of all locations ask one "
            "and the same most."
        )

    def summary(self) -> str:
        return (
            f"KindsPanel: {len(self.pictures)} images, {self.height}×{self.width} locations, "
            f"{self.channel.max + 1} channels"
        )


CHANNELS = {"SE": "SE", "CBAM channels": "CBAM"}
