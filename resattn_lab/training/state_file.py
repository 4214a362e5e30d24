"""The state of a training on the disk: whole, unaltered and its own, or refused."""

import hashlib
import io
import pickle
from pathlib import Path

import torch

from resattn_lab.files import write_atomically

TITLE = b"resattn-lab training state 1\n"
DIGEST = hashlib.sha256().digest_size


def write_state(path: Path, state: dict) -> None:
    """Write ``state`` atomically, after a title and the sha256 of what follows.

    Its bytes are in memory once, as the sha256 stands before them.

    Args:
        state: tensors, numbers, strings, lists, tuples and dicts; nothing that runs code.
    """
    stream = io.BytesIO()
    torch.save(state, stream)
    content = stream.getbuffer()
    write_atomically(path, TITLE, hashlib.sha256(content).digest(), content)


def read_state(path: Path) -> dict:
    """Read what ``write_state`` wrote; tensors come to the CPU.

    Raises:
        FileNotFoundError: there is none.
        ValueError: another kind of file, a truncated or altered one, or one with objects
            in it that would run code; each says what to do.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"there is no training to go on with: {path} does not exist")
    with path.open("rb") as file:
        title, digest, content = file.read(len(TITLE)), file.read(DIGEST), file.read()
    if title != TITLE:
        raise ValueError(
            f"{path} is not a training state of this version (it begins with "
            f"{title[:16]!r}); give the folder that the training wrote, or start anew"
        )
    if hashlib.sha256(content).digest() != digest:
        raise ValueError(
            f"{path} is truncated or was altered: its {len(content)} bytes do not have the "
            "sha256 that was written with them; put a copy back, or start anew"
        )
    try:
        return torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise ValueError(
            f"{path} holds objects that could run code, and was not loaded; start anew"
        ) from error
