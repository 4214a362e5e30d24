"""The environment variables that the lab listens to, read in this one place."""

import os
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in TRUE | FALSE:
        return value in TRUE
    raise ValueError(f"{name} must be 1 or 0, got {value!r}")


def fast() -> bool:
    """``RESATTN_FAST``: whether notebooks and examples run in their short version."""
    return _flag("RESATTN_FAST")


def offline() -> bool:
    """``RESATTN_OFFLINE``: whether nothing may be downloaded."""
    return _flag("RESATTN_OFFLINE")


def data_folder() -> Path:
    """``RESATTN_DATA``: the folder where data sets lie; ``~/.cache/resattn-lab`` if unset."""
    named = os.environ.get("RESATTN_DATA", "").strip()
    return Path(named).expanduser() if named else Path.home() / ".cache" / "resattn-lab"
