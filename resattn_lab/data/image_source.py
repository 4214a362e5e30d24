"""Where a training's images came from, so that the same split can be had again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from numbers import Real
from pathlib import Path
from typing import TYPE_CHECKING

from .cifar import KINDS
from .image_set import ImageSet
from .scene_set import scene_set

if TYPE_CHECKING:
    from .splits import Splits

NAMES = ("scenes", *KINDS)
FOLDER = "folder"


@dataclass(frozen=True, kw_only=True)
class ImageSource:
    """The arguments of a ``load_images``, with nothing that depends on where one stands.

    Args:
        name: ``"scenes"``, ``"cifar10"``, ``"cifar100"`` or ``"folder"``.
        path: of a folder, absolute; None otherwise.
        seed, count, validation_share, test_share, size, per_class: as ``load_images`` takes
            them.
        scene_options: ``clutter``, ``contrast``, ``objects``, where they were given.
    """

    name: str
    path: str | None = None
    seed: int = 0
    count: int = 20_000
    validation_share: float = 0.1
    test_share: float = 0.1
    size: int | None = None
    per_class: int | None = None
    scene_options: dict = field(default_factory=dict)

    @classmethod
    def named(cls, source: str | Path, **options) -> ImageSource:
        """The source that a user names: one of the known names, or a folder."""
        if source in NAMES:
            return cls(name=str(source), **options)
        return cls(name=FOLDER, path=absolute(source), **options)

    @classmethod
    def from_card(cls, card: Mapping) -> ImageSource | None:
        """The card's ``source``, or what an older card's options say; None if neither does."""
        if "source" in card:
            return cls.from_dict(card["source"])
        options = card.get("options", {})
        if not {"data", "seed", "count"} <= set(options):
            return None
        # Then --size resized the batches of a training, and not what was read.
        return cls.named(options["data"], seed=options["seed"], count=options["count"])

    def is_of(self, source: str | Path) -> bool:
        """Whether a user who names ``source`` means these images."""
        other = ImageSource.named(source)
        return (self.name, self.path) == (other.name, other.path)

    def load(self, **reading) -> Splits:
        """The same three parts again.

        Args:
            reading: ``download`` and ``largest_in_memory``, as ``load_images`` takes them.

        Raises:
            FileNotFoundError: the folder is gone; what to do.
            ValueError: as of ``load_images``.
        """
        from .load_images import load_images  # which names its images by this class

        options = asdict(self)
        name, path = options.pop("name"), options.pop("path")
        if path is not None and not Path(path).is_dir():
            raise FileNotFoundError(
                f"the images of this training came from {path}, which is no folder any more; "
                "name the images with --data"
            )
        options |= options.pop("scene_options")
        return load_images(path or name, **options, **reading)

    def test_images(self, **reading) -> ImageSet:
        """The test images alone; of scenes, no others are drawn.

        Args:
            reading: see ``load``.

        Raises:
            FileNotFoundError, ValueError: as of ``load``.
        """
        if self.name != "scenes":
            return self.load(**reading).test
        return scene_set(
            max(1, self.count // 10),
            seed=self.seed,
            part="test",
            size=self.size or 32,
            **self.scene_options,
        )

    def to_dict(self) -> dict:
        """As a card holds it."""
        return asdict(self)

    @classmethod
    def from_dict(cls, entry: Mapping) -> ImageSource:
        """What ``to_dict`` gave.

        Raises:
            ValueError: an entry that is no such dict.
        """
        known = {part.name for part in fields(cls)}
        if not isinstance(entry, Mapping) or "name" not in entry or not set(entry) <= known:
            raise ValueError(f"the card's source must be a dict with a name, got {entry!r}")
        for part in ("seed", "count", "size", "per_class", "validation_share", "test_share"):
            value = entry.get(part)
            if value is not None and (isinstance(value, bool) or not isinstance(value, Real)):
                raise ValueError(f"the card's source has {part}={value!r}; wanted a number")
        source = cls(**entry)
        if source.name not in (*NAMES, FOLDER) or (source.name == FOLDER) != bool(source.path):
            raise ValueError(
                f"the card's source must be {', '.join(NAMES)}, or {FOLDER} with its path, got "
                f"{source.name!r} with {source.path!r}"
            )
        return source


def absolute(folder: str | Path) -> str:
    """The folder's whole path, wherever one stands."""
    return str(Path(folder).expanduser().absolute())
