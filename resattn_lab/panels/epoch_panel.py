"""One network's masks over its training, under sliders."""

from collections.abc import Sequence
from typing import Protocol

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.measures import pointing_hits
from resattn_lab.recording import attention_modules, record_masks

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider, switch
from .epoch_views import EpochViews, Moment, figure_size
from .frame import Frame
from .mask_words import likeliest
from .selection import Selection

BLOCK_PIXELS = 64 * 32 * 32  # of the images that all snapshots run on at once


class Snapshot(Protocol):
    """What ``checkpoints.load_snapshots`` gives: a network in eval mode after ``step``."""

    step: int
    network: nn.Module


class EpochPanel(CanvasPanel):
    """An image under its mask at every snapshot of a training, and the prediction there.

    All networks run once, at the start, on up to 64 images of 32×32 (on fewer larger ones);
    a move only draws, unless its image is not among those.

    Args:
        snapshots: in the order of their steps; all of one network.
        images: (N, 3, H, W), uint8 or floats in [0, 1]; a dozen is plenty.
        labels: (N,) int, indices into ``class_names``, where they are known.
        true_masks: bool (N, H, W), true on the object, where that is known.
        class_names: of the network's outputs; "class 0" and so on when None.
        titles: what each image is called; its true class when None and that is known.
        selection: shared with other panels: image, module and channel; one of its own when
            None.

    Attributes:
        snapshot, image, module, channel, mean, scale: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no snapshots, no Attention Module, or parts that do not belong together.
    """

    def __init__(
        self,
        snapshots: Sequence[Snapshot],
        images: Tensor,
        *,
        labels: Tensor | None = None,
        true_masks: Tensor | None = None,
        class_names: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        selection: Selection | None = None,
    ):
        given = {"images": images, "labels": labels, "true_masks": true_masks, "titles": titles}
        lengths = {name: len(part) for name, part in given.items() if part is not None}
        if not snapshots or set(lengths.values()) != {max(len(images), 1)}:
            raise ValueError(
                f"wanted snapshots, and {', '.join(lengths)} of one length, got "
                f"{len(snapshots)}, and {', '.join(map(str, lengths.values()))}"
            )
        modules = list(attention_modules(snapshots[0].network))
        if not modules:
            raise ValueError("the networks have no Attention Module to look at")
        self.images, self.labels, self.true_masks = images, labels, true_masks
        self.titles, self.steps = titles, [s.step for s in snapshots]
        self._snapshots, self._block = list(snapshots), None
        self._run(0)
        count = self.chances[0].shape[1]
        if class_names is not None and len(class_names) != count:
            raise ValueError(
                f"class_names has {len(class_names)} names, "
                f"but the networks tell {count} classes apart"
            )
        self.class_names = list(class_names or (f"class {number}" for number in range(count)))

        self.snapshot = widgets.SelectionSlider(
            options=[(f"step {step}", row) for row, step in enumerate(self.steps)],
            value=len(snapshots) - 1,
            description="after",
            style=STYLE,
            layout=WIDE,
        )
        self.image = slider("image", len(images) - 1)
        self.module = widgets.Dropdown(
            options=modules, description="Attention Module", style=STYLE, layout=WIDE
        )
        self.channel = slider("channel", self._channels(modules[0]) - 1)
        self.mean = switch("mean of all channels", True)
        self.scale = widgets.RadioButtons(
            options=[("0 to 1", "fixed"), ("local", "local")],
            description="mask colours",
            orientation="horizontal",
            style=STYLE,
            layout=WIDE,
        )
        canvas = self.canvas = Canvas(*figure_size(len(snapshots)))
        self.views = EpochViews(canvas.figure, steps=self.steps, class_names=self.class_names)
        rows = [
            [self.snapshot, self.image],
            [self.module, self.scale],
            [self.channel, self.mean],
        ]
        shares = {"image": self.image, "module": self.module, "channel": self.channel}
        super().__init__(rows, canvas, selection=selection, shares=shares)

    def _run(self, number: int) -> None:
        """Keep what every snapshot makes of image ``number`` and its block.

        Masks are (N, C, h, w) a module, probabilities (N, K).
        """
        size = max(1, BLOCK_PIXELS // (self.images.shape[-2] * self.images.shape[-1]))
        block, self._row = divmod(number, size)
        if self._block == block:
            return
        images = self.images[block * size : (block + 1) * size]
        images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        self.masks, self.chances, self._block = [], [], block
        for snapshot in self._snapshots:
            device = next(snapshot.network.parameters()).device
            with torch.inference_mode(), record_masks(snapshot.network) as masks:
                logits = snapshot.network(images.to(device))
            self.masks.append({name.removesuffix(".mask"): m for name, m in masks.items()})
            self.chances.append(logits.float().softmax(dim=1).cpu().numpy())

    def _channels(self, module: str) -> int:
        return self.masks[0][module].shape[1]

    def planes(self) -> list[np.ndarray]:
        """The chosen image's and module's mask at every snapshot, (h, w) each."""
        kept = [masks[self.module.value][self._row] for masks in self.masks]
        if self.mean.value:
            return [mask.mean(dim=0).numpy() for mask in kept]
        return [mask[self.channel.value].numpy() for mask in kept]

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.module:
            highest = self._channels(self.module.value) - 1
            self.channel.value = min(self.channel.value, highest)
            self.channel.max = highest
        elif change["owner"] is self.channel:
            self.mean.value = False

    def draw(self, frame: Frame) -> None:
        number = self.image.value
        self._run(number)
        planes, low, high = self.planes(), 0.0, 1.0
        if self.scale.value == "local":  # one scale for all snapshots, so they compare
            low, high = float(np.min(planes)), float(np.max(planes))
        moment = Moment(
            image=self.images[number],
            true_mask=None if self.true_masks is None else self.true_masks[number],
            planes=planes,
            chosen=self.snapshot.value,
            ends=(low, high),
            chances=self.chances[self.snapshot.value][self._row],
            true_class=None if self.labels is None else int(self.labels[number]),
        )
        self.views.draw(frame, moment)

    def describe(self) -> str:
        """Step, image, mask, peak, prediction; and at how many snapshots the peak is right."""
        row, number, planes = self.snapshot.value, self.image.value, self.planes()
        chances = self.chances[row][self._row]
        which = "the mean" if self.mean.value else f"channel {self.channel.value}"
        told = self.titles[number] if self.titles is not None else None
        if told is None and self.labels is not None:
            told = self.class_names[int(self.labels[number])]
        here = over = ""
        if self.true_masks is not None and not np.isnan(planes).any():
            true = self.true_masks[number][None].expand(len(planes), -1, -1)
            hits = pointing_hits(torch.from_numpy(np.stack(planes)), true)
            here = f" and peaks {'on' if hits[row] else 'beside'} the object"
            over = (
                " Over the training the peak is on the object at "
                f"{int(hits.sum())} of {len(planes)} snapshots."
            )
        return (
            f"After step {self.steps[row]}, image {number}{f', {told}' if told else ''}. "
            f"Attention Module {self.module.value}, {which} of "
            f"{self._channels(self.module.value)} channels: the mask goes from "
            f"{planes[row].min():.2f} to {planes[row].max():.2f}{here}. The network says "
            f"{likeliest(self.class_names, chances, 1)}.{over}"
        )

    def summary(self) -> str:
        return (
            f"EpochPanel: {len(self.steps)} snapshots, {len(self.images)} images, "
            f"{len(self.module.options)} Attention Modules"
        )
