"""Open the course in JupyterLab, after the set-up; `make lab` runs this.

Run: python scripts/lab.py [--port=8888] [what JupyterLab takes]

What opens is a working copy in ``my_course``, which git ignores: the notebooks that are
published stay as they are, whatever a learner saves.
"""

import argparse
import errno
import os
import secrets
import socket
import subprocess
import sys

from set_up import ROOT, Stop, exit_status, in_environment, say

HOST = "127.0.0.1"
COURSE = ROOT / "my_course"
FIRST_NOTEBOOK = "00_start_here.ipynb"
LAST_PORT = 65535


def read_port(text: str) -> int:
    """The port that ``PORT=`` names."""
    if not (text.isdecimal() and 1 <= int(text) <= LAST_PORT):
        raise Stop(
            f"a port from 1 to {LAST_PORT}",
            f"PORT={text}",
            "for example: make lab PORT=8888",
        )
    return int(text)


def port_error(port: int) -> int:
    """0 if a server may listen on the port here, else the system's error number."""
    with socket.socket() as server:
        # As the server will do: a connection that was closed a moment ago is no obstacle.
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((HOST, port))
            server.listen()
        except OSError as error:
            return error.errno or errno.EIO
    return 0


def check_port(port: int, error_of=port_error) -> None:
    """Stop if the port cannot be used, and name the next one that can."""
    error = error_of(port)
    if not error:
        return
    later = range(max(port + 1, 1024), LAST_PORT + 1)
    free = next((candidate for candidate in later if not error_of(candidate)), 8888)
    taken = error == errno.EADDRINUSE
    raise Stop(
        f"port {port} of {HOST} for JupyterLab",
        "another program uses it" if taken else os.strerror(error).lower(),
        f"make lab PORT={free}",
    )


def read_arguments(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """The options with a default here, which JupyterLab takes only once; and the rest."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--port", default="8888")
    parser.add_argument("--ip", default=HOST)
    parser.add_argument("--log-level", default="WARN")  # so that the address stays in view
    options, rest = parser.parse_known_args(arguments)
    options.port = read_port(options.port)
    return options, rest


def lab_command(options: argparse.Namespace, rest: list[str], *, as_root: bool) -> list[str]:
    """The command that starts JupyterLab in the working copy, on the first notebook."""
    from resattn_lab.jupyter import LAB_OPTIONS

    command = [sys.executable, "-m", "jupyterlab", FIRST_NOTEBOOK]
    command += [f"--ServerApp.root_dir={COURSE}", "--ServerApp.port_retries=0"]
    command += [f"--ip={options.ip}", f"--port={options.port}"]
    command += [f"--log-level={options.log_level}"]
    return [*command, *LAB_OPTIONS, *["--allow-root"] * as_root, *rest]


def write_course() -> None:
    """Write the notebooks that are missing in the working copy; say what was left alone."""
    from resattn_lab.publishing import write_course_folder

    made = write_course_folder(COURSE)
    if made.written:
        say(f"{len(made.written)} notebooks written to {COURSE.name}/.")
    if made.left:
        say(
            f"{len(made.left)} notebooks in {COURSE.name}/ were left as you had them; to begin "
            f"afresh: resattn-lab course {COURSE.name} --replace (yours get another name)"
        )


def is_root() -> bool:
    return os.name != "nt" and os.geteuid() == 0


def become(program: str, command: list[str], environment: dict[str, str]) -> None:
    """Replace this process by ``command``; on Windows, run it and end as it ended."""
    if os.name == "nt":
        sys.exit(subprocess.run(command, env=environment).returncode)
    os.execve(program, command, environment)


def open_lab(arguments: list[str], execute=become) -> None:
    """Check the port, say where the course is, and become JupyterLab."""
    options, rest = read_arguments(arguments)
    check_port(options.port)
    write_course()

    token = secrets.token_hex(24)
    say(f"The course: http://{HOST}:{options.port}/lab/tree/{FIRST_NOTEBOOK}?token={token}")
    opens = "--no-browser" not in rest
    say("It opens by itself." if opens else "Copy the address into a browser.")
    say("To stop: Ctrl-C here, then y.")
    command = lab_command(options, rest, as_root=is_root())
    os.chdir(COURSE)
    # Not on the command line, which every user of the machine can read.
    execute(sys.executable, command, {**os.environ, "JUPYTER_TOKEN": token})


def main() -> None:
    arguments = sys.argv[1:]
    check_port(read_arguments(arguments)[0].port)  # before minutes of installation
    status = in_environment(__file__, arguments)
    if status is None:
        open_lab(arguments)
    sys.exit(status)


if __name__ == "__main__":
    sys.exit(exit_status(main))
