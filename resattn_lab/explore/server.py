"""Voila, for as long as the command runs: widgets as a page, without a notebook around."""

import logging
import os
import secrets
import socket
import tempfile
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path

ADDRESS = "127.0.0.1"
CELL = """\
import os
os.chdir({directory!r})
from resattn_lab.explore import build_page
build_page(**{arguments!r})
"""


def check_server() -> None:
    """Raise ``RuntimeError`` if a package that the page needs is not installed."""
    missing = [name for name in ("ipykernel", "ipywidgets", "voila") if not find_spec(name)]
    if missing:
        raise RuntimeError(
            f"the page needs {', '.join(missing)}; install the extra that has it: "
            'pip install -e ".[lab]"'
        )


def check_port(port: int) -> None:
    """Raise ``ValueError`` if no server can listen at ``port`` of this machine."""
    if not 0 < port < 65536:
        raise ValueError(f"port must be from 1 to 65535, got {port}")
    with socket.socket() as probe:
        if os.name == "posix":  # as the server does: a port just left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise ValueError(
                f"port {port} cannot be used ({error.strerror}); choose another with --port"
            ) from error


def serve(arguments: dict, *, port: int, browser: bool, title: str) -> None:
    """Serve ``build_page(**arguments)`` until Ctrl-C or SIGTERM; a new kernel for each visit.

    The server runs in this process and its kernels end with it. It answers this machine
    only, and only to the address with its token; the page asks nothing of any other server.
    With ``&theme=dark`` after the address the page is dark.
    """
    import zmq
    from tornado.ioloop import IOLoop
    from traitlets.config import Config
    from voila.app import Voila

    token = secrets.token_hex(8)
    address = f"http://{ADDRESS}:{port}/?token={token}"
    with tempfile.TemporaryDirectory(prefix="resattn-lab-") as folder:
        notebook = Path(folder) / "explore.ipynb"
        _write_notebook(notebook, arguments, title)
        settings = {
            "ip": ADDRESS,
            "port": port,
            "port_retries": 0,
            "token": token,
            "open_browser": False,
            "log_level": "ERROR",
            "connection_dir_root": folder,
            "tornado_settings": {"headers": {"Content-Security-Policy": _policy(port)}},
        }
        config = Config(
            Voila=settings,
            VoilaConfiguration={"show_tracebacks": True, "allow_theme_override": "YES"},
            KernelManager={"transport_encryption": "auto" if zmq.has("curve") else "disabled"},
        )
        logging.getLogger("tornado").setLevel(logging.ERROR)
        server = Voila(config=config, config_file_paths=[])
        server.initialize([str(notebook)])
        IOLoop.current().add_callback(_announce, address, browser)  # once it listens
        try:
            server.start()
        except KeyboardInterrupt:  # a second one, while the server was ending
            return


def _announce(address: str, browser: bool) -> None:
    print(f"the page is at {address}\nit ends with Ctrl-C", flush=True)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _policy(port: int) -> str:
    """Lets the browser load from this server alone; offline nothing waits for a network."""
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src 'self' ws://{ADDRESS}:{port}"
    )


def _write_notebook(path: Path, arguments: dict, title: str) -> None:
    import nbformat

    cell = CELL.format(directory=os.getcwd(), arguments=arguments)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell)],
        metadata={
            "title": title,
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
    )
    nbformat.write(notebook, path)
