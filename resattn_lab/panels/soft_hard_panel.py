"""Averaging over all places, and choosing one: both at once, under a temperature slider."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
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
from resattn_lab.data import to_floats
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, OUTLINE

from .declared import Slider
from .marks import Bars, Box, Picture, Row
from .panel import Panel
from .selection import Selection

DRAWS = 50
ROWS = 10  # bars; what is left is summed in one more
SIDE = 224  # pixels of the image
SOFT, HARD = "soft: the weighted sum", "hard: the chosen location"


class Seen(NamedTuple):
    """The weights (h·w,), the chosen place, and both glimpses (C, patch, patch) in [0, 1]."""

    weights: Tensor
    place: int
    soft: Tensor
    hard: Tensor


class SoftHardPanel(Panel):
    """One image: the soft weights over it, the hard choice, and what each of the two sees.

    The soft glimpse is the weighted sum of the image's patches, the hard one is the patch at
    the chosen location. The panel runs no network: the scores are given.

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

    shares = ("image",)

    image = Slider("image")
    temperature = Slider("temperature", step=0.1, log=True)
    draw_number = Slider("draw of the choice", DRAWS, 1)

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
        self.size = tuple(images.shape[-2:])
        self.patch = patch or 3 * max(self.size[0] // self.grid[0], 1)
        super().__init__(
            image={"max": len(images) - 1},
            temperature={"min": low, "max": high, "value": 10 ** ((low + high) / 2)},
            selection=selection,
        )

    def look(self, s: SimpleNamespace) -> Seen:
        """The same draw number with the same weights chooses the same place."""
        scores = self.scores[s.image].flatten()
        weights = attention_weights(scores, temperature=s.temperature)
        generator = torch.Generator().manual_seed(s.draw_number)
        place = int(sample_place(weights, generator=generator))
        image = to_floats(self.images[s.image])
        patches = image_patches(image[None], grid=self.grid, size=self.patch)[0]
        soft = context_vector(patches.flatten(1), weights).reshape(patches.shape[1:])
        return Seen(weights, place, soft, patches[place])

    def draw(self, s: SimpleNamespace, seen: Seen) -> Row:
        highest = float(seen.weights.max())
        image = Picture(
            self.images[s.image],
            size=SIDE,
            light=(seen.weights / highest).reshape(self.grid).numpy(),
            outline=None if self.true_masks is None else self.true_masks[s.image],
            boxes=self._boxes(seen.place),
            title="image, lit by the weights",
            below=f"as it is: weight {highest:.2f}\ndark: weight 0",
        )
        glimpses = [
            Picture(glimpse, size=168, title=title, room=178)
            for glimpse, title in ((seen.soft, SOFT), (seen.hard, HARD))
        ]
        return Row(image, *glimpses, self._bars(seen))

    def _boxes(self, place: int) -> list[Box]:
        """The chosen cell, and in white how far its glimpse reaches, cut at the image's rim."""
        (H, W), (row, column) = self.size, divmod(place, self.grid[1])
        high, wide = H / self.grid[0], W / self.grid[1]
        down, across = (row + 0.5) * high, (column + 0.5) * wide
        half = self.patch / 2
        window = (
            max(down - half, 0),
            max(across - half, 0),
            min(down + half, H),
            min(across + half, W),
        )
        cell = (row * high, column * wide, (row + 1) * high, (column + 1) * wide)
        return [Box(*window, OUTLINE, 1), Box(*cell, CHOSEN_CLASS, 3)]

    def _bars(self, seen: Seen) -> Bars:
        """The heaviest places, the chosen one always among them, and all others together."""
        weights = seen.weights.numpy()
        shown = [int(index) for index in weights.argsort(kind="stable")[::-1][:ROWS]]
        if seen.place not in shown:
            shown[-1] = seen.place
        names = ["row {}, column {}".format(*divmod(i, self.grid[1])) for i in shown]
        values = [float(weights[index]) for index in shown]
        colours = [CHOSEN_CLASS if index == seen.place else MUTED for index in shown]
        notes = [
            f"{value:.2f}" + " chosen" * (index == seen.place)
            for index, value in zip(shown, values, strict=True)
        ]
        if rest := len(weights) - len(shown):
            values.append(max(1 - float(np.sum(values)), 0.0))
            names.append(f"{rest} others")
            colours.append(INK)
            notes.append(f"{values[-1]:.2f}")
        look = {"size": (330, 21), "behind": 84, "ends": ("0", "1")}
        return Bars(names, values, colours, notes, title="weight of a location", **look)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Image, spread of the weights, choice, and both glimpses."""
        weights, place = seen.weights, seen.place
        title = f", {self.titles[s.image]}" if self.titles is not None else ""
        spread, best = float(effective_places(weights)), int(weights.argmax())
        entropy = float(torch.special.entr(weights).sum())
        sentences = [
            f"Image {s.image}{title}. At temperature {s.temperature:.3g} the weights "
            f"lie on {spread:.1f} of {len(weights)} locations in effect (entropy {entropy:.2f} "
            f"nats). The largest, {float(weights[best]):.2f}, is at {self._name(best)}.",
            f"Draw {s.draw_number} chose {self._name(place)}, whose weight is "
            f"{float(weights[place]):.2f}. The soft glimpse is the weighted sum of all "
            f"{len(weights)} windows, the hard one is the window at the chosen location.",
        ]
        if self.true_masks is not None:
            on = self._on_object(s.image)
            share = float((weights * on).sum())
            where = "touches" if bool(on[place]) else "misses"
            sentences.append(
                f"{share:.2f} of the weight lies on locations that the object touches; the "
                f"chosen location {where} it."
            )
        return " ".join(sentences)

    def _name(self, place: int) -> str:
        return "row {}, column {}".format(*divmod(place, self.grid[1]))

    def _on_object(self, number: int) -> Tensor:
        """1 at the places whose cell holds a pixel of the object: (h·w,)."""
        mask = torch.as_tensor(self.true_masks[number]).float()[None]
        return F.adaptive_max_pool2d(mask, self.grid).flatten()

    def summary(self) -> str:
        rows, columns = self.grid
        return f"SoftHardPanel: {len(self.images)} images, {rows}×{columns} locations"
