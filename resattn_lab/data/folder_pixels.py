"""Images that stay in their files: a uint8 tensor that is decoded where it is indexed."""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from copy import copy
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .decoding import decode, scaled_and_cut
from .notes import note, some

AT_ONCE, BYTES_AT_ONCE = 256, 2**26  # so many images are decoded in one go, or so large
BROKEN_NAMED = 10  # of broken files so many are looked for, and named
THREADS = min(8, os.cpu_count() or 1)  # Pillow lets the others run while it decodes


class FolderPixels:
    """uint8 (N, 3, H, W) as an ``ImageSet`` holds it, read from files when it is asked for.

    Indexed by rows it gives the tensor that the whole would have given; ``subset`` decodes
    nothing.

    Args:
        size: height and width to which every image is scaled and cut, one image at a time;
            None takes them as they are, all of the first one's size.

    Raises:
        ValueError: the first file is no image; or, where they are decoded, another one is
            none or has another size.
    """

    dtype, ndim = torch.uint8, 4

    def __init__(self, paths: Sequence[Path], *, size: int | None = None):
        if size is not None and (isinstance(size, bool) or size != int(size) or size < 1):
            raise ValueError(f"size must be a whole number above 0, got {size}")
        self.paths, self.size, self.device = list(paths), size, torch.device("cpu")
        self.first = self.paths[0]  # of a subset's whole: it has the size that all must have
        wide, high = (size, size) if size is not None else decode(self.first).image.size
        self.sides = high, wide
        self.animated: dict[Path, bool] = {}  # and whether that was noted
        self._survey: tuple | None = None

    def __len__(self) -> int:
        return len(self.paths)

    @property
    def shape(self) -> torch.Size:
        return torch.Size((len(self), 3, *self.sides))

    def is_floating_point(self) -> bool:
        return False

    def to(self, device: torch.device | str) -> "FolderPixels":
        """The same files; what is decoded of them goes to ``device``."""
        moved = copy(self)
        moved.device = torch.device(device)
        return moved

    def subset(self, rows: Tensor | slice) -> "FolderPixels":
        """The chosen images, still in their files."""
        chosen = copy(self)
        chosen.paths = [self.paths[row] for row in torch.arange(len(self))[rows].tolist()]
        chosen._survey = None
        return chosen

    def __getitem__(self, rows: Tensor | slice | int) -> Tensor:
        if isinstance(rows, int):
            return self[[rows]][0]
        return next(self.in_turn([torch.arange(len(self))[rows]]))

    def __iter__(self) -> Iterator[Tensor]:
        for part in self.split():
            yield from part

    def split(self, count: int = AT_ONCE) -> Iterator[Tensor]:
        """Yield all images, at most ``count`` at once, fewer where they are large.

        Raises:
            ValueError: the first file that cannot be read, and the names of further ones.
        """
        count = min(count, AT_ONCE, BYTES_AT_ONCE // self.shape[1:].numel())
        try:
            yield from self.in_turn(torch.arange(len(self)).split(max(count, 1)))
        except ValueError as error:
            raise ValueError(f"{error}{self._further_broken(error)}") from error

    def in_turn(self, every_rows: Iterable[Tensor]) -> Iterator[Tensor]:
        """Yield the images of each group of rows, while the next group is being decoded.

        In the end note, once, which files hold more than the image that was taken.
        """
        with ThreadPoolExecutor(THREADS) as threads:
            ready: list[Future] | None = None
            for rows in every_rows:
                coming = [threads.submit(self._decode, row) for row in rows.tolist()]
                if ready is not None:
                    yield self._stacked(ready)
                ready = coming
            if ready is not None:
                yield self._stacked(ready)
        moving = sorted(path for path, noted in self.animated.items() if not noted)
        if moving:
            self.animated |= dict.fromkeys(moving, True)
            names = some(f"{path.parent.name}/{path.name}" for path in moving)
            note(f"{len(moving)} files hold several images; the first was taken: {names}")

    def sums(self) -> Tensor:
        """Sum of all images, float64 (3, H, W), without rounding."""
        return self._surveyed()[0]

    def digest(self) -> "hashlib._Hash":
        """sha256 of the shape and of all pixels, to go on with."""
        return self._surveyed()[1].copy()

    def _surveyed(self) -> tuple:
        if self._survey is None:  # both in one go, and once: every file is decoded for it
            sums = torch.zeros(self.shape[1:], dtype=torch.float64)
            digest = hashlib.sha256(repr(tuple(self.shape)).encode())
            for part in self.split():
                part = part.cpu()
                sums += part.sum(dim=0, dtype=torch.float64)
                digest.update(part.numpy().data)
            self._survey = sums, digest
        return self._survey

    def _decode(self, row: int) -> np.ndarray:
        path = self.paths[row]
        image, first_of_many = decode(path)
        if first_of_many:
            self.animated.setdefault(path, False)
        if self.size is not None:
            image = scaled_and_cut(image, self.size)
        elif image.size[::-1] != self.sides:
            high, wide = self.sides
            raise ValueError(
                f"images of several sizes: {self.first} has {high}×{wide} pixels and {path} "
                f"{image.height}×{image.width} (height×width); give size=, or --size on the "
                "command line, to which all are scaled and cut"
            )
        return np.asarray(image)

    def _stacked(self, images: list[Future]) -> Tensor:
        if not images:
            return torch.empty((0, *self.shape[1:]), dtype=torch.uint8, device=self.device)
        pixels = np.stack([image.result() for image in images])
        return torch.from_numpy(pixels).permute(0, 3, 1, 2).contiguous().to(self.device)

    def _further_broken(self, known: ValueError) -> str:
        """Names of more files that cannot be read, so that they are mended in one go."""
        if "cannot be read" not in str(known):
            return ""
        names: list[str] = []
        for path in self.paths:
            try:
                decode(path)
            except ValueError as error:
                if str(error) != str(known):
                    names.append(f"{path.parent.name}/{path.name}")
            if len(names) == BROKEN_NAMED:
                break
        return f"; nor can {', '.join(names)}" if names else ""
