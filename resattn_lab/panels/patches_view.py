"""The patches that excite a channel most: one view of the KernelExplorer."""

import numpy as np
from matplotlib.figure import Figure

from resattn_lab.measures import Place
from resattn_lab.plots import tile

from .channel_grid import ChannelGrid, Tiles, columns_for
from .frame import Frame
from .kernel_views import SIZE, put

COUNT = 9


class PatchesView:
    """Each channel's most exciting patch on the left; the chosen one's nine on the right."""

    def __init__(self, figure: Figure, left: ChannelGrid):
        self.left = left
        side, step = 0.118, 0.163
        self.places = [
            figure.add_axes(
                (0.53 + step * column, 0.63 - 0.3 * row, side, side * SIZE[0] / SIZE[1])
            )
            for row in range(3)
            for column in range(3)
        ]
        for ax in self.places:
            ax.set_axis_off()

    def draw(
        self,
        frame: Frame,
        channel: int,
        first_of_each: np.ndarray,
        places: list[Place],
        squares: np.ndarray,
    ) -> None:
        """Put patches on ``frame``.

        Args:
            first_of_each: (out, C, side, side), each channel's most exciting patch.
            places: of the chosen channel, strongest first.
            squares: (K, C, side, side), what it saw there.
        """
        count, side = len(first_of_each), first_of_each.shape[-1]
        columns = columns_for(count)
        tiles = Tiles(
            picture=_pixels(tile(_last(first_of_each), columns=columns)),
            columns=min(columns, count),
            cell=(side, side),
            first=channel,
            last=channel,
        )
        self.left.draw(frame, tiles, f"what excites each channel most, {side}×{side} pixels")
        left, top, _, _ = frame.box(self.left.ax)
        right, _, _, _ = frame.box(self.places[0])
        frame.words((right, top - 18), f"channel {channel}: image and answer", points=10)
        for ax, place, square in zip(self.places, places, _last(squares), strict=False):
            said = f"image {place.image}: {place.value:.2f}".replace("-", "−")
            put(frame, ax, _pixels(square), said)


def _last(patches: np.ndarray) -> np.ndarray:
    """(K, C, h, w) with one or three channels -> (K, h, w, 3)."""
    patches = np.moveaxis(patches, 1, -1)
    return np.broadcast_to(patches, (*patches.shape[:-1], 3))


def _pixels(picture: np.ndarray) -> np.ndarray:
    """Floats in [0, 1] -> uint8; what lies beyond the border is white."""
    return (np.nan_to_num(picture, nan=1.0).clip(0, 1) * 255).astype(np.uint8)
