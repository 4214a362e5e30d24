"""One network's masks over its training, under sliders."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import NamedTuple, Protocol

import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.data import to_floats
from resattn_lab.measures import pointing_hits
from resattn_lab.plots.palette import MASK_COLOURS
from resattn_lab.recording import attention_modules, record_masks

from .declared import Choice, Slider, Switch
from .marks import MASK, Column, Cross, Picture, Row, Scale
from .mask_pictures import prediction_bars
from .mask_words import likeliest
from .panel import Panel
from .selection import Selection

BLOCK_PIXELS = 64 * 32 * 32  # of the images that all snapshots run on at once
MOST = 12  # snapshots that fit side by side at a size at which one sees something
STRIP, GAP = 1000, 4  # pixels for all snapshots, and between two


class Snapshot(Protocol):
    """What ``checkpoints.load_snapshots`` gives: a network in eval mode after ``step``."""

    step: int
    network: nn.Module


class Seen(NamedTuple):
    """The chosen mask (h, w) at every snapshot, probabilities (K,), where peaks hit.

    ``answers`` are the likeliest classes, and ``hits`` bool, one for each snapshot; None where
    no true mask is known.
    """

    planes: list[np.ndarray]
    chances: np.ndarray
    answers: list[str]
    hits: list[bool] | None


class EpochPanel(Panel):
    """An image under its mask at every snapshot of a training, and the prediction there.

    A cross marks where the mask is highest; below each snapshot stands what the network says.

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

    shares = ("image", "module", "channel")

    snapshot = Choice("after", kind="slider")
    image = Slider("image")
    module = Choice("Attention Module")
    channel = Slider("channel")
    mean = Switch("mean of all channels")
    scale = Choice("mask colours", [("0 to 1", "fixed"), ("local", "local")], kind="dots")

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
        if len(snapshots) > MOST:
            raise ValueError(f"at most {MOST} snapshots fit side by side, got {len(snapshots)}")
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
        steps = [(f"step {step}", row) for row, step in enumerate(self.steps)]
        super().__init__(
            snapshot={"options": steps, "value": len(steps) - 1},
            image={"max": len(images) - 1},
            module={"options": modules},
            channel={
                "max": self._channels(modules[0]) - 1,
                "value": self._liveliest(modules[0]),
            },
            selection=selection,
        )

    def _run(self, number: int) -> None:
        """Keep what every snapshot makes of image ``number`` and its block.

        Masks are (N, C, h, w) a module, probabilities (N, K).
        """
        size = max(1, BLOCK_PIXELS // (self.images.shape[-2] * self.images.shape[-1]))
        block, self._row = divmod(number, size)
        if self._block == block:
            return
        images = self.images[block * size : (block + 1) * size]
        images = to_floats(images)
        self.masks, self.chances, self._block = [], [], block
        for snapshot in self._snapshots:
            device = next(snapshot.network.parameters()).device
            with torch.inference_mode(), record_masks(snapshot.network) as masks:
                logits = snapshot.network(images.to(device))
            self.masks.append({name.removesuffix(".mask"): m for name, m in masks.items()})
            self.chances.append(logits.float().softmax(dim=1).cpu().numpy())

    def _channels(self, module: str) -> int:
        return self.masks[0][module].shape[1]

    def _liveliest(self, module: str) -> int:
        """The channel that varies most over the images' locations at the last snapshot."""
        return int(self.masks[-1][module].flatten(2).std(dim=2).mean(dim=0).argmax())

    def adjust(self, name: str) -> None:
        if name == "module":
            highest = self._channels(self.module.value) - 1
            self.channel.value = min(self.channel.value, highest)
            self.channel.max = highest
        elif name == "channel":
            self.mean.value = False

    def look(self, s: SimpleNamespace) -> Seen:
        self._run(s.image)
        kept = [masks[s.module][self._row] for masks in self.masks]
        planes = [(m.mean(dim=0) if s.mean else m[s.channel]).numpy() for m in kept]
        hits = None
        if self.true_masks is not None and not np.isnan(planes).any():
            true = self.true_masks[s.image][None].expand(len(planes), -1, -1)
            hits = pointing_hits(torch.from_numpy(np.stack(planes)), true).tolist()
        likely = [chances[self._row].argmax() for chances in self.chances]
        answers = [self.class_names[number] for number in likely]
        return Seen(planes, self.chances[s.snapshot][self._row], answers, hits)

    def draw(self, s: SimpleNamespace, seen: Seen) -> Column:
        scale = MASK
        if s.scale == "local":  # one scale for all snapshots, so they compare
            scale = Scale(MASK_COLOURS, float(np.min(seen.planes)), float(np.max(seen.planes)))
        image, plane = self.images[s.image], seen.planes[s.snapshot]
        outline = None if self.true_masks is None else self.true_masks[s.image]
        on = {"shape": tuple(image.shape[-2:]), "outline": outline}
        true = None if self.labels is None else int(self.labels[s.image])
        right = None if true is None else self.class_names[true]
        lit = {"light": plane, "cross": peak(plane), "title": "lit by the mask"}
        large = [
            Picture(image, size=256, **lit, **on),
            Picture(plane, scale, size=256, ruler=True, title="mask", **on),
            prediction_bars(self.class_names, seen.chances, None, true),
        ]
        small = min(96, (STRIP - GAP * len(seen.planes)) // len(seen.planes))
        strip = [
            Picture(
                shown,
                scale,
                size=small,
                cross=peak(shown),
                framed=row == s.snapshot,
                below=f"step {self.steps[row]}\n{marked(seen.answers[row], right)}",
                name=f"{row}",
                **on,
            )
            for row, shown in enumerate(seen.planes)
        ]
        return Column(Row(*large, gap=20), Row(*strip, gap=GAP), gap=14)

    def touched(self, place, across: float, down: float) -> None:
        """A snapshot of the strip was clicked."""
        self.snapshot.value = int(place.mark.name)

    def words(self, s: SimpleNamespace, seen: Seen) -> str:
        """Step, image, mask, peak, prediction; and at how many snapshots the peak is right."""
        which = "the mean" if s.mean else f"channel {s.channel}"
        title = self.titles[s.image] if self.titles is not None else None
        if title is None and self.labels is not None:
            title = self.class_names[int(self.labels[s.image])]
        here = over = ""
        if seen.hits is not None:
            here = f" and peaks {'on' if seen.hits[s.snapshot] else 'beside'} the object"
            over = (
                " Over the training the peak is on the object at "
                f"{sum(seen.hits)} of {len(seen.hits)} snapshots."
            )
        plane = seen.planes[s.snapshot]
        return (
            f"After step {self.steps[s.snapshot]}, image {s.image}"
            f"{f', {title}' if title else ''}. Attention Module {s.module}, {which} of "
            f"{self._channels(s.module)} channels: the mask goes from "
            f"{plane.min():.2f} to {plane.max():.2f}{here}. The network says "
            f"{likeliest(self.class_names, seen.chances, 1)}.{over}"
        )

    def summary(self) -> str:
        return (
            f"EpochPanel: {len(self.steps)} snapshots, {len(self.images)} images, "
            f"{len(self.module.options)} Attention Modules"
        )


def peak(plane: np.ndarray) -> Cross | None:
    """The cell of a mask (h, w) with the highest value; None where a value is NaN."""
    if np.isnan(plane).any():
        return None
    return Cross(*np.unravel_index(plane.argmax(), plane.shape), plane.shape)


def marked(answer: str, true: str | None) -> str:
    """The answer, with a sign before it that says whether it is right, where that is known."""
    return answer if true is None else f"{'✓' if answer == true else '✗'} {answer}"
