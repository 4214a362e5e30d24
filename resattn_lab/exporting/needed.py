"""What the extra ``export`` installs, and what to say where it is missing."""

from importlib.util import find_spec


def check_installed(*names: str) -> None:
    """Raise ``RuntimeError`` with what to install if one of the packages is missing."""
    missing = [name for name in names if not find_spec(name)]
    if missing:
        raise RuntimeError(
            f"this needs {', '.join(missing)}; install the extra that has it: "
            'pip install -e ".[export]"'
        )
