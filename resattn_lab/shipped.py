"""Folders of the project that lie beside the package: notebooks, docs, recorded results."""

import sysconfig
from pathlib import Path


def shipped_folder(name: str) -> Path:
    """``name`` in the repository, or where a wheel installed it.

    Raises:
        FileNotFoundError: it is in neither; what to do instead.
    """
    repository = Path(__file__).parents[1]
    installed = Path(sysconfig.get_path("data")) / "share" / "resattn-lab"
    for folder in (repository / name, installed / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"the course's {name} are neither in {repository} nor in {installed}; install "
        "resattn-lab again, with pip and from a wheel or a clone"
    )
