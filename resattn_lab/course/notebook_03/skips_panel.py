"""The way up of a mask branch, live: its skips are turned down, or moved to the right."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from resattn_lab.blocks import SoftMaskBranch
from resattn_lab.data import Scenes
from resattn_lab.panels import Panel
from resattn_lab.panels.declared import Choice, Press, Slider
from resattn_lab.panels.marks import MASK, Bars, Box, Column, Cross, Picture, Row, own_range
from resattn_lab.plots.palette import MUTED, TRUE_CLASS

from .maps import branch_maps

SHOWN = ("up3", "up2", "up1")  # one channel of each, from the lowest level upwards


class Seen(NamedTuple):
    """One state.

    Args:
        maps: a channel of every map on the way up, by name.
        trained: the same with the skips as they are.
        mask: the mask's channel, (H, W).
        truth: the object, bool (H, W).
        weights: the mask's mean on the object, and elsewhere.
        before: the same with the skips as they are.
        peak: row and column of the mask's highest weight.
        where: "on the object", "on the object, moved" or "on neither".
    """

    maps: dict[str, np.ndarray]
    trained: dict[str, np.ndarray]
    mask: np.ndarray
    truth: np.ndarray
    weights: tuple[float, float]
    before: tuple[float, float]
    peak: tuple[int, int]
    where: str


class SkipsPanel(Panel):
    """A scene, one channel of its way up from level to level, and the mask it ends in.

    Args:
        branch: with three poolings, and so two skips.
        x: (N, C, H, W), the branch's inputs.
        scenes: those that the inputs were made of.
        channels: of the branch's maps, and of its mask.
        scene: the one to begin with.

    Attributes:
        coarse, fine: the share of each skip that is added.
        moved: how far to the right both are moved, in pixels of the scene.
        trained, scene: a button that sets all back, and the scene's number.

    Raises:
        ValueError: a branch of another depth, or inputs that are not the scenes'.
    """

    coarse = Slider("share of the 8×8 skip", 1, 1.0, step=0.1)
    fine = Slider("share of the 16×16 skip", 1, 1.0, step=0.1)
    moved = Choice("both skips moved right, pixels", (0, 4, 8, 12, 16), kind="slider")
    trained = Press("as trained", "both skips in full, and not moved")
    scene = Slider("scene", more=True)

    def __init__(
        self,
        branch: SoftMaskBranch,
        x: Tensor,
        scenes: Scenes,
        *,
        channels: tuple[int, int],
        scene: int = 0,
    ):
        if branch.encoder_depth != len(SHOWN) or len(x) != len(scenes.images):
            raise ValueError(
                "wanted a branch with 3 poolings and an input for each scene, got "
                f"{branch.encoder_depth} poolings and {len(x)} inputs of "
                f"{len(scenes.images)} scenes"
            )
        self.branch, self.x, self.scenes, self.channels = branch, x, scenes, channels
        super().__init__(scene={"max": len(x) - 1, "value": scene})

    def press_trained(self) -> None:
        self.coarse.value = self.fine.value = 1.0
        self.moved.value = 0

    def look(self, s) -> Seen:
        """The scene goes through twice at once: first with the skips as they are."""
        shares = iter((s.fine, s.coarse))  # the finest level adds its skip first

        def on_skip(maps: Tensor) -> Tensor:
            pixels = s.moved * maps.shape[-1] // self.x.shape[-1]
            return torch.cat([maps[:1], next(shares) * maps[1:].roll(pixels, -1)])

        found = branch_maps(self.branch, self.x[[s.scene, s.scene]], on_skip=on_skip)
        channel, of_mask = self.channels
        before, mask = found["mask"][:, of_mask].numpy()
        truth = self.scenes.true_masks[s.scene].numpy()
        row, column = (int(at) for at in np.unravel_index(mask.argmax(), mask.shape))
        names = {"on the object": truth, "on the object, moved": np.roll(truth, s.moved, -1)}
        on = [name for name, part in names.items() if part[row, column]]
        return Seen(
            maps={name: found[name][1, channel].numpy() for name in SHOWN},
            trained={name: found[name][0, channel].numpy() for name in SHOWN},
            mask=mask,
            truth=truth,
            weights=(float(mask[truth].mean()), float(mask[~truth].mean())),
            before=(float(before[truth].mean()), float(before[~truth].mean())),
            peak=(row, column),
            where=(on or ["on neither" if s.moved else "beside the object"])[0],
        )

    def draw(self, s, seen: Seen) -> Column:
        shape = seen.truth.shape
        added = {"up3": "from below", "up2": f"+ {s.coarse:.1f} × skip"}
        added["up1"] = f"+ {s.fine:.1f} × skip"
        levels = [
            Picture(
                seen.maps[name],
                own_range(seen.trained[name]),  # fixed, so that a map may fade
                shape=shape,
                outline=seen.truth,
                title=f"{'×'.join(map(str, seen.maps[name].shape))}: {word}",
            )
            for name, word in added.items()
        ]
        rows, columns = np.roll(seen.truth, s.moved, -1).nonzero()
        ends = (rows.min(), columns.min(), rows.max() + 1, columns.max() + 1)
        moved = [Box(*(int(end) for end in ends))] if s.moved else []
        look = {"outline": seen.truth, "boxes": moved}
        peak = Cross(*seen.peak, shape)
        image = self.scenes.images[s.scene]
        return Column(
            Row(*levels),
            Row(
                Picture(
                    seen.mask, MASK, cross=peak, ruler=True, title="the mask, its peak", **look
                ),
                Picture(image, light=seen.mask, title="the mask as light", **look),
                Bars(
                    ["object", "elsewhere"],
                    seen.weights,
                    [TRUE_CLASS, MUTED],
                    notes=[f"{weight:.2f}" for weight in seen.weights],
                    before=seen.before,
                    size=(192, 30),
                    ends=("0", "1"),
                    title="mean weight of the mask",
                    below="stroke: as trained",
                ),
            ),
        )

    def words(self, s, seen: Seen) -> str:
        on, off = seen.weights
        moved = box = ""
        if s.moved:
            moved = f", both moved {s.moved} pixels to the right"
            box = " The orange box is the object's, moved along."
        return (
            f"Scene {s.scene}, way up with {s.coarse:.0%} of the 8×8 skip and {s.fine:.0%} of "
            f"the 16×16 skip{moved}. The mask's mean weight is {on:.2f} on the object and "
            f"{off:.2f} elsewhere (as trained: {seen.before[0]:.2f} and "
            f"{seen.before[1]:.2f}). Its peak lies {seen.where}.{box}"
        )

    def summary(self) -> str:
        return f"SkipsPanel: {len(self.x)} scenes, skips at 8×8 and 16×16"
