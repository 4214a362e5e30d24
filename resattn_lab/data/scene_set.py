"""Planted scenes in three parts, as any other images come."""

from .image_set import ImageSet
from .planted_scenes import planted_scenes

SCENE_PARTS = {"train": 0, "validation": 1, "test": 2}


def scene_set(
    count: int, *, seed: int, part: str = "train", size: int = 32, **scene_options
) -> ImageSet:
    """Planted scenes as an ``ImageSet``; the parts of one seed share no scene."""
    scenes = planted_scenes(
        count, seed=3 * seed + SCENE_PARTS[part], size=size, **scene_options
    )
    return ImageSet(
        images=scenes.images,
        labels=scenes.labels,
        class_names=scenes.class_names,
        true_masks=scenes.true_masks,
        source=f"planted scenes, seed {seed}, {part}",
    )
