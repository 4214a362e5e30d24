"""A mask, SE, CBAM and self-attention in the same scene, trained or not; the pointer asks."""

import math
from collections.abc import Mapping
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Axis, Box, Chart, Column, Line, Picture, Row
from resattn_lab.plots import as_picture, lit_by, weight_light
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, OUTLINE

from .asking import DIMMED, asking

SIZE = 224  # pixels of a picture


def shapes(n: int, c: int, h: int, w: int) -> dict[str, tuple[int, ...]]:
    """Of the weights of n images, with c channels at h×w locations."""
    return {
        "mask": (n, c, h, w),
        "SE": (n, c),
        "CBAM channels": (n, c),
        "CBAM locations": (n, h, w),
        "self-attention": (n, h * w, h * w),
    }


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
    row is light as in ``plots.weight_light``, and lines on the scene lead from every third
    location to those that it asks. SE and CBAM give a channel one weight at all locations, a
    bar. The pointer on a picture chooses the location, on the bars the channel.

    Args:
        images: (N, 3, H, W) or (N, H, W, 3), uint8 or floats in [0, 1].
        true_masks: bool (N, H, W), outlined.
        networks: weights as in ``shapes``, for each kind of network, such as trained.

    Attributes:
        network, image, channel, row, column: the controls.

    Raises:
        ValueError: no network, or weights that are missing or of another shape.
    """

    hovers = True
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
        names = list(shapes(1, 1, 1, 1))
        if set(found) != set(names):
            raise ValueError(f"weights must be {', '.join(names)}; got {', '.join(found)}")
        weights = {name: np.asarray(found[name]) for name in names}
        if weights["mask"].ndim != 4:
            raise ValueError(f"mask must be (N, C, h, w), got {weights['mask'].shape}")
        for name, shape in shapes(len(self.pictures), *weights["mask"].shape[1:]).items():
            if weights[name].shape != shape:
                raise ValueError(
                    f"{name} must be {shape}, to go with {len(self.pictures)} images and the "
                    f"mask; got {weights[name].shape}"
                )
        return weights

    def look(self, s: SimpleNamespace) -> Seen:
        rows = self.weights[s.network]["self-attention"][s.image]
        asked = rows[s.row * self.width + s.column].reshape(self.height, self.width)
        row, column = np.unravel_index(asked.argmax(), asked.shape)
        most = rows.argmax(axis=-1)
        return Seen(asked, (int(row), int(column)), float(np.bincount(most).max() / len(most)))

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        weights, image = self.weights[s.network], self.pictures[s.image]
        mask = weights["mask"][s.image, s.channel]
        locations = weights["CBAM locations"][s.image]
        here, asks = self._box(s.row, s.column, OUTLINE), self._box(*seen.most, CHOSEN_CLASS)
        views = (
            ("mask: one channel", mask, f"here {mask[s.row, s.column]:.2f}", [here]),
            ("CBAM: locations", locations, f"here {locations[s.row, s.column]:.2f}", [here]),
            (
                "self-attention: this one asks",
                weight_light(seen.asked),
                f"most {seen.asked.max():.3f}; if alike {1 / seen.asked.size:.3f}",
                [here, asks],
            ),
        )
        high, wide = np.array(image.shape[:2]) / (self.height, self.width)
        maps = [
            Picture(
                image,
                size=SIZE,
                light=light,
                outline=self.true_masks[s.image],
                boxes=[
                    Box(b.top * high, b.left * wide, b.bottom * high, b.right * wide, b.colour)
                    for b in boxes
                ],
                title=title,
                below=below,
                name="scene",
            )
            for title, light, below, boxes in views
        ]
        bars = (self._bars(weights, name, s) for name in ("SE", "CBAM channels"))
        lines = self._lines(image, weights["self-attention"][s.image], here, asks)
        return Column(Row(lines, *maps), Row(*bars))

    def _box(self, row: int, column: int, colour: str) -> Box:
        """A rim around one location, in locations."""
        return Box(row, column, row + 1, column + 1, colour)

    def _lines(self, image: NDArray, rows: NDArray, here: Box, most: Box) -> Chart:
        """The scene, with a line from each location that asks to each that it asks."""
        ways = [np.add(ends, 0.5).T for ends in asking(rows, self.width)]
        white = [Line(x, y, *look) for look in ((INK, 3), (OUTLINE, 1)) for y, x in ways]
        y, x = np.add([(box.top, box.left) for box in (here, most)], 0.5).T
        own = Line(x, y, CHOSEN_CLASS, 3)
        return Chart(
            [*white, own, here, most],
            Axis(high=self.width),
            Axis(low=self.height, high=0),
            size=(SIZE, SIZE + 20),
            fill=(lit_by(image, np.full((1, 1), DIMMED)) * 255).astype(np.uint8),
            bare=True,
            title="self-attention: all locations ask",
            name="scene",
        )

    def _bars(self, weights: Mapping[str, NDArray], name: str, s: SimpleNamespace) -> Chart:
        """A level for each channel, the chosen one in its colour."""
        bars = [
            Box(
                float(value),
                number - 0.35,
                0,
                number + 0.35,
                CHOSEN_CLASS if number == s.channel else MUTED,
                rim=False,
                fill=True,
            )
            for number, value in enumerate(weights[name][s.image])
        ]
        given = weights[name][s.image, s.channel]
        title = f"{name.split()[0]}: channel {s.channel} gets {given:.2f} everywhere"
        up = Axis("weight", ticks=(0, 0.5, 1))
        return Chart(bars, self.channels, up, size=(464, 150), title=title, name="channels")

    def touched(self, place, across: float, down: float) -> None:
        """The pointer asks from a location, or chooses a channel."""
        if place.mark.name == "channels":
            low, high = self.channels.low, self.channels.high
            number = round(low + across * (high - low))
            self.channel.value = min(max(number, 0), self.channel.max)
        else:
            self.row.value = min(int(down * self.height), self.height - 1)
            self.column.value = min(int(across * self.width), self.width - 1)

    hovered = touched

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
