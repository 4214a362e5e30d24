"""One network's masks over its training, under sliders."""

import html
from collections.abc import Sequence
from typing import Protocol

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.measures import pointing_hits
from resattn_lab.recording import attention_modules, record_masks

from .canvas import Canvas
from .epoch_views import EpochViews, Moment, figure_size
from .frame import Frame
from .panel import STYLE, WIDE, Panel, slider, switch


class Snapshot(Protocol):
    """What ``checkpoints.load_snapshots`` gives: a network in eval mode after ``step``."""

    step: int
    network: nn.Module


class EpochPanel(Panel):
    """An image under its mask at every snapshot of a training, and the prediction there.

    All networks run on all images once, at the start; a move only draws.

    Args:
        snapshots: in the order of their steps; all of one network.
        images: (N, 3, H, W), uint8 or floats in [0, 1]; a dozen is plenty.
        labels: (N,) int, indices into ``class_names``.
        true_masks: bool (N, H, W), true on the object.
        class_names: of the network's outputs.

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
        labels: Tensor,
        true_masks: Tensor,
        class_names: Sequence[str],
    ):
        if not snapshots or not len(images) == len(labels) == len(true_masks) > 0:
            raise ValueError(
                "wanted snapshots, and images, labels and true_masks of one length, got "
                f"{len(snapshots)}, and {len(images)}, {len(labels)}, {len(true_masks)}"
            )
        modules = list(attention_modules(snapshots[0].network))
        if not modules:
            raise ValueError("the networks have no Attention Module to look at")
        self.images, self.labels, self.true_masks = images, labels, true_masks
        self.class_names, self.steps = list(class_names), [s.step for s in snapshots]
        self._run(snapshots)

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
        canvas = Canvas(*figure_size(len(snapshots)))
        self.views = EpochViews(canvas.figure, steps=self.steps, class_names=self.class_names)
        rows = [
            [self.snapshot, self.image],
            [self.module, self.scale],
            [self.channel, self.mean],
        ]
        super().__init__(rows, canvas)

    def _run(self, snapshots: Sequence[Snapshot]) -> None:
        """Keep every snapshot's masks, (N, C, h, w) a module, and probabilities, (N, K)."""
        images = self.images
        images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        self.masks, self.chances = [], []
        for snapshot in snapshots:
            device = next(snapshot.network.parameters()).device
            with torch.inference_mode(), record_masks(snapshot.network) as masks:
                logits = snapshot.network(images.to(device))
            self.masks.append({name.removesuffix(".mask"): m for name, m in masks.items()})
            self.chances.append(logits.float().softmax(dim=1).cpu().numpy())

    def _channels(self, module: str) -> int:
        return self.masks[0][module].shape[1]

    def planes(self) -> list[np.ndarray]:
        """The chosen image's and module's mask at every snapshot, (h, w) each."""
        kept = [masks[self.module.value][self.image.value] for masks in self.masks]
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
        planes, number = self.planes(), self.image.value
        low, high = 0.0, 1.0
        if self.scale.value == "local":  # one scale for all snapshots, so they compare
            low, high = float(np.min(planes)), float(np.max(planes))
        moment = Moment(
            image=self.images[number],
            true_mask=self.true_masks[number],
            planes=planes,
            chosen=self.snapshot.value,
            ends=(low, high),
            chances=self.chances[self.snapshot.value][number],
            true_class=int(self.labels[number]),
        )
        self.views.draw(frame, moment)

    def describe(self) -> str:
        """Step, image, mask, peak, prediction; and at how many snapshots the peak is right."""
        row, number, planes = self.snapshot.value, self.image.value, self.planes()
        true = self.true_masks[number][None].expand(len(planes), -1, -1)
        hits = pointing_hits(torch.from_numpy(np.stack(planes)), true)
        chances = self.chances[row][number]
        likely = int(chances.argmax())
        which = "the mean" if self.mean.value else f"channel {self.channel.value}"
        return html.escape(
            f"After step {self.steps[row]}, image {number}, "
            f"{self.class_names[int(self.labels[number])]}. Attention Module "
            f"{self.module.value}, {which} of {self._channels(self.module.value)} channels: "
            f"the mask goes from {planes[row].min():.2f} to {planes[row].max():.2f} and peaks "
            f"{'on' if hits[row] else 'beside'} the object. The network says "
            f"{self.class_names[likely]} {chances[likely]:.2f}. Over the training the peak is "
            f"on the object at {int(hits.sum())} of {len(planes)} snapshots."
        )

    def summary(self) -> str:
        return (
            f"EpochPanel: {len(self.steps)} snapshots, {len(self.images)} images, "
            f"{len(self.module.options)} Attention Modules"
        )
