"""What the package's extras install, and what to say where it is missing."""

from importlib.util import find_spec


def check_installed(extra: str, *names: str) -> None:
    """Raise ``RuntimeError`` with what to install if one of the packages is missing."""
    missing = [name for name in names if not find_spec(name)]
    if missing:
        raise RuntimeError(
            f"this needs {', '.join(missing)}; install the extra that has it: "
            f'pip install -e ".[{extra}]"'
        )
