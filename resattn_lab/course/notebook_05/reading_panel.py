"""What a probe reads of a scene after 1, 2, … modules, one picture for each stack."""

from collections.abc import Mapping

from torch import Tensor

from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import Column, Picture, Row, Text

from .pictures import short

Reading = tuple[Tensor, float]  # scenes as they are read, (N, 3, h, w); the output's size


def _modules(count: int) -> str:
    return "1 module" if count == 1 else f"{count} modules"


class ReadingPanel(Panel):
    """A small scene, and what is read of it from several stacks after as many modules.

    Args:
        scenes: (N, 3, h, w) in [0, 1], none of those that the probes were fitted to.
        readings: stack -> number of modules -> what was read of all scenes, and the output's
            size relative to the input's; the same numbers for each stack.

    Attributes:
        modules, scene: the controls.
    """

    modules = Choice("number of modules", kind="slider")
    scene = Slider("scene")

    def __init__(
        self, scenes: Tensor, readings: Mapping[str, Mapping[int, Reading]], scene: int = 0
    ):
        self.scenes, self.readings = scenes, readings
        after = list(next(iter(readings.values())))
        super().__init__(
            modules={"options": after, "value": after[-1]},
            scene={"max": len(scenes) - 1, "value": scene},
        )

    def look(self, s) -> dict[str, tuple[Tensor, float]]:
        """Stack -> the chosen scene as it is read from it, and the size of its output."""
        found = {name: after[s.modules] for name, after in self.readings.items()}
        return {name: (read[s.scene], size) for name, (read, size) in found.items()}

    def draw(self, s, seen: dict[str, tuple[Tensor, float]]) -> Column:
        pictures = [Picture(self.scenes[s.scene], size=216, title="the scene, as it went in")]
        for name, (read, size) in seen.items():
            size = f"its output: {short(size)} × the input"
            pictures.append(Picture(read, size=216, title=name, below=size))
        heading = f"scene {s.scene}, as a probe reads it after {_modules(s.modules)} (one seed)"
        return Column(Text(heading, 900), Row(*pictures))

    def words(self, s, seen: dict[str, tuple[Tensor, float]]) -> str:
        scene = self.scenes[s.scene]
        told = [
            f"{name}: {(read - scene).abs().mean():.2f} from the scene, output {short(size)} "
            "times the input"
            for name, (read, size) in seen.items()
        ]
        after = _modules(s.modules)
        return f"Scene {s.scene}, read after {after}. Mean distance: {'; '.join(told)}."

    def summary(self) -> str:
        return f"ReadingPanel: {', '.join(self.readings)}"
