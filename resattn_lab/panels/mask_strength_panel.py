"""How strongly the masks weigh, under a slider, and what that does to the prediction."""

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
import torch
from torch import Tensor, nn

from resattn_lab.interventions import mask_strength
from resattn_lab.recording import attention_modules, record_activations

from .canvas import Canvas
from .canvas_panel import STYLE, WIDE, CanvasPanel, slider
from .frame import Frame
from .mask_strength_views import MaskStrengthViews, StrengthShown
from .mask_views import figure_size
from .mask_words import likeliest
from .selection import Selection

ALL = "all Attention Modules"
PARTS = ("trunk", "mask", "fusion")


class MaskStrengthPanel(CanvasPanel):
    """(1 + λM)·T with λ under a slider: what the modules put out, and what the network says.

    At every move the network runs once on one image, and once more, as it was trained, when
    the image is new.

    Args:
        network: any network with Attention Modules, in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        labels: (N,) int, the true classes, where they are known.
        class_names: what the network's outputs are called; "class 0" and so on when None.
        true_masks: bool (N, H, W), true on the object, where that is known.
        selection: shared with other panels: the image, and the module that the views show;
            one of its own when None.

    Attributes:
        image, strength, module, shown: the controls; ``module`` is where λ works, ``shown``
            is the module that the views show.

    Raises:
        ValueError: no Attention Module, no images, or parts that do not belong together.
    """

    def __init__(
        self,
        network: nn.Module,
        images: Tensor,
        *,
        labels: Tensor | None = None,
        class_names: Sequence[str] | None = None,
        true_masks: Tensor | None = None,
        selection: Selection | None = None,
    ):
        images, modules = torch.as_tensor(images), attention_modules(network)
        if not modules:
            raise ValueError(f"{type(network).__name__} has no Attention Module to change")
        if images.ndim != 4 or not len(images):
            raise ValueError(
                f"images must be (N, C, H, W) with at least one, got {tuple(images.shape)}"
            )
        for name, part in {"labels": labels, "true_masks": true_masks}.items():
            if part is not None and len(part) != len(images):
                raise ValueError(f"{name} has {len(part)} entries for {len(images)} images")
        self.network, self.images, self.modules = network, images, modules
        self.labels, self.true_masks = labels, true_masks
        self._parts: dict[str, Tensor] = {}
        self._before: tuple[int, np.ndarray] | None = None

        self.image = slider("image", len(images) - 1)
        self.strength = widgets.FloatSlider(
            value=1, min=-1, max=3, step=0.1, description="strength λ", style=STYLE, layout=WIDE
        )
        self.module = _choice("λ works in", [ALL, *modules])
        self.shown = _choice("shown module", list(modules))
        count = len(self._chances(1.0))
        if class_names is not None and len(class_names) != count:
            raise ValueError(
                f"class_names has {len(class_names)} names, "
                f"but the network tells {count} classes apart"
            )
        self.class_names = list(class_names or (f"class {number}" for number in range(count)))
        size = tuple(images.shape[-2:])
        canvas = self.canvas = Canvas(*figure_size(size))
        self.views = MaskStrengthViews(
            canvas.figure,
            image_size=size,
            class_names=self.class_names,
            residual=next(iter(modules.values())).fusion.attention_residual,
        )
        rows = [[self.image, self.strength], [self.module, self.shown]]
        shares = {"image": self.image, "module": self.shown}
        super().__init__(rows, canvas, selection=selection, shares=shares)

    def _chances(self, strength: float) -> np.ndarray:
        """Run the network on the chosen image: probabilities (K,), parts of modules kept."""
        image = self.images[self.image.value][None]
        image = image.float() / 255 if image.dtype == torch.uint8 else image.float()
        where = self.modules if self.module.value == ALL else [self.module.value]
        names = [f"{module}.{part}" for module in self.modules for part in PARTS]
        device = next(self.network.parameters()).device
        with (
            torch.inference_mode(),
            mask_strength(self.network, dict.fromkeys(where, strength)),
            record_activations(self.network, names) as self._parts,
        ):
            logits = self.network(image.to(device))
        return logits[0].float().softmax(dim=0).cpu().numpy()

    def _run(self) -> tuple[np.ndarray, np.ndarray]:
        """Probabilities with the chosen strength, and as trained."""
        number, new = self.image.value, False
        if self._before is None or self._before[0] != number:
            self._before, new = (number, self._chances(1.0)), True
        if not (new and self.strength.value == 1):  # else its parts are those of just now
            self._now = self._chances(self.strength.value)
        else:
            self._now = self._before[1]
        return self._now, self._before[1]

    def _weight(self) -> Tensor:
        """What multiplies the shown module's trunk: (C, h, w)."""
        name = self.shown.value
        changed = self.module.value in (ALL, name)
        mask = self._parts[f"{name}.mask"][0] * (self.strength.value if changed else 1.0)
        return 1 + mask if self.modules[name].fusion.attention_residual else mask

    def adjust(self, change: dict) -> None:
        if change["owner"] is self.module and self.module.value != ALL:
            self.shown.value = self.module.value

    def draw(self, frame: Frame) -> None:
        chances, before = self._run()
        number, name = self.image.value, self.shown.value
        trunk, mask, output = (self._parts[f"{name}.{part}"][0].mean(dim=0) for part in PARTS)
        shown = StrengthShown(
            image=self.images[number],
            mask=mask.numpy(),
            trunk=trunk.numpy(),
            weight=self._weight().mean(dim=0).numpy(),
            output=output.numpy(),
            true_mask=None if self.true_masks is None else self.true_masks[number],
            chances=chances,
            chances_as_trained=before,
            true_class=None if self.labels is None else int(self.labels[number]),
        )
        self.views.draw(frame, shown)

    def describe(self) -> str:
        """What is seen, in words: image, strength, weights, and both predictions."""
        number, weight = self.image.value, self._weight()
        low, high, mean = (
            _signed(float(value), 2) for value in (weight.min(), weight.max(), weight.mean())
        )
        true = None if self.labels is None else self.class_names[int(self.labels[number])]
        said = [
            f"Image {number}{f', {true}' if true else ''}. "
            f"λ = {_signed(self.strength.value, 1)} in {self.module.value}. "
            f"In {self.shown.value} the trunk is multiplied by {low} to {high}, "
            f"by {mean} on average; the views show means over its {len(weight)} channels.",
            f"The network says {self._words(self._now, true)}; "
            f"as trained it says {self._words(self._before[1], true)}.",
        ]
        return " ".join(said)

    def _words(self, chances: np.ndarray, true: str | None) -> str:
        if np.isnan(chances).any():
            return likeliest(self.class_names, chances, 1)
        best = int(chances.argmax())
        name = self.class_names[best]
        verdict = (
            "" if true is None else ", which is right" * (name == true) or ", which is wrong"
        )
        return f"{name} with {chances[best]:.2f}{verdict}"

    def summary(self) -> str:
        return (
            f"MaskStrengthPanel: {len(self.images)} images, "
            f"{len(self.modules)} Attention Modules"
        )


def _signed(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _choice(description: str, options: list[str]) -> widgets.Dropdown:
    return widgets.Dropdown(options=options, description=description, style=STYLE, layout=WIDE)
