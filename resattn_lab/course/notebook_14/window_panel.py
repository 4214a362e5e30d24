"""A photograph under a movable window: what a network sees of it, says and masks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from resattn_lab.data import resize
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Slider
from resattn_lab.panels.marks import MASK, Bars, Box, Column, Picture, Row
from resattn_lab.plots.palette import INK, MUTED
from resattn_lab.recording import record_masks

SIDE, WIDE = 32, 340  # pixels that the network sees, and of the photograph on the page
BARS = 5  # classes that are named


class Seen(NamedTuple):
    """One window.

    Args:
        top, left, side: of the window, in pixels of the photograph.
        input: what the network is given, uint8 (3, 32, 32).
        masks: one channel of each module's mask, by the module's name.
        shares: of the classes, (classes,).
    """

    top: int
    left: int
    side: int
    input: Tensor
    masks: dict[str, NDArray[np.float32]]
    shares: NDArray[np.float32]


class WindowPanel(Panel):
    """A photograph, a square window on it, and what a network of 32×32 pixels makes of it.

    A click on the photograph moves the window there.

    Of each mask one channel is shown: the one that varies most over the locations when the
    window is as large as it can be.

    Args:
        photograph: uint8 (H, W, 3), at least 32 pixels high and wide.
        network: in eval mode, with Attention Modules.
        class_names: in the order of its logits.

    Attributes:
        across, down, size: the controls, in percent of what the photograph allows.
        channels: the shown channel of each module.

    Raises:
        ValueError: no photograph of that kind, or a smaller one.
    """

    across = Slider("across in %", 100, 50)
    down = Slider("down in %", 100, 50)
    size = Slider("size in %", 100, 100, min=10, step=5)

    def __init__(
        self, photograph: NDArray[np.uint8], network: nn.Module, class_names: Sequence[str]
    ):
        if photograph.ndim != 3 or photograph.shape[2] != 3 or min(photograph.shape[:2]) < SIDE:
            raise ValueError(
                f"wanted a photograph (H, W, 3) of at least {SIDE} pixels a side, got "
                f"{photograph.shape}"
            )
        self.photograph, self.network = photograph, network
        self.class_names = list(class_names)
        self.pixels = torch.from_numpy(photograph.copy()).permute(2, 0, 1)
        _, masks, _ = self._asked(*self._window(50, 50, 100))
        self.channels = {n: int(mask.flatten(1).std(dim=1).argmax()) for n, mask in masks}
        super().__init__()

    def _window(self, across: int, down: int, size: int) -> tuple[int, int, int]:
        height, width = self.photograph.shape[:2]
        side = max(SIDE, round(min(height, width) * size / 100))
        return round((height - side) * down / 100), round((width - side) * across / 100), side

    def _asked(self, top: int, left: int, side: int):
        """What the network is given of a window, its masks, and the shares of the classes."""
        cut = self.pixels[None, :, top : top + side, left : left + side]
        small = resize(cut, (SIDE, SIDE))
        with torch.inference_mode(), record_masks(self.network) as masks:
            shares = self.network(small.float() / 255).softmax(dim=1)[0]
        modules = [(name.removesuffix(".mask"), mask[0]) for name, mask in masks.items()]
        return small[0], modules, shares

    def look(self, s) -> Seen:
        top, left, side = self._window(s.across, s.down, s.size)
        small, masks, shares = self._asked(top, left, side)
        shown = {name: mask[self.channels[name]].numpy() for name, mask in masks}
        return Seen(top, left, side, small, shown, shares.numpy())

    def touched(self, place, across: float, down: float) -> None:
        """A click moves the middle of the window there."""
        height, width = self.photograph.shape[:2]
        for control, share, length in (
            (self.across, across, width),
            (self.down, down, height),
        ):
            room = length - self.seen.side
            if room:
                start = share * length - self.seen.side / 2
                control.value = min(max(round(100 * start / room), 0), 100)

    def draw(self, s, seen: Seen) -> Row:
        box = Box(seen.top, seen.left, seen.top + seen.side, seen.left + seen.side)
        photograph = Picture(
            self.photograph,
            size=WIDE,
            boxes=[box],
            title="your picture: click to move the window",
            name="photograph",
        )
        best = seen.shares.argsort()[::-1][:BARS]
        answers = Bars(
            [self.class_names[number] for number in best],
            seen.shares[best].tolist(),
            colours=[INK, *[MUTED] * (BARS - 1)],
            notes=[f"{share:.0%}" for share in seen.shares[best]],
            size=(WIDE - 4 * SIDE - 16, 24),
            title="its answer",
        )
        sees = Picture(seen.input, size=4 * SIDE, title="what it sees")
        modules = [
            Column(
                Picture(seen.input, light=mask, size=6 * SIDE, title=f"lit by {name}"),
                Picture(
                    mask,
                    MASK,
                    6 * SIDE,
                    ruler=True,
                    title=f"channel {self.channels[name]} of its mask",
                ),
            )
            for name, mask in seen.masks.items()
        ]
        left = Column(photograph, Row(sees, answers, gap=16))
        return Row(left, *modules, gap=16)

    def words(self, s, seen: Seen) -> str:
        """The window, the first answers, and where each mask is open."""
        best = seen.shares.argsort()[::-1][:2]
        said = " and ".join(f"{self.class_names[n]} {seen.shares[n]:.0%}" for n in best)
        masks = "; ".join(
            f"{name} from {mask.min():.2f} to {mask.max():.2f}"
            for name, mask in seen.masks.items()
        )
        return (
            f"A window of {seen.side}×{seen.side} pixels, {seen.left} from the left and "
            f"{seen.top} from the top. The network answers {said}. Its masks, as light on what "
            f"it sees, reach {masks}."
        )

    def summary(self) -> str:
        height, width = self.photograph.shape[:2]
        return f"WindowPanel: a picture of {width}×{height} pixels, {len(self.channels)} masks"
