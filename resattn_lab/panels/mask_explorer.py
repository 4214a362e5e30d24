"""The mask of every Attention Module, on every image, under sliders."""

import html
from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.measures import equal_area_iou, inside_and_outside, pointing_hits
from resattn_lab.recording import attention_modules, record_activations

from .canvas import Canvas
from .frame import Frame
from .mask_views import MaskViews, Shown, figure_size
from .panel import STYLE, WIDE, Panel, slider, switch

BLOCK_PIXELS = 8 * 32 * 32  # of the images that the network runs on at once


class MaskExplorer(Panel):
    """Image, trunk T, mask M and what leaves them, (1 + M)·T, side by side.

    The network runs on a block of neighbouring images at once (eight of 32×32, fewer of
    larger ones), when the first of them is chosen; every other move only draws.

    Args:
        network: any network with Attention Modules, in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        labels: (N,) int, the true classes, where they are known.
        true_masks: bool (N, H, W), true on the object, where that is known.
        class_names: what the network's outputs are called; "class 0" and so on when None.
        titles: what each image is called; its true class when None and that is known.

    Attributes:
        image, module, channel, mean, overlay, scale: the controls.
        canvas: the picture; ``canvas.alt`` says in words what it shows.

    Raises:
        ValueError: no Attention Module, no images, or parts that do not belong together.
    """

    def __init__(
        self,
        network: nn.Module,
        images: Tensor,
        *,
        labels: Tensor | None = None,
        true_masks: Tensor | None = None,
        class_names: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
    ):
        images = torch.as_tensor(images)
        modules = attention_modules(network)
        if not modules:
            raise ValueError(f"{type(network).__name__} has no Attention Module to explore")
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        given = {"labels": labels, "true_masks": true_masks, "titles": titles}
        for name, part in given.items():
            if part is not None and len(part) != len(images):
                raise ValueError(f"{name} has {len(part)} entries for {len(images)} images")
        self.network, self.images = network, images
        self.labels, self.true_masks, self.titles = labels, true_masks, titles
        self.class_names = class_names
        self._block, self._row, self._activations = None, 0, {}

        self.image = slider("image", len(images) - 1)
        self.module = widgets.Dropdown(
            options=list(modules), description="Attention Module", style=STYLE, layout=WIDE
        )
        self.channel = slider("channel", 0)
        self.mean = switch("mean of all channels", True)
        self.overlay = widgets.FloatSlider(
            value=0.5, max=1, step=0.05, description="overlay", style=STYLE, layout=WIDE
        )
        self.scale = widgets.RadioButtons(
            options=[("0 to 1", "fixed"), ("local", "local")],
            description="mask colours",
            orientation="horizontal",
            style=STYLE,
            layout=WIDE,
        )
        self._run()
        self.channel.max = self._part("mask").shape[0] - 1
        self.channel.disabled = self.channel.max == 0
        size = tuple(images.shape[-2:])
        canvas = Canvas(*figure_size(size))
        self.views = MaskViews(
            canvas.figure,
            image_size=size,
            class_names=self._names(),
            residual=next(iter(modules.values())).fusion.attention_residual,
        )
        rows = [
            [self.image, self.module],
            [self.channel, self.mean],
            [self.overlay, self.scale],
        ]
        super().__init__(rows, canvas)

    def _names(self) -> list[str]:
        count = len(self._chances)
        if self.class_names is None:
            return [f"class {number}" for number in range(count)]
        if len(self.class_names) != count:
            raise ValueError(
                f"class_names has {len(self.class_names)} names, "
                f"but the network tells {count} classes apart"
            )
        return list(self.class_names)

    def _run(self) -> None:
        """Run the network on the chosen image's block, unless it just did."""
        size = max(1, BLOCK_PIXELS // (self.images.shape[-2] * self.images.shape[-1]))
        block, self._row = divmod(self.image.value, size)
        if self._block == block:
            return
        images = self.images[block * size : (block + 1) * size]
        images = images.float() / 255 if images.dtype == torch.uint8 else images.float()
        device = next(self.network.parameters()).device
        names = [
            f"{module}.{part}"
            for module in self.module.options
            for part in ("trunk", "mask", "fusion")
        ]
        with torch.inference_mode(), record_activations(self.network, names) as kept:
            logits = self.network(images.to(device))
        self._activations, self._block = kept, block
        self._block_chances = logits.float().softmax(dim=1).cpu().numpy()

    @property
    def _chances(self) -> np.ndarray:
        """Probabilities of the classes for the chosen image, (K,)."""
        return self._block_chances[self._row]

    def _part(self, part: str) -> Tensor:
        return self._activations[f"{self.module.value}.{part}"][self._row]

    def _plane(self, part: str) -> np.ndarray:
        values = self._part(part)  # (C, h, w)
        chosen = values.mean(dim=0) if self.mean.value else values[self.channel.value]
        return chosen.numpy()

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.module:
            highest = self._part("mask").shape[0] - 1
            self.channel.value = min(self.channel.value, highest)
            self.channel.max = highest
            self.channel.disabled = highest == 0
        elif change["owner"] is self.channel:
            self.mean.value = False

    def draw(self, frame: Frame) -> None:
        self._run()
        number = self.image.value
        shown = Shown(
            image=self.images[number],
            trunk=self._plane("trunk"),
            mask=self._plane("mask"),
            output=self._plane("fusion"),
            true_mask=None if self.true_masks is None else self.true_masks[number],
            chances=self._chances,
            true_class=None if self.labels is None else int(self.labels[number]),
            overlay=self.overlay.value,
            fixed_scale=self.scale.value == "fixed",
        )
        self.views.draw(frame, shown)

    def describe(self) -> str:
        """What is seen, in words: image, module, mask, agreement, prediction."""
        number, mask = self.image.value, torch.from_numpy(self._plane("mask"))
        names, channels = self._names(), self._part("mask").shape[0]
        told = self.titles[number] if self.titles is not None else None
        if told is None and self.labels is not None:
            told = names[int(self.labels[number])]
        which = (
            f"the mean of its {channels} channels"
            if self.mean.value
            else f"channel {self.channel.value} of {channels}"
        )
        said = [
            f"Image {number}{f', {told}' if told else ''}. "
            f"Attention Module {self.module.value}, {which}: the mask goes from "
            f"{mask.min():.2f} to {mask.max():.2f}, with a mean of {mask.mean():.2f}."
        ]
        if self.true_masks is not None:
            said.append(self._agreement(mask[None], self.true_masks[number][None]))
        likely = self._chances.argsort()[::-1][:3]
        said.append(
            "The network says "
            + ", ".join(f"{names[i]} {self._chances[i]:.2f}" for i in likely)
            + "."
        )
        return html.escape(" ".join(said))

    @staticmethod
    def _agreement(mask: Tensor, true_mask: Tensor) -> str:
        inside, outside = inside_and_outside(mask, true_mask)
        where = "on" if bool(pointing_hits(mask, true_mask)) else "beside"
        return (
            f"Its peak lies {where} the object; it is {float(inside):.2f} on the object and "
            f"{float(outside):.2f} beside it; its highest pixels overlap the object with an "
            f"IoU of {float(equal_area_iou(mask, true_mask)):.2f}."
        )

    def summary(self) -> str:
        return (
            f"MaskExplorer: {len(self.images)} images, "
            f"{len(self.module.options)} Attention Modules"
        )
