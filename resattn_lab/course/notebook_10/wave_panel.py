"""A wave that goes through a kernel: what comes out, beside the kernel's response."""

from collections.abc import Mapping

import ipywidgets as widgets
import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.measures import frequency_response
from resattn_lab.panels.canvas import Canvas
from resattn_lab.panels.frame import Frame, colours, readable_on
from resattn_lab.panels.panel import STYLE, WIDE, Panel
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    INK,
    MAGNITUDE_COLOURS,
    MUTED,
    SIGNED_COLOURS,
)

from ..tiles import axes_at

PIXELS, TILE, STEPS = 32, 224, 32  # of the wave, on the page, frequencies to a cycle
MAP = 65  # frequencies along a side of the response
TITLES = ("a wave goes in", "the kernel", "what comes out", "frequency response")


class WavePanel(Panel):
    """A wave, a 3×3 kernel, what it makes of the wave, and its frequency response.

    Every kernel is divided by the peak of its response: the wave that gets through best comes
    out as strong as it went in.

    Args:
        kernels: 3×3 weights by name.

    Attributes:
        kernel, across, down: the controls; frequencies count 32ths of a cycle per pixel.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no kernel, or one that is not 3×3.
    """

    def __init__(self, kernels: Mapping[str, ArrayLike]):
        self.kernels = {name: np.asarray(k, np.float64) for name, k in kernels.items()}
        shapes = [k.shape for k in self.kernels.values()]
        if not shapes or set(shapes) != {(3, 3)}:
            raise ValueError(f"wanted 3×3 kernels by name, got {shapes or 'none'}")
        self.kernel = widgets.Dropdown(
            options=list(kernels), description="kernel", style=STYLE, layout=WIDE
        )
        self.across, self.down = (
            widgets.IntSlider(
                value=value,
                max=STEPS // 2,
                description=f"{name} / {STEPS}",
                style=STYLE,
                layout=WIDE,
            )
            for name, value in (("across", 4), ("down", 0))
        )
        self.canvas = Canvas(9.8, 4.6)
        self._still()
        super().__init__([[self.kernel], [self.across, self.down]], self.canvas)

    def _still(self) -> None:
        figure = self.canvas.figure
        self.views = [
            axes_at(figure, (6 + n * (TILE + 22), 26, TILE, TILE), title)
            for n, title in enumerate(TITLES)
        ]
        self.views[1].set(xlim=(0, 3), ylim=(3, 0))
        self.views[3].set(xlim=(-0.5, 0.5), ylim=(0.5, -0.5), xlabel="cycles per pixel")
        self.views[3].set(xticks=[-0.5, 0, 0.5])
        self.chart = axes_at(figure, (60, 304, 660, 112), None)
        self.chart.spines[["left", "bottom"]].set_visible(True)
        self.chart.axhline(0, color=MUTED, linestyle="--", linewidth=1)
        self.chart.set(xlim=(0, PIXELS - 1), ylim=(-1.1, 1.1), yticks=[-1, 0, 1])
        self.chart.set(xticks=[0, 10, 20, 30], ylabel="value")
        self.chart.set_xlabel("pixels in the direction of the faster change")
        for ax in (self.chart, self.views[3]):
            ax.tick_params(labelsize=8.5)

    def weights(self) -> NDArray[np.float64]:
        """The chosen kernel, so that the peak of its response is 1."""
        kernel = self.kernels[self.kernel.value]
        return kernel / (frequency_response(kernel, size=MAP).max() or 1.0)

    def wave(self) -> NDArray[np.float64]:
        """The wave and one more pixel on every side, (34, 34)."""
        place = np.arange(-1, PIXELS + 1)
        across, down = self.across.value / STEPS, self.down.value / STEPS
        return np.cos(2 * np.pi * (down * place[:, None] + across * place[None]))

    def response(self) -> NDArray[np.float64]:
        """What the convolution makes of the wave, (32, 32)."""
        windows = np.lib.stride_tricks.sliding_window_view(self.wave(), (3, 3))
        return (windows * self.weights()).sum(axis=(-2, -1))

    def share(self) -> float:
        """The share of the wave that comes out: the frequency response at this wave."""
        down, across = (
            np.exp(-2j * np.pi * control.value / STEPS * np.arange(3))
            for control in (self.down, self.across)
        )
        return float(abs(down @ self.weights() @ across))

    def draw(self, frame: Frame) -> None:
        wave, out, weights = self.wave()[1:-1, 1:-1], self.response(), self.weights()
        strongest = abs(weights).max()
        seen = colours(weights, -strongest, strongest, SIGNED_COLOURS)
        pictures = (
            colours(wave, -1, 1, SIGNED_COLOURS),
            seen,
            colours(out, -1, 1, SIGNED_COLOURS),
            colours(frequency_response(weights, size=MAP), 0, 1, MAGNITUDE_COLOURS),
        )
        for ax, picture in zip(self.views, pictures, strict=True):
            frame.image(ax, picture)
        for row in range(3):
            for column in range(3):
                at = frame.point(self.views[1], column + 0.5, row + 0.5)
                colour = readable_on(seen[row, column])
                text = f"{weights[row, column]:.2f}".replace("-", "−")
                frame.words(at, text, points=10, colour=colour, anchor="mm")
        across, down = self.across.value / STEPS, self.down.value / STEPS
        for sign in (1, -1):
            frame.dot(self.views[3], sign * across, sign * down, CHOSEN_CLASS, radius=5)
        line = (slice(None), 16) if down > across else (16, slice(None))
        frame.line(self.chart, range(PIXELS), wave[line].tolist(), MUTED, width=1)
        frame.line(self.chart, range(PIXELS), out[line].tolist(), CHOSEN_CLASS, width=3)
        right, top = frame.box(self.chart)[2] + 24, frame.box(self.chart)[1]
        for y, words, colour in (
            (20, "thin: what goes in", MUTED),
            (44, "thick: what comes out", CHOSEN_CLASS),
            (76, f"response {self.share():.2f}", INK),
        ):
            frame.words((right, top + y), words, points=10, colour=colour)

    def describe(self) -> str:
        """Kernel, wave, and how much of it comes out."""
        across, down = self.across.value / STEPS, self.down.value / STEPS
        return (
            f"The kernel {self.kernel.value}, and a wave of {across:.2f} cycles per pixel "
            f"across and {down:.2f} down. It comes out {self.share():.2f} times as strong, the "
            "value of the frequency response at the two dots."
        )

    def summary(self) -> str:
        return f"WavePanel: {', '.join(self.kernels)}"
