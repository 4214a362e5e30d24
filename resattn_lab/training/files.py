"""Files that are whole or absent, whenever the power goes."""

import os
from pathlib import Path


def write_atomically(path: Path, content: bytes) -> None:
    """Write beside ``path``, then rename: a reader never meets half a file.

    Raises:
        OSError: the disk is full or the folder cannot be written; ``path`` is untouched and
            the unfinished file beside it is gone.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with open(unfinished, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
