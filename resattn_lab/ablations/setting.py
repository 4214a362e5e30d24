"""How large an ablation is run: its images and its recipe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from resattn_lab.data import Splits, load_images, scene_set
from resattn_lab.training import RECIPES, Recipe

SCENES_VALIDATION, SCENES_TEST = 500, 2000


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Image size in pixels, training images, clutter of the scenes, and the recipe.

    Args:
        train: training scenes; of CIFAR or a folder, a tenth of this number is read of each
            class, in train and in test, and a tenth of train validates. None takes all.
        initialisation: as ``build_network`` takes it.
    """

    size: int
    train: int | None
    clutter: int
    initialisation: str
    recipe: Recipe


SETTINGS = {
    # Minutes a network on a laptop's CPU.
    "small": Setting(
        size=16,
        train=4800,
        clutter=0,
        initialisation="zero_residual",
        recipe=Recipe(
            iterations=200,
            learning_rate=0.03,
            weight_decay=0.05,
            clip_gradient=1.0,
            augment=False,
            precision="float32",
        ),
    ),
    # Three minutes a network on a quiet core, ten times the steps: for the study "fusion".
    "medium": Setting(
        size=16,
        train=20_000,
        clutter=0,
        initialisation="zero_residual",
        recipe=Recipe(
            iterations=2000,
            learning_rate=0.03,
            weight_decay=0.05,
            clip_gradient=1.0,
            augment=True,
            padding=2,
            precision="float32",
        ),
    ),
    # Sec. 4.1 to the letter, but for 32×32 images of any source: days a network on a CPU.
    "full": Setting(
        size=32, train=None, clutter=3, initialisation="he", recipe=RECIPES["paper"]
    ),
}


def load_data(source: str | Path, setting: Setting) -> Splits:
    """Images of a setting, the same for every seed of the trainings.

    Args:
        source: as ``data.load_images`` takes it; of scenes, 500 validate and 2000 test.

    Raises:
        ValueError: images that are not there or cannot be read.
    """
    if source == "scenes":
        counts = {
            "train": setting.train or 50_000,
            "validation": SCENES_VALIDATION,
            "test": SCENES_TEST,
        }
        return Splits(
            *(
                scene_set(count, seed=0, part=part, size=setting.size, clutter=setting.clutter)
                for part, count in counts.items()
            )
        )
    per_class = None if setting.train is None else setting.train // 10
    return load_images(source, size=setting.size, per_class=per_class, validation_share=0.1)
