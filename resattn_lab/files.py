"""Files that are whole or absent, whenever the power goes."""

import errno
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
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise OSError(
                error.errno,
                f"there is no room for {len(content) / 1e6:.1f} MB: {error.strerror}; "
                "what was there before is untouched; free some space, then go on",
                str(path),
            ) from error
        raise
