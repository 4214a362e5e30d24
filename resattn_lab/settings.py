"""The environment variables that the lab listens to, read in this one place."""

import os
from pathlib import Path

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}
OF_THREADS = ("OMP_NUM_THREADS", "OMP_WAIT_POLICY", "GOMP_SPINCOUNT", "KMP_BLOCKTIME")


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


def let_threads_sleep() -> None:
    """Threads that wait for each other sleep, instead of keeping a core busy meanwhile.

    Beside other work a training is then several times as fast, and the same to the last bit
    (``benchmarks/thread_policy.py``). OpenMP reads it once, when torch is loaded: it must
    come before. What a user has said about threads is left as it is.
    """
    if not any(name in os.environ for name in OF_THREADS):
        os.environ["OMP_WAIT_POLICY"] = "PASSIVE"


def threads_sleep() -> bool:
    """``OMP_WAIT_POLICY``: whether threads that wait for each other sleep."""
    return os.environ.get("OMP_WAIT_POLICY", "").strip().upper() == "PASSIVE"


def data_folder() -> Path:
    """``RESATTN_DATA``: the folder where data sets lie; ``~/.cache/resattn-lab`` if unset."""
    named = os.environ.get("RESATTN_DATA", "").strip()
    return Path(named).expanduser() if named else Path.home() / ".cache" / "resattn-lab"
