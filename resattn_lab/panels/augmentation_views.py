"""The drawing inside the AugmentationPanel: three views and a row of draws."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from resattn_lab.data import Crops
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, OUTLINE, OUTLINE_RIM

from .frame import Frame

SHOWN = 8  # draws in the row
WIDTH, SIDE, TILE = 9.8, 2.5, 1.1  # inches: figure, width of a view, width of a draw
HEAD, FOOT = 0.34, 0.34  # inches for words: above the views, below the row


def figure_size(image_size: tuple[int, int], padding: int) -> tuple[float, float]:
    """Width and height in inches of a figure whose views have the images' shape."""
    view, tile = _heights(image_size, padding)
    return WIDTH, HEAD + view + FOOT + tile + FOOT


def _heights(image_size: tuple[int, int], padding: int) -> tuple[float, float]:
    """Heights in inches of a view, which holds the padded image, and of a draw."""
    H, W = image_size
    return SIDE * (H + 2 * padding) / (W + 2 * padding), TILE * H / W


class AugmentationViews:
    """Draws what stays on ``figure`` once; ``draw`` puts one state on a frame.

    All three views have the scale of the padded image: the result is seen to be as large
    as the image was.

    Args:
        image_size: height and width.
        padding: pixels around it for which room is kept.
    """

    def __init__(self, figure: Figure, *, image_size: tuple[int, int], padding: int):
        self.image_size, self.padding = image_size, padding
        view, tile = _heights(image_size, padding)
        high = HEAD + view + FOOT + tile + FOOT
        gap = (WIDTH - 3 * SIDE) / 4
        titles = ("the image, and the window", "padded", "what the network is shown")
        self.views = []
        for column, title in enumerate(titles):
            left = gap + column * (SIDE + gap)
            ax = _still(figure, (left, FOOT + tile + FOOT, SIDE, view), high)
            ax.set_title(title, fontsize=9, color=INK)
            self.views.append(ax)
        gap = (WIDTH - SHOWN * TILE) / (SHOWN + 1)
        self.row = [
            _still(figure, (gap + column * (TILE + gap), FOOT, TILE, tile), high)
            for column in range(SHOWN)
        ]
        H, W = image_size
        for ax in self.views:
            ax.set(xlim=(-padding, W + padding), ylim=(H + padding, -padding))
        for ax in self.row:
            ax.set(xlim=(0, W), ylim=(H, 0))

    def draw(
        self,
        frame: Frame,
        *,
        image: NDArray[np.float32],
        rim: NDArray[np.float32] | None,
        results: list[NDArray[np.float32]],
        crops: Crops,
        number: int,
    ) -> None:
        """Put one state on the frame.

        Args:
            image: (H, W, 3) in [0, 1].
            rim: the colour of the padding, (3,); None where nothing is padded.
            results: the draws, (H, W, 3) each.
            number: of the chosen draw; its place in the row is the rest by 8.
        """
        chosen, first = number % SHOWN, number - number % SHOWN
        white = np.ones(3, np.float32)
        grounds = (white, white if rim is None else rim, white)
        pictures = (image, image, results[chosen])
        for ax, ground, picture in zip(self.views, grounds, pictures, strict=True):
            frame.image(ax, self._with_room(picture, ground))
        top, left = int(crops.top[chosen]), int(crops.left[chosen])
        if rim is not None:
            top, left = top - self.padding, left - self.padding
        for ax in self.views[:2]:
            self._window(frame, ax, top, left)
        if rim is None:
            frame.words(_under(frame, self.views[1]), "no padding", colour=MUTED, anchor="mt")
        if bool(crops.mirrored[chosen]):
            frame.words(_under(frame, self.views[2]), "mirrored", anchor="mt")
        for place, (ax, result) in enumerate(zip(self.row, results, strict=True)):
            frame.image(ax, _bytes(result))
            turned = ", mirrored" if bool(crops.mirrored[place]) else ""
            colour = CHOSEN_CLASS if place == chosen else INK
            said = f"draw {first + place}{turned}"
            frame.words(_under(frame, ax), said, points=7.5, colour=colour, anchor="mt")
        H, W = self.image_size
        frame.rectangle(self.row[chosen], 0, 0, W, H, CHOSEN_CLASS, width=3)

    def _with_room(
        self, picture: NDArray[np.float32], ground: NDArray[np.float32]
    ) -> NDArray[np.uint8]:
        """The picture on a ground that is wider by the padding on every side."""
        p, (H, W) = self.padding, self.image_size
        wide = np.broadcast_to(ground, (H + 2 * p, W + 2 * p, 3)).copy()
        wide[p : p + H, p : p + W] = picture
        return _bytes(wide)

    def _window(self, frame: Frame, ax: Axes, top: int, left: int) -> None:
        """A line with a dark rim, seen on any ground, where the window lies."""
        H, W = self.image_size
        corners = (left, top, left + W, top + H)
        frame.rectangle(ax, *corners, OUTLINE_RIM, width=4)
        frame.rectangle(ax, *corners, OUTLINE, width=2)


def _still(figure: Figure, inches: tuple[float, float, float, float], high: float) -> Axes:
    """An Axes without ticks at left, bottom, width and height in inches."""
    left, bottom, wide, tall = inches
    ax = figure.add_axes((left / WIDTH, bottom / high, wide / WIDTH, tall / high))
    ax.set(xticks=[], yticks=[])
    for side in ax.spines.values():
        side.set_visible(False)
    return ax


def _bytes(picture: NDArray[np.float32]) -> NDArray[np.uint8]:
    return (picture * 255).round().astype(np.uint8)


def _under(frame: Frame, ax: Axes) -> tuple[int, int]:
    """The pixel just below the middle of ``ax``."""
    left, _, right, bottom = frame.box(ax)
    return (left + right) // 2, bottom + 5
