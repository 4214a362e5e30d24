"""What lies in a folder of class folders: its classes, their images, and what else."""

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from unicodedata import normalize

from PIL import Image
from PIL import __version__ as pillow

from .notes import note, note_skipped, some

PICTURES = set(
    ".jpg .jpeg .jpe .jfif .png .apng .bmp .dib .gif .ppm .pgm .pbm .pnm .webp .tif .tiff "
    ".jp2 .tga .psd .avif .heic .heif .hif .jxl .svg .dng .cr2 .cr3 .nef .arw .raf .orf".split()
)
SYSTEM = {"thumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin", "lost+found"}
PARTS = {
    "train": {"train", "training"},
    "validation": {"validation", "valid", "val", "dev"},
    "test": {"test", "testing"},
}

FOLDER, IMAGE = "folder", "image"
HIDDEN, OF_SYSTEM = "hidden", "of the system"
NO_FILE, CIRCLE = "neither file nor folder (a broken link, a pipe)", "linked in a circle"
NO_PICTURE, OUTSIDE = "no picture by its name", "outside of the class folders"
UNREADABLE = f"no picture that Pillow {pillow} reads here (convert it to JPEG or PNG)"
EMPTY = "folder without a picture"


@dataclass(frozen=True)
class FolderListing:
    """The images of ``folder``, class by class, and what was passed over, by its reason."""

    folder: Path
    images: dict[str, list[Path]]
    skipped: dict[str, list[str]] = field(default_factory=dict)

    @property
    def class_names(self) -> tuple[str, ...]:
        return tuple(self.images)

    def say(self) -> None:
        """Note what was skipped, and what is read that may have been meant otherwise."""
        note_skipped(self.folder, self.skipped)
        deeper = [
            _name(path.parent, self.folder)
            for paths in self.images.values()
            for path in paths
            if len(path.relative_to(self.folder).parts) > 2
        ]
        if deeper:
            note(
                f"{self.folder}: {len(deeper)} images were read from deeper folders, as of "
                f"the class above them: {some(sorted(set(deeper)))}"
            )
        parts = [name for name in self.images if name.lower() in set().union(*PARTS.values())]
        if parts:
            note(
                f"{self.folder}: {', '.join(parts)} is read as a class, and no part of a split"
            )


def readable_suffixes() -> set[str]:
    """Of ``PICTURES``, what the Pillow that is installed opens."""
    formats = Image.registered_extensions()  # after which Image.OPEN is complete
    return {suffix for suffix in PICTURES if formats.get(suffix) in Image.OPEN}


def list_folder(folder: Path) -> FolderListing:
    """Find ``folder/<class>/<image>``, at any depth below the class.

    Classes are sorted by their names' code points after NFC normalisation, and called by
    the normalised names: so on every system. Images are sorted alike, by their paths.

    Raises:
        FileNotFoundError: ``folder`` is no folder of class folders; what it should hold.
        ValueError: a class whose pictures cannot be read here, two classes whose names
            differ only by case or composition, a name that is no text, or ``folder`` holds
            ``train/`` and its like instead of classes.
        PermissionError: a folder that may not be looked into.
    """
    parts = part_folders(folder) if folder.is_dir() else {}
    if parts:
        raise ValueError(
            f"{folder} holds {', '.join(part.name for part in parts.values())} and no "
            f"classes; give one of them, or load_images({str(folder)!r}) for all"
        )
    readable, skipped, found = readable_suffixes(), defaultdict(list), {}
    for entry in _entries(folder) if folder.is_dir() else ():
        kind = _kind(entry, readable)
        if kind != FOLDER:
            skipped[OUTSIDE if kind == IMAGE else kind].append(entry.name)
            continue
        passed = defaultdict(list)
        images = list(_images(entry, folder, readable, passed, {folder.resolve()}))
        if images:
            found[entry] = images
        elif passed[UNREADABLE]:
            suffixes = sorted({Path(name).suffix for name in passed[UNREADABLE]})
            raise ValueError(
                f"class {entry.name} of {folder} has pictures, but none that Pillow {pillow} "
                f"reads here ({', '.join(suffixes)}); convert them to JPEG or PNG, or take "
                "the folder away"
            )
        else:
            passed[EMPTY].append(entry.name)
        for reason, names in passed.items():
            skipped[reason] += names
    if not found:
        raise FileNotFoundError(
            f"{folder} is no folder of class folders; wanted {folder}/<class>/<image>, "
            f"with images that end in {', '.join(sorted(readable))}"
        )
    _check_names(folder, [entry.name for entry in found])
    images = {normalize("NFC", entry.name): found[entry] for entry in found}
    return FolderListing(folder, images, skipped)


def has_class_folders(folder: Path) -> bool:
    """Whether it has a sub-folder with an image right in it."""
    readable = readable_suffixes()
    return folder.is_dir() and any(
        _kind(image, readable) == IMAGE
        for entry in _entries(folder)
        if _kind(entry, readable) == FOLDER
        for image in entry.iterdir()
    )


def part_folders(folder: Path) -> dict[str, Path]:
    """Its folders for training, validation and test, however they are called; {} if none.

    A folder of classes can have one called *train*; one with ``train/`` and ``test/`` or
    ``val/`` in it is no folder of classes.

    Raises:
        ValueError: two folders for the same part, or parts without one to train on.
    """
    folders = [entry for entry in _entries(folder) if _kind(entry, PICTURES) == FOLDER]
    parts: dict[str, Path] = {}
    for part, names in PARTS.items():
        here = [entry for entry in folders if entry.name.lower() in names]
        if len(here) > 1:
            raise ValueError(
                f"{folder} has {' and '.join(entry.name for entry in here)}, which both "
                f"mean {part}; keep one of them"
            )
        if here:
            parts[part] = here[0]
    if "train" in parts:
        inside = [_kind(entry, PICTURES) for entry in _entries(parts["train"])]
        return parts if len(parts) > 1 or (FOLDER in inside and len(folders) == 1) else {}
    if len(parts) > 1:
        raise ValueError(
            f"{folder} has {' and '.join(entry.name for entry in parts.values())}, but no "
            "train to learn from"
        )
    return {}


def note_beside_parts(folder: Path, parts: dict[str, Path]) -> None:
    """Note what lies beside ``train/`` and its like, and belongs to none of them."""
    skipped = defaultdict(list)
    for entry in _entries(folder):
        if entry not in parts.values():
            kind = _kind(entry, PICTURES)
            reason = "in none of the parts" if kind in (FOLDER, IMAGE) else kind
            skipped[reason].append(entry.name)
    note_skipped(folder, skipped)


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=lambda entry: normalize("NFC", entry.name))


def _kind(entry: Path, readable: set[str]) -> str:
    """FOLDER, IMAGE, or the reason for which this entry is passed over."""
    suffix = entry.suffix.lower()
    if entry.name.startswith("."):
        return HIDDEN
    if entry.name.lower() in SYSTEM:
        return OF_SYSTEM
    if entry.is_file():
        if suffix in readable:
            return IMAGE
        return UNREADABLE if suffix in PICTURES else NO_PICTURE
    return FOLDER if entry.is_dir() else NO_FILE


def _images(
    folder: Path, top: Path, readable: set[str], skipped: dict, above: set[Path]
) -> Iterator[Path]:
    """The images in ``folder`` and below it; what is passed over goes into ``skipped``.

    ``above`` are the folders that one came through, which a link must not lead back to.
    """
    above = above | {folder.resolve()}
    for entry in _entries(folder):
        kind = _kind(entry, readable)
        if kind == IMAGE:
            yield entry
        elif kind != FOLDER:
            skipped[kind].append(_name(entry, top))
        elif entry.resolve() in above:
            skipped[CIRCLE].append(_name(entry, top))
        else:
            yield from _images(entry, top, readable, skipped, above)


def _name(entry: Path, top: Path) -> str:
    return entry.relative_to(top).as_posix()


def _check_names(folder: Path, names: list[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        try:
            os.fsencode(name).decode("utf-8")
        except UnicodeDecodeError as error:
            raise ValueError(
                f"{folder} has a class folder whose name is no UTF-8: {os.fsencode(name)!r}; "
                "rename it"
            ) from error
        known = seen.setdefault(normalize("NFC", name).lower(), name)
        if known != name:
            raise ValueError(
                f"{folder} has the classes {known!a} and {name!a}, which are the same but for "
                "case or composed letters, and one folder on other systems; rename or join them"
            )
