"""Results of long runs that notebooks show; each says how it was made."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "records"


def record(name: str) -> dict:
    """A recorded result by name: ``command``, ``commit``, ``device`` and the figures.

    Raises:
        ValueError: no such record; the message lists those there are.
    """
    path = FOLDER / f"{name}.json"
    if not path.is_file():
        there = ", ".join(sorted(found.stem for found in FOLDER.glob("*.json")))
        raise ValueError(f"there is no record {name!r}; there are: {there or 'none'}")
    return json.loads(path.read_text(encoding="utf-8"))
