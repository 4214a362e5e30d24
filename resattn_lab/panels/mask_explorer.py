"""The masks of all Attention Modules, on every image, under sliders."""

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.recording import attention_modules

from .canvas import Canvas
from .canvas_panel import CanvasPanel
from .frame import Frame
from .mask_controls import look_controls, square_controls, strength_sliders
from .mask_runs import MaskRuns, Run, Square
from .mask_views import MaskViews, Shown, figure_size
from .mask_words import agreement_words, change_words, mask_words, prediction_words
from .module_strip import ModuleStrip, strip_height
from .save_row import SaveRow
from .selection import Selection


class MaskExplorer(CanvasPanel):
    """All masks as thumbnails; one module opened: image, trunk T, mask M and (1 + M)·T.

    A grey square can cover a part of the image, and λ can weaken or strengthen each mask:
    the network then runs again on that one image, and the prediction is compared with the
    one for the image as it is, all masks as trained. Otherwise the network runs on a block
    of neighbouring images at once, when the first of them is chosen; and a move that
    changes neither image nor network only draws.

    Args:
        network: any network with Attention Modules, in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        labels: (N,) int, the true classes, where they are known.
        true_masks: bool (N, H, W), true on the object, where that is known.
        class_names: what the network's outputs are called; "class 0" and so on when None.
        titles: what each image is called; its true class when None and that is known.
        selection: image, module and channel, shared with other panels; its own when None.

    Attributes:
        image, module, channel, mean, overlay, scale: the controls of what is shown.
        occlude, row, column, size: whether and where grey covers the image, in pixels;
            moving the square switches it on.
        strengths: module name -> its slider of λ; 0 removes the mask, 1 is as trained. The
            page shows the opened module's.
        reset: the button that takes square and strengths back.
        saving: the buttons that hand out the picture or the page.
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
        selection: Selection | None = None,
    ):
        images = torch.as_tensor(images)
        self._runs, modules = MaskRuns(network, images), attention_modules(network)
        given = {"labels": labels, "true_masks": true_masks, "titles": titles}
        for name, part in given.items():
            if part is not None and len(part) != len(images):
                raise ValueError(f"{name} has {len(part)} entries for {len(images)} images")
        self.network, self.images = network, images
        self.labels, self.true_masks, self.titles = labels, true_masks, titles
        count = len(self._runs.as_trained(0).chances)
        if class_names is not None and len(class_names) != count:
            raise ValueError(
                f"class_names has {len(class_names)} names, "
                f"but the network tells {count} classes apart"
            )
        self.class_names = list(class_names or (f"class {number}" for number in range(count)))
        run, size = self._runs.as_trained(0), tuple(images.shape[-2:])
        self._channels = {name: len(run.parts[f"{name}.mask"]) for name in modules}
        rows = self._controls_in_rows(list(modules))
        above = strip_height(len(modules), size)
        canvas = self.canvas = Canvas(*figure_size(size, above=above))
        self.strip = ModuleStrip(canvas.figure, names=list(modules), image_size=size)
        self.views = MaskViews(
            canvas.figure,
            image_size=size,
            class_names=self.class_names,
            residual=next(iter(modules.values())).fusion.attention_residual,
            above=above,
        )
        self.saving = SaveRow(
            self._file,
            lambda: f"masks_image{self.image.value}_{self.module.value}",
            self.errors_shown,
        )
        shares = {"image": self.image, "module": self.module, "channel": self.channel}
        super().__init__(rows, canvas, below=[self.saving], selection=selection, shares=shares)

    def _controls_in_rows(self, modules: list[str]) -> list[list[widgets.Widget]]:
        look = look_controls(modules, len(self.images), self._channels[modules[0]])
        self.image, self.module, self.channel, self.mean, self.overlay, self.scale = look
        self.occlude, self.row, self.column, self.size = square_controls(
            *self.images.shape[-2:]
        )
        self.strengths = strength_sliders(modules)
        self.reset = widgets.Button(
            description="as trained",
            tooltip="Take the grey square away and set λ of every module to 1",
            layout={"width": "110px"},
        )
        self.reset.on_click(lambda button: self._take_back())
        self._open_strength()
        return [
            [self.image, self.module],
            [self.channel, self.mean],
            [self.overlay, self.scale],
            [*self.strengths.values(), self.reset],
            [self.size, self.occlude],
            [self.row, self.column],
        ]

    def _file(self, kind: str) -> bytes:
        self._burst.finish()  # the state that the controls are in
        return self.canvas.value if kind == "PNG" else self.page()

    def refresh(self) -> None:
        self.saving.forget()  # its file holds the state before
        super().refresh()

    def _open_strength(self) -> None:
        """Show the opened module's λ alone."""
        for name, control in self.strengths.items():
            control.layout.display = None if name == self.module.value else "none"

    def _take_back(self) -> None:
        with self.quietly():
            self.occlude.value = False
            for control in self.strengths.values():
                control.value = 1.0
        self.refresh()

    def adjust(self, change: dict) -> None:
        moved = change["owner"]
        if moved is self.module:
            highest = self._channels[self.module.value] - 1
            self.channel.value = min(self.channel.value, highest)
            self.channel.max = highest
            self.channel.disabled = highest == 0
            self._open_strength()
        elif moved is self.channel:
            self.mean.value = False
        elif any(moved is part for part in (self.row, self.column, self.size)):
            self.occlude.value = True

    @property
    def _square(self) -> Square | None:
        square = Square(self.row.value, self.column.value, self.size.value)
        return square if self.occlude.value else None

    @property
    def _lambdas(self) -> dict[str, float]:
        return {name: control.value for name, control in self.strengths.items()}

    @property
    def _run(self) -> Run:
        """What the network makes of the chosen image with the chosen changes."""
        return self._runs.changed(self.image.value, self._square, self._lambdas)

    @property
    def _unchanged(self) -> np.ndarray | None:
        """Probabilities as trained with nothing covered, (K,); None if that is so anyway."""
        trained = self._runs.as_trained(self.image.value)
        return None if self._run is trained else trained.chances

    @property
    def _chances(self) -> np.ndarray:
        """Probabilities of the classes, (K,)."""
        return self._run.chances

    def _plane(self, part: str) -> np.ndarray:
        """One channel of the opened module's trunk, mask or fusion, or the mean: (h, w)."""
        values = self._run.parts[f"{self.module.value}.{part}"]
        chosen = values.mean(dim=0) if self.mean.value else values[self.channel.value]
        return chosen.numpy()

    def draw(self, frame: Frame) -> None:
        run, number, opened = self._run, self.image.value, self.module.value
        fixed = self.scale.value == "fixed"
        self.strip.draw(
            frame, run.mean_masks, opened=opened, strengths=self._lambdas, fixed_scale=fixed
        )
        shown = Shown(
            image=run.image,
            trunk=self._plane("trunk"),
            mask=self._plane("mask"),
            output=self._plane("fusion"),
            true_mask=None if self.true_masks is None else self.true_masks[number],
            chances=run.chances,
            true_class=None if self.labels is None else int(self.labels[number]),
            overlay=self.overlay.value,
            fixed_scale=fixed,
            strength=self.strengths[opened].value,
            square=self._square,
            chances_unchanged=self._unchanged,
        )
        self.views.draw(frame, shown)

    def describe(self) -> str:
        """What is seen, in words: image, module, mask, agreement, changes, prediction."""
        number, name, mask = self.image.value, self.module.value, self._plane("mask")
        told = self.titles[number] if self.titles is not None else None
        if told is None and self.labels is not None:
            told = self.class_names[int(self.labels[number])]
        channels = self._channels[name]
        mean, one = f"the mean of its {channels} channels", f"channel {self.channel.value}"
        which = mean if self.mean.value else f"{one} of {channels}"
        said = [
            f"Image {number}{f', {told}' if told else ''}.",
            *change_words(self._square, self._lambdas, *self.images.shape[-2:]),
            mask_words(name, which, mask),
        ]
        if self.true_masks is not None:
            said.append(agreement_words(mask, self.true_masks[number]))
        said.append(prediction_words(self.class_names, self._chances, self._unchanged))
        return " ".join(said)

    def state(self) -> dict[str, str]:
        """The name of each control that has a say, and its value, in words."""
        silent = [self.channel] if self.mean.value else []
        if not self.occlude.value:
            silent += [self.row, self.column, self.size]
        names = [part.description for part in silent]
        return {name: said for name, said in super().state().items() if name not in names}

    def summary(self) -> str:
        return (
            f"MaskExplorer: {len(self.images)} images, {len(self.strengths)} Attention Modules"
        )
