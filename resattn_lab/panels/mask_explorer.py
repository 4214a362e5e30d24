"""The masks of all Attention Modules, on every image, under sliders."""

from collections.abc import Sequence

import ipywidgets as widgets
import torch
from torch import Tensor, nn

from resattn_lab.inspection import MaskRuns
from resattn_lab.recording import attention_modules

from .burst import listen
from .declared import WHOLE, Choice, Press, Slider, Switch
from .mask_pictures import LEAST, draw_masks
from .mask_state import Seen, look_at
from .mask_words import state_words
from .panel import Panel
from .renderer import Place
from .save_row import SaveRow
from .selection import Selection

HIDDEN = ("nothing", "object", "background")


class MaskExplorer(Panel):
    """An image lit by a mask, what the mask makes of its trunk, and what the network says.

    Above, the network's Attention Modules in a row; a click opens one. Below, one channel of
    the opened module in pictures: trunk times weight is output. It begins with the channel
    whose mask finds the objects of other images best; where no true masks are known, with
    the one that varies most. A position's numbers follow the pointer, or the arrow keys.

    What is hidden, and λ, which weakens or strengthens each mask, change what the network
    says; the prediction is compared with the one for the image as it is, all masks as
    trained. A changed λ computes from the changed module on. Otherwise the network runs on a
    block of neighbouring images at once; and a move that changes neither image nor network
    only draws.

    Args:
        network: any network with Attention Modules, in the mode it shall run in (eval).
        images: (N, C, H, W), uint8 or floats in [0, 1].
        labels: (N,) int, the true classes, where they are known.
        true_masks: bool (N, H, W), true on the object, where that is known.
        class_names: what the network's outputs are called; "class 0" and so on when None.
        equation: whether trunk, weight and output stand below, and a position's numbers; the
            mask by itself where not.
        titles: what each image is called; its true class when None and that is known.
        selection: image, module and channel, shared with other panels; its own when None.

    Attributes:
        image, module, channel, mean: the controls of what is shown.
        hide: "nothing", "object" or "background", where true masks are known.
        off: whether all masks are off.
        strengths: module name -> its slider of λ; 0 removes the mask, 1 is as trained. The
            page shows the opened module's; ``together`` lets one move all.
        play: sweeps the opened module's λ from 0 to 2.
        occlude, row, column, size: whether and where a grey square covers the image, in
            pixels; moving the square switches it on.
        overlay, scale: how far a shut mask dims the image; its colours' ends.
        place_row, place_column: the pixel of the image whose numbers are given.
        reset: the button that takes all changes back.
        saving: the buttons that hand out the picture or the page.

    Raises:
        ValueError: no Attention Module, no images, or parts that do not belong together.
    """

    shares = ("image", "module", "channel")
    hovers = True
    least = LEAST

    image = Slider("image")
    module = Choice("Attention Module")
    channel = Slider("channel")
    mean = Switch("mean of all channels")
    hide = Choice("hide with grey", HIDDEN, kind="dots")
    off = Switch("all masks off")
    reset = Press("as trained", "Hide nothing, and set λ of every module to 1")
    together = Switch("λ of all modules together", more=True)
    occlude = Switch("cover with a grey square", more=True)
    row = Slider("square: row", more=True)
    column = Slider("square: column", more=True)
    size = Slider("square: pixels", min=1, more=True)
    overlay = Slider("overlay: how dark a shut mask is", 1, 1.0, step=0.05, more=True)
    scale = Choice(
        "mask colours", [("0 to 1", "fixed"), ("local", "local")], kind="dots", more=True
    )
    place_row = Slider("position: row", more=True)
    place_column = Slider("position: column", more=True)

    def __init__(
        self,
        network: nn.Module,
        images: Tensor,
        *,
        labels: Tensor | None = None,
        true_masks: Tensor | None = None,
        class_names: Sequence[str] | None = None,
        titles: Sequence[str] | None = None,
        equation: bool = True,
        selection: Selection | None = None,
    ):
        images, self.equation = torch.as_tensor(images), equation
        self.runs, modules = MaskRuns(network, images), attention_modules(network)
        given = {"labels": labels, "true_masks": true_masks, "titles": titles}
        for name, part in given.items():
            if part is not None and len(part) != len(images):
                raise ValueError(f"{name} has {len(part)} entries for {len(images)} images")
        self.network, self.images = network, images
        self.labels, self.true_masks, self.titles = labels, true_masks, titles
        self.surveys = self.runs.survey(true_masks)
        count = len(self.runs.as_trained(0).chances)
        if class_names is not None and len(class_names) != count:
            raise ValueError(
                f"class_names has {len(class_names)} names, "
                f"but the network tells {count} classes apart"
            )
        self.class_names = list(class_names or (f"class {number}" for number in range(count)))
        fusions = {name: module.fusion for name, module in modules.items()}
        self.residual = {name: fusion.attention_residual for name, fusion in fusions.items()}
        self.factors = {name: fusion.mask_scale for name, fusion in fusions.items()}
        first = next(iter(modules))
        self.strengths = {name: self._strength(name) for name in modules}
        self.play = widgets.Play(min=-1, max=20, value=-1, interval=150)
        self.saving = SaveRow(
            self._file,
            lambda: f"masks_image{self.image.value}_{self.module.value}",
            self.errors_shown,
        )
        height, width = images.shape[-2:]
        side = max(1, min(height, width) // 4)
        super().__init__(
            selection=selection,
            image={"max": len(images) - 1},
            module={"options": list(modules)},
            channel={
                "max": self.channel_count(first) - 1,
                "value": self.surveys[first].best(0),
            },
            hide={"layout": WHOLE if true_masks is not None else {"display": "none"}},
            row={"max": height - 1, "value": (height - side) // 2},
            column={"max": width - 1, "value": (width - side) // 2},
            size={"max": max(height, width), "value": side},
            place_row={"max": height - 1, "value": height // 2},
            place_column={"max": width - 1, "value": width // 2},
        )
        listen(self.play)
        self.play.observe(self._played, "value")

    def channel_count(self, module: str) -> int:
        """How many channels a module has."""
        return len(self.surveys[module].spread)

    def _strength(self, name: str) -> widgets.Widget:
        slider = Slider(f"λ of {name}", 3.0, 1.0, min=-1.0, step=0.1).build()
        if name != next(iter(self.runs.modules)):
            slider.layout.display = "none"
        return slider

    def added(self) -> dict[str, widgets.Widget]:
        return {f"λ of {name}": slider for name, slider in self.strengths.items()}

    def arranged_more(self, controls: list[widgets.Widget]) -> list[widgets.Widget]:
        sliders = list(self.strengths.values())
        rest = [part for part in controls if part not in sliders and part is not self.together]
        sweep = widgets.VBox([widgets.Label("sweep λ from 0 to 2"), self.play])
        return [*sliders, self.together, sweep, *rest]

    def below(self) -> list[widgets.Widget]:
        return [self.saving]

    def _file(self, kind: str) -> bytes:
        self._burst.finish()  # the state that the controls are in
        return self.canvas.value if kind == "PNG" else self.page()

    def refresh(self) -> None:
        self.saving.forget()  # its file holds the state before
        super().refresh()

    # What moves what

    def adjust(self, name: str) -> None:
        if name == "module":
            self._open(self.module.value)
        elif name == "channel":
            self.mean.value = False
        elif name in ("row", "column", "size"):
            self.occlude.value = True
        elif name.startswith("λ of"):
            self.off.value = False
            if self.together.value:
                for slider in self.strengths.values():
                    slider.value = self.strengths[name.removeprefix("λ of ")].value

    def _open(self, module: str) -> None:
        """Its range of channels, its best channel, and its λ alone."""
        highest = self.channel_count(module) - 1
        self.channel.max = max(highest, 0)
        self.channel.value = self.surveys[module].best(self.image.value)
        self.channel.disabled = highest == 0
        for name, slider in self.strengths.items():
            slider.layout.display = None if name == module else "none"

    def press_reset(self) -> None:
        self.occlude.value = self.off.value = False
        self.hide.value = "nothing"
        for slider in self.strengths.values():
            slider.value = 1.0

    def _played(self, change: dict) -> None:
        self.strengths[self.module.value].value = max(change["new"], 0) / 10

    def touched(self, place: Place, across: float, down: float) -> None:
        if place.mark.name in self.strengths:
            self.module.value = place.mark.name
            self._open(place.mark.name)
        else:
            self.hovered(place, across, down)

    def hovered(self, place: Place, across: float, down: float) -> None:
        if place.mark.name not in self.strengths:
            height, width = self.images.shape[-2:]
            self.place_row.value, self.place_column.value = (
                int(down * height),
                int(across * width),
            )

    def stepped(self, across: int, down: int) -> None:
        """By one cell of the opened module's mask."""
        height, width = self.images.shape[-2:]
        rows, columns = self.seen.mask.shape
        for slider, cells, step in (
            (self.place_row, height / rows, down),
            (self.place_column, width / columns, across),
        ):
            moved = round(slider.value + step * max(cells, 1))
            slider.value = min(max(moved, 0), slider.max)

    # What is seen

    def look(self, s) -> Seen:
        return look_at(self, s)

    def draw(self, s, seen: Seen):
        return draw_masks(self, s, seen)

    def name_of(self, image: int) -> str | None:
        """What the image is called: its title, or its true class, where either is known."""
        if self.titles is not None:
            return self.titles[image]
        return None if self.labels is None else self.class_names[int(self.labels[image])]

    def words(self, s, seen: Seen) -> str:
        return state_words(self, s, seen)

    def state(self) -> dict[str, str]:
        """The name of each control that has a say, and its value, in words."""
        silent = [self.channel] if self.mean.value else []
        if not self.occlude.value:
            silent += [self.row, self.column, self.size]
        if self.true_masks is None:
            silent.append(self.hide)
        names = [part.description for part in silent]
        return {name: said for name, said in super().state().items() if name not in names}

    def summary(self) -> str:
        return (
            f"MaskExplorer: {len(self.images)} images, {len(self.strengths)} Attention Modules"
        )
