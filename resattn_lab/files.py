"""Files that are whole or absent, whenever the power goes, and folders that can be written."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing is held
    fcntl = None


def write_atomically(path: Path, *parts: bytes | memoryview) -> None:
    """Write beside ``path``, then rename: a reader never meets half a file.

    Args:
        parts: the content, in one piece or several.

    Raises:
        OSError: the disk is full or the folder cannot be written; ``path`` is untouched and
            the unfinished file beside it is gone.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with open(unfinished, "wb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            size = sum(len(part) for part in parts) / 1e6
            raise OSError(
                error.errno,
                f"there is no room for {size:.1f} MB: {error.strerror}; "
                "what was there before is untouched; free some space, then go on",
                str(path),
            ) from error
        raise


def check_utf8(path: Path) -> None:
    """Refuse a path that no reader of safetensors opens.

    Raises:
        ValueError: the path is no UTF-8; what to do.
    """
    try:
        str(path).encode()
    except UnicodeEncodeError as error:
        raise ValueError(
            f"{str(path)!a} is no UTF-8, and weights there could not be read; rename the folder"
        ) from error


def check_writable(folder: Path) -> None:
    """Refuse a folder in which no file can be made; leave everything as it was.

    Raises:
        OSError: the reason of the system, and what to do.
        ValueError: as ``check_utf8``.
    """
    folder = Path(folder)
    check_utf8(folder)
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch(exist_ok=False)
    except OSError as error:
        raise OSError(
            error.errno,
            f"nothing can be written there ({error.strerror}); choose another folder",
            str(folder),
        ) from error
    finally:
        with suppress(OSError):
            probe.unlink()
        for path in made:
            with suppress(OSError):
                path.rmdir()


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Keep other writers from ``path`` until the block ends, or this process, however it ends.

    The system holds it, so what was killed holds nothing. A folder needs no file for that; a
    file has one beside it as long as it is held.

    Raises:
        FileExistsError: somebody else holds it; what to do.
    """
    if fcntl is None:
        yield
        return
    path = Path(path)
    beside = None if path.is_dir() else path.with_name(f".{path.name}.held")
    descriptor = os.open(beside or path, os.O_CREAT | os.O_RDWR if beside else os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FileExistsError(
                f"another process is writing {path} now; wait until it has ended, or choose "
                "another folder"
            ) from error
        try:
            yield
        finally:
            if beside is not None:
                beside.unlink(missing_ok=True)
            fcntl.flock(descriptor, fcntl.LOCK_UN)  # forked workers have the descriptor too
    finally:
        os.close(descriptor)
