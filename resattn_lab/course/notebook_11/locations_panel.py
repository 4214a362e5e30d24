"""From a module's own mask over the flat one to the shuffled one, with the answer beside it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from resattn_lab.data import ImageSet
from resattn_lab.interventions import RecordedPass, mask_replacement
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Slider
from resattn_lab.panels.marks import MASK, Axis, Bars, Chart, Dot, Line, Picture, Row, Words
from resattn_lab.plots.palette import CHOSEN_CLASS, INK, MUTED, TRUE_CLASS

from .other_masks import POSITIONS, between

NAMES = {
    -1: "own mask",
    -0.75: "¾ own, ¼ flat",
    -0.5: "½ own, ½ flat",
    -0.25: "¼ own, ¾ flat",
    0: "flat",
    0.25: "¾ flat, ¼ shuffled",
    0.5: "½ flat, ½ shuffled",
    0.75: "¼ flat, ¾ shuffled",
    1: "shuffled",
}
SIGNS = "●■▲"  # of the three networks, as in the charts
NETWORKS = ("the one at left", "another", "a third")


class Seen(NamedTuple):
    """One state.

    Args:
        mask: of the shown channel, that the module weighs with: (h, w).
        before: probability of each class with the module's own mask.
        after: with the changed one.
        right: share of scenes that each network names rightly, at this position.
    """

    mask: NDArray[np.float32]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    right: tuple[float, ...]


class FlatToShuffled(Panel):
    """A scene, a mask between own, flat and shuffled, the answer, and accuracy beside it.

    Args:
        network: in eval mode; it runs on the shown scene at each move.
        scenes: with true masks.
        channels: of each module, the channel that is shown. All are changed.
        curves: of each module, the accuracies of each network at ``POSITIONS``.
        count: scenes that these were measured on.

    Attributes:
        scene, module, position: the controls.
    """

    scene = Slider("scene")
    module = Choice("module")
    position = Choice(
        "mask", [(NAMES[position], position) for position in POSITIONS], kind="slider"
    )

    def __init__(
        self,
        network: nn.Module,
        scenes: ImageSet,
        *,
        channels: Mapping[str, int],
        curves: Mapping[str, Sequence[Sequence[float]]],
        count: int,
    ):
        self.network, self.scenes, self.channels = network, scenes, channels
        self.curves, self.count = curves, count
        self._last: tuple[int, RecordedPass] | None = None
        self.still = (
            Line([-1, 1], [10, 10], MUTED, width=1, style="--"),
            Words(-0.98, 10, "chance", MUTED, anchor="lb", shift=(0, -3)),
        )
        super().__init__(
            scene={"max": len(scenes) - 1},
            module={"options": list(channels)},
            position={"value": -1},
        )

    def _run(self, scene: int) -> RecordedPass:
        """The network's own pass on a scene, until another scene is chosen."""
        if self._last is None or self._last[0] != scene:
            image = self.scenes.images[scene : scene + 1] / 255
            self._last = scene, RecordedPass(self.network, image)
        return self._last[1]

    def look(self, s) -> Seen:
        own = self._run(s.scene)
        image = self.scenes.images[s.scene : s.scene + 1] / 255
        change = partial(between, position=s.position)
        place = POSITIONS.index(s.position)
        fusion = f"{s.module}.fusion"
        with torch.inference_mode(), own.resumed([fusion]):
            with mask_replacement(self.network, {s.module: change}):
                logits = self.network(image)
        mask = change(own.outputs[f"{s.module}.mask"], torch.Generator().manual_seed(0))
        return Seen(
            mask=mask[0, self.channels[s.module]].numpy(),
            before=_chances(own.logits),
            after=_chances(logits),
            right=tuple(curve[place] for curve in self.curves[s.module]),
        )

    def draw(self, s, seen: Seen) -> Row:
        truth, label = self.scenes.true_masks[s.scene], int(self.scenes.labels[s.scene])
        best = int(seen.after.argmax())
        colours = [MUTED] * len(seen.after)
        colours[best], colours[label] = CHOSEN_CLASS, TRUE_CLASS
        lines = [
            Line(POSITIONS, [100 * share for share in curve], INK, sign=sign, every=2)
            for curve, sign in zip(self.curves[s.module], SIGNS, strict=False)
        ]
        here = [Dot(s.position, 100 * share, CHOSEN_CLASS) for share in seen.right]
        size = tuple(truth.shape)
        return Row(
            Picture(self.scenes.images[s.scene], outline=truth, title="the scene"),
            Picture(
                seen.mask,
                MASK,
                shape=size,
                outline=truth,
                ruler=True,
                title=f"mask, channel {self.channels[s.module]}",
            ),
            Bars(
                self.scenes.class_names,
                seen.after,
                colours,
                before=seen.before,
                size=(190, 20),
                title="what the network says",
                below="stroke: own mask",
            ),
            Chart(
                [Line([s.position] * 2, [0, 100], MUTED, width=1), *lines, *here],
                Axis(
                    "mask of the module",
                    -1,
                    1,
                    ticks=(-1, 0, 1),
                    names=("own", "flat", "shuffled"),
                ),
                Axis("right, % of scenes", 0, 102, ticks=(0, 50, 100)),
                still=self.still,
                size=(300, 250),
                key=[(name, INK, sign) for name, sign in zip(NETWORKS, SIGNS, strict=True)],
                title="what three networks get right",
            ),
        )

    def words(self, s, seen: Seen) -> str:
        """The mask, the answer, and the accuracies."""
        names, label = self.scenes.class_names, int(self.scenes.labels[s.scene])
        best = int(seen.after.argmax())
        verdict = "right" if best == label else f"wrong: it is a {names[label]}"
        shares = ", ".join(f"{share:.0%}" for share in seen.right)
        return (
            f"Scene {s.scene}. All channels of the mask of {s.module} are: "
            f"{NAMES[s.position]}. "
            f"The network says {names[best]} ({seen.after[best]:.0%}), which is {verdict}. "
            f"With "
            f"masks like this the three networks name {shares} of {self.count} scenes rightly."
        )

    def summary(self) -> str:
        return f"FlatToShuffled: {len(self.scenes)} scenes, {', '.join(self.channels)}"


def _chances(logits: Tensor) -> NDArray[np.float32]:
    return logits.softmax(dim=1)[0].numpy()
