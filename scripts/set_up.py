"""Make the virtual environment .venv and install the project into it, once.

`make lab` and `make test` run this first. Any Python from 3.6 on can read this file, so
that whoever has too old a one is told so in plain words; hence no newer syntax here.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 10)
INSTALL_GIGABYTES = 8  # about 6 stay; the archives need room while they are unpacked
REFRESH_GIGABYTES = 1  # torch is there already: only small packages can be missing

ASK_FOR_VERSIONS = (
    "from importlib.metadata import version;"
    "print('torch', version('torch'), 'with torchvision', version('torchvision'))"
)


class Stop(Exception):
    """A reason to stop, in words that the reader can act on."""

    def __init__(self, wanted: str, came: str, to_do: str):
        super().__init__(f"Stopped.\n  wanted: {wanted}\n  came:   {came}\n  to do:  {to_do}")


def say(text: str) -> None:
    """Print a line at once, so that it stands before the output of what is run next."""
    print(text, flush=True)


def exit_status(work) -> int:
    """Run ``work``; a reason to stop is printed and becomes a status, never a traceback."""
    try:
        work()
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def check_python(version, executable: str) -> None:
    """Stop if the interpreter is older than the project's oldest."""
    if tuple(version[:2]) < OLDEST_PYTHON:
        raise Stop(
            "Python {}.{} or newer".format(*OLDEST_PYTHON),
            f"Python {version[0]}.{version[1]} at {executable}",
            "install a newer Python and name it, for example: make lab PYTHON=python3.12",
        )


def check_modules(find=importlib.util.find_spec) -> None:
    """Stop if this Python cannot make a virtual environment with pip in it."""
    missing = [name for name in ("venv", "ensurepip") if find(name) is None]
    if missing:
        raise Stop(
            "a Python that can make virtual environments",
            "{} without {}".format(sys.executable, " and ".join(missing)),
            "on Debian or Ubuntu: sudo apt-get install python3-venv; elsewhere install "
            "Python anew, or name another one: make lab PYTHON=python3.12",
        )


def check_disk(folder: Path, gigabytes: int, disk_usage=shutil.disk_usage) -> None:
    """Stop if the disk that ``folder`` lies on has too little room for the install."""
    free = disk_usage(str(folder)).free / 1e9
    if free < gigabytes:
        raise Stop(
            f"{gigabytes} GB of free disk space for the installation",
            f"{free:.1f} GB free where {folder} lies",
            "free some space, or move this folder to a larger disk",
        )


def check_torch_pair(python: str, run=subprocess.run) -> None:
    """Stop if torch and torchvision are not built for each other."""
    result = run([python, "-c", "import torch, torchvision"], capture_output=True, text=True)
    if result.returncode == 0:
        return
    reason = (result.stderr.strip().splitlines() or ["no reason was given"])[-1]
    versions = run([python, "-c", ASK_FOR_VERSIONS], capture_output=True, text=True)
    raise Stop(
        "torch and torchvision that load together",
        "{} ({})".format(versions.stdout.strip() or "not both of them", reason),
        f"reinstall both together from PyPI: {python} -m pip install --upgrade "
        "--force-reinstall torch torchvision, then run the same command again",
    )


def fingerprint(pyproject: Path, interpreter: str, environment: Path) -> str:
    """What an installation depends on, as a hash: any change makes an install due."""
    parts = [pyproject.read_bytes(), interpreter.encode(), str(environment).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def python_of(environment: Path) -> Path:
    """The interpreter of a virtual environment, on Windows as elsewhere."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_commands(python: str, uv, torch_index) -> list:
    """The commands that install the project: uv's where there is one, else pip's.

    ``torch_index`` is an address that torch and torchvision come from, first and together.
    """
    if uv:
        installer = [uv, "pip", "install", "--python", python, "--compile-bytecode"]
    else:
        installer = [python, "-m", "pip", "install", "--disable-pip-version-check"]
    commands = [installer + ["-e", ".[lab,test,export,site]"]]
    if torch_index:
        commands.insert(0, installer + ["torch", "torchvision", "--index-url", torch_index])
    return commands


def base_of(environment: Path) -> str:
    """The folder of the interpreter that an environment was made with; '' if unknown."""
    try:
        lines = (environment / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    homes = [line.partition("=")[2].strip() for line in lines if line.startswith("home")]
    return os.path.realpath(homes[0]) if homes else ""


def is_usable(python: Path, interpreter: str, uv, run) -> bool:
    """Whether ``python`` comes from this interpreter and can be installed into."""
    if os.name == "nt":  # a copy there, not a link
        if base_of(python.parent.parent) != os.path.dirname(interpreter):
            return False
    elif os.path.realpath(str(python)) != interpreter:
        return False
    ask_pip = [str(python), "-m", "pip", "--version"]
    return bool(uv) or run(ask_pip, capture_output=True).returncode == 0


def make_environment(environment: Path, interpreter: str, run) -> None:
    """Make the virtual environment, anew if there is one already."""
    check_modules()
    say(f"Making the virtual environment {environment} with {interpreter}.")
    if run([interpreter, "-m", "venv", "--clear", str(environment)]).returncode:
        raise Stop(
            f"a virtual environment in {environment}",
            "python -m venv failed; its lines above say why",
            "mend that, then run the same command again",
        )


def install(root: Path, python: str, uv, torch_index, run) -> None:
    """Install the project, then make sure that the two packages that must fit do fit."""
    say("Installing the project and what it needs; the first time takes minutes.")
    commands = install_commands(python, uv, torch_index)
    if any(run(command, cwd=str(root)).returncode for command in commands):
        raise Stop(
            "the packages that pyproject.toml names, installed into .venv",
            "the installer failed; its lines above say why",
            "run the same command again if the network failed; if there is no torch for "
            "your Python, name another one: make lab PYTHON=python3.12",
        )
    say("Checking that torch and torchvision fit together.")
    check_torch_pair(python, run)


def set_up(
    root: Path,
    interpreter: str,
    uv=None,
    torch_index=None,
    run=subprocess.run,
    disk_usage=shutil.disk_usage,
) -> None:
    """Make .venv, install into it, leave a stamp; where the stamp holds, do nothing."""
    environment = root / ".venv"
    python = python_of(environment)
    stamp = environment / "set-up-finished"
    wanted = fingerprint(root / "pyproject.toml", interpreter, environment)
    if python.exists() and stamp.exists() and stamp.read_text() == wanted:
        say("The environment .venv is ready.")
        return

    started = time.monotonic()
    keep = is_usable(python, interpreter, uv, run)
    has_torch = any(environment.glob("[lL]ib/**/site-packages/torch"))
    gigabytes = REFRESH_GIGABYTES if keep and has_torch else INSTALL_GIGABYTES
    check_disk(root, gigabytes, disk_usage)
    if stamp.exists():
        stamp.unlink()  # until the end, nothing says that this is finished
    if not keep:
        make_environment(environment, interpreter, run)
    install(root, str(python), uv, torch_index, run)
    stamp.write_text(wanted)
    say(f"The environment .venv is ready, after {time.monotonic() - started:.0f} seconds.")


def main() -> None:
    check_python(sys.version_info, sys.executable)
    interpreter, uv = os.path.realpath(sys.executable), shutil.which("uv")
    if os.name == "nt" and sys.prefix != sys.base_prefix:
        interpreter = os.path.join(base_of(Path(sys.prefix)), os.path.basename(sys.executable))
    set_up(ROOT, interpreter, uv=uv, torch_index=os.environ.get("RESATTN_TORCH_INDEX"))


def in_environment(script: str, arguments: list, run=subprocess.run):
    """Set up; then run ``script`` with the Python of .venv, unless this is it.

    Returns the status of that run, or None where this process may go on itself.
    """
    main()
    python = python_of(ROOT / ".venv")
    if Path(sys.prefix).resolve() == (ROOT / ".venv").resolve():
        return None
    return run([str(python), script] + arguments).returncode


if __name__ == "__main__":
    sys.exit(exit_status(main))
