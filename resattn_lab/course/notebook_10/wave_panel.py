"""A wave that goes through a kernel: what comes out, beside the kernel's response."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from resattn_lab.measures import frequency_response
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import (
    Axis,
    Chart,
    Column,
    Dot,
    Line,
    Picture,
    Row,
    Scale,
    signed,
)
from resattn_lab.panels.pen import in_colours
from resattn_lab.plots.palette import (
    CHOSEN_CLASS,
    MAGNITUDE_COLOURS,
    MUTED,
    SIGNED_COLOURS,
)

PIXELS, STEPS = 32, 32  # of the wave, frequencies to a cycle
MAP = 65  # frequencies along a side of the response
WAVE = Scale(SIGNED_COLOURS, -1, 1)
ALONG = [Axis(f"pixels along the middle {line}", 0, PIXELS - 1) for line in ("row", "column")]


class Seen(NamedTuple):
    """One state.

    Args:
        across, down: of the wave, in cycles per pixel.
        weights: the kernel, divided by the peak of its response: (3, 3).
        wave: with one more pixel on every side, (34, 34).
        out: what the convolution makes of it, (32, 32).
        share: of the wave that comes out: the frequency response at this wave.
    """

    across: float
    down: float
    weights: NDArray[np.float64]
    wave: NDArray[np.float64]
    out: NDArray[np.float64]
    share: float


class WavePanel(Panel):
    """A wave, a 3×3 kernel, what it makes of the wave, and its frequency response.

    Every kernel is divided by the peak of its response: the wave that gets through best comes
    out as strong as it went in.

    Args:
        kernels: 3×3 weights by name.

    Attributes:
        kernel, across, down: the controls; frequencies count 32ths of a cycle per pixel.

    Raises:
        ValueError: no kernel, or one that is not 3×3.
    """

    kernel = Choice("kernel")
    across = Slider(f"across / {STEPS}", STEPS // 2, 4)
    down = Slider(f"down / {STEPS}", STEPS // 2, 0)

    def __init__(self, kernels: Mapping[str, ArrayLike]):
        self.kernels = {name: np.asarray(k, np.float64) for name, k in kernels.items()}
        shapes = [k.shape for k in self.kernels.values()]
        if not shapes or set(shapes) != {(3, 3)}:
            raise ValueError(f"wanted 3×3 kernels by name, got {shapes or 'none'}")
        self.zero = (Line([0, PIXELS - 1], [0, 0], MUTED, width=1, style="--"),)
        super().__init__(kernel={"options": list(kernels)})

    def look(self, s) -> Seen:
        across, down, place = s.across / STEPS, s.down / STEPS, np.arange(-1, PIXELS + 1)
        kernel = self.kernels[s.kernel]
        weights = kernel / (frequency_response(kernel, size=MAP).max() or 1.0)
        wave = np.cos(2 * np.pi * (down * place[:, None] + across * place[None]))
        windows = np.lib.stride_tricks.sliding_window_view(wave, (3, 3))
        left, right = (np.exp(-2j * np.pi * f * np.arange(3)) for f in (down, across))
        return Seen(
            across=across,
            down=down,
            weights=weights,
            wave=wave,
            out=(windows * weights).sum(axis=(-2, -1)),
            share=float(abs(left @ weights @ right)),
        )

    def draw(self, s, seen: Seen) -> Column:
        response = frequency_response(seen.weights, size=MAP)
        dots = [Dot(sign * seen.across, sign * seen.down) for sign in (1, -1)]
        views = Row(
            Picture(seen.wave[1:-1, 1:-1], WAVE, title="a wave goes in"),
            Picture(seen.weights, signed(seen.weights), title="the kernel", numbers=True),
            Picture(seen.out, WAVE, title=f"what comes out: × {seen.share:.2f}"),
            Chart(
                dots,
                Axis("cycles per pixel across", -0.5, 0.5, ticks=(-0.5, 0, 0.5)),
                Axis("down", 0.5, -0.5, ticks=(-0.5, 0, 0.5)),
                fill=in_colours(response, 0, 1, MAGNITUDE_COLOURS),
                size=(240, 252),
                title="frequency response",
            ),
        )
        column = seen.down > seen.across  # the line along which the wave changes faster
        line = (slice(None), 16) if column else (16, slice(None))
        chart = Chart(
            [
                Line(range(PIXELS), seen.wave[1:-1, 1:-1][line], MUTED, width=2),
                Line(range(PIXELS), seen.out[line], CHOSEN_CLASS, width=3),
            ],
            ALONG[column],
            Axis("value", -1.1, 1.1, ticks=(-1, 0, 1)),
            still=self.zero,
            size=(860, 180),
            key=[("what goes in", MUTED, "–"), ("what comes out", CHOSEN_CLASS, "━")],
        )
        return Column(views, chart)

    def words(self, s, seen: Seen) -> str:
        """Kernel, wave, and how much of it comes out."""
        return (
            f"The kernel {s.kernel}, and a wave of {seen.across:.2f} cycles per pixel "
            f"across and {seen.down:.2f} down. It comes out {seen.share:.2f} times as strong, "
            "the value of the frequency response at the two dots."
        )

    def summary(self) -> str:
        return f"WavePanel: {', '.join(self.kernels)}"
