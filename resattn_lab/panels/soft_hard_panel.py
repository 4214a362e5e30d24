"""Averaging over all places, and choosing one: both at once, under a temperature slider."""

from collections.abc import Sequence

import ipywidgets as widgets
import torch
import torch.nn.functional as F
from torch import Tensor

from resattn_lab.attention import (
    attention_weights,
    context_vector,
    effective_places,
    image_patches,
    sample_place,
)

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider
from .frame import Frame
from .selection import Selection
from .soft_hard_views import Seen, SoftHardViews, figure_size

DRAWS = 50


class SoftHardPanel(CanvasPanel):
    """One image: the soft weights over it, the hard choice, and what each of the two sees.

    The soft glimpse is the weighted sum of the image's patches, the hard one is the patch at
    the chosen place. The panel runs no network: the scores are given.

    Args:
        images: (N, C, H, W), uint8 or floats in [0, 1].
        scores: (N, h, w), one for each place of each image.
        true_masks: bool (N, H, W), true on the object, where that is known.
        titles: what each image is called.
        patch: side of a glimpse in pixels; three cells of the grid when None.
        temperatures: lowest and highest power of ten.
        selection: shared with other panels: the image; one of its own when None.

    Attributes:
        image, temperature, draw_number: the controls; the same draw number with the same
            weights chooses the same place.

    Raises:
        ValueError: no images, or parts that do not belong together.
    """

    def __init__(
        self,
        images: Tensor,
        scores: Tensor,
        *,
        true_masks: Tensor | None = None,
        titles: Sequence[str] | None = None,
        patch: int | None = None,
        temperatures: tuple[float, float] = (-1, 3),
        selection: Selection | None = None,
    ):
        images, scores = torch.as_tensor(images), torch.as_tensor(scores).detach()
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        if scores.ndim != 3:
            raise ValueError(f"scores must be (N, h, w), got {tuple(scores.shape)}")
        given = {"scores": scores, "true_masks": true_masks, "titles": titles}
        for name, part in given.items():
            if part is not None and len(part) != len(images):
                raise ValueError(f"{name} has {len(part)} entries for {len(images)} images")
        low, high = temperatures
        if not low < high:
            raise ValueError(f"temperatures must be (low, high) exponents, got {temperatures}")
        self.images, self.scores = images, scores.float().cpu()
        self.true_masks, self.titles = true_masks, titles
        self.grid = tuple(scores.shape[1:])
        self.patch = patch or 3 * max(images.shape[-2] // self.grid[0], 1)

        self.image = slider("image", len(images) - 1)
        self.draw_number = slider("draw of the choice", DRAWS, value=1)
        self.temperature = widgets.FloatLogSlider(
            value=10 ** ((low + high) / 2),
            min=low,
            max=high,
            step=0.1,
            description="temperature",
            readout_format=".3g",
            style=STYLE,
            layout=WIDE,
        )
        size = tuple(images.shape[-2:])
        canvas = self.canvas = Canvas(*figure_size(size))
        self.views = SoftHardViews(canvas.figure, image_size=size, grid=self.grid)
        rows = [[self.image, self.temperature], [self.draw_number]]
        super().__init__(rows, canvas, selection=selection, shares={"image": self.image})

    def weights(self) -> Tensor:
        """The weights of the chosen image's places, (h·w,)."""
        scores = self.scores[self.image.value].flatten()
        return attention_weights(scores, temperature=self.temperature.value)

    def place(self) -> int:
        """The place that this draw chooses, counted row by row."""
        generator = torch.Generator().manual_seed(self.draw_number.value)
        return int(sample_place(self.weights(), generator=generator))

    def glimpses(self) -> tuple[Tensor, Tensor]:
        """The soft and the hard glimpse, each (C, patch, patch) in [0, 1]."""
        image = self.images[self.image.value]
        image = image.float() / 255 if image.dtype == torch.uint8 else image.float()
        patches = image_patches(image[None], grid=self.grid, size=self.patch)[0]
        soft = context_vector(patches.flatten(1), self.weights())
        return soft.reshape(patches.shape[1:]), patches[self.place()]

    def draw(self, frame: Frame) -> None:
        number, (soft, hard) = self.image.value, self.glimpses()
        seen = Seen(
            image=self.images[number],
            weights=self.weights().reshape(self.grid).numpy(),
            place=self.place(),
            soft=soft,
            hard=hard,
            reach=tuple(
                self.patch * places / pixels
                for places, pixels in zip(self.grid, self.images.shape[-2:], strict=True)
            ),
            true_mask=None if self.true_masks is None else self.true_masks[number],
        )
        self.views.draw(frame, seen)

    def describe(self) -> str:
        """What is seen, in words: image, spread of the weights, choice, and both glimpses."""
        number, weights, place = self.image.value, self.weights(), self.place()
        title = f", {self.titles[number]}" if self.titles is not None else ""
        spread, best = float(effective_places(weights)), int(weights.argmax())
        entropy = float(torch.special.entr(weights).sum())
        said = [
            f"Image {number}{title}. At temperature {self.temperature.value:.3g} the weights "
            f"lie on {spread:.1f} of {len(weights)} places in effect (entropy {entropy:.2f} "
            f"nats). The largest, {float(weights[best]):.2f}, is at {self._name(best)}.",
            f"Draw {self.draw_number.value} chose {self._name(place)}, whose weight is "
            f"{float(weights[place]):.2f}. The soft glimpse is the weighted sum of all "
            f"{len(weights)} patches, the hard one is the patch at the chosen place.",
        ]
        if self.true_masks is not None:
            on = self._on_object(number)
            share = float((weights * on).sum())
            where = "touches" if bool(on[place]) else "misses"
            said.append(
                f"{share:.2f} of the weight lies on places that the object touches; the "
                f"chosen place {where} it."
            )
        return " ".join(said)

    def _name(self, place: int) -> str:
        row, column = divmod(place, self.grid[1])
        return f"row {row}, column {column}"

    def _on_object(self, number: int) -> Tensor:
        """1 at the places whose cell holds a pixel of the object: (h·w,)."""
        mask = torch.as_tensor(self.true_masks[number]).float()[None]
        return F.adaptive_max_pool2d(mask, self.grid).flatten()

    def summary(self) -> str:
        rows, columns = self.grid
        return f"SoftHardPanel: {len(self.images)} images, {rows}×{columns} places"
