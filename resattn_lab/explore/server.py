"""Voila, for as long as the command runs: widgets as a page, without a notebook around."""

import html
import logging
import os
import secrets
import signal
import socket
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path

from resattn_lab.extras import check_installed

ADDRESS = "127.0.0.1"
# A notebook imports from the folder it works in, and that may hold anybody's images: the
# kernel imports from where the command did, and from nowhere else.
CELL = """\
import os, sys
sys.path[:] = {imported_from!r}
os.chdir({directory!r})
from IPython.display import HTML, display
from resattn_lab.explore import build_page
from resattn_lab.panels.wiring import Wiring
display(HTML(Wiring.of_page() + {script!r}))
build_page(**{arguments!r})
"""
# A page without its kernel looks as before, and nothing moves: that has to be said. And a page
# that is left before Voila's own code has come must end its kernel, too.
SCRIPT = """\
<div role="alert" id="ended" style="position: fixed; inset: 0 0 auto; z-index: 9; font: 16px
sans-serif; text-align: center; background: #fff3cd; color: #332701"></div>
<script>
const page = JSON.parse(document.getElementById('jupyter-config-data').textContent);
const kernel = page.baseUrl + 'api/kernels/' + page.kernelId;
setInterval(async () => {
  const words = await fetch(kernel).then(
    answer => answer.ok ? '' : 'The program behind this page has ended: load the page anew.',
    () => 'The command that served this page has ended: start it again, and open the ' +
      'address that it prints.');
  document.getElementById('ended').textContent = words;
}, 3000);
addEventListener('pagehide', () =>
  navigator.sendBeacon(page.baseUrl + 'voila/api/shutdown/' + page.kernelId));
</script>
"""
ENTRANCE = """\
<!doctype html>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url={address}">
<title>resattn-lab explore</title>
<a href="{address}">To the page</a>
"""
# Only what shows widgets, whatever else JupyterLab has on this machine.
EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8"]
LEFT_SECONDS = 60  # until the kernel of a page that does not come back is ended


def check_server() -> None:
    """Raise ``RuntimeError`` if a package that the page needs is not installed."""
    check_installed("lab", "ipykernel", "ipywidgets", "voila")


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

    The server runs in this process and its kernels end with it, or with their page. It
    answers this machine only, and only below an address that holds a secret: who does not
    know it, be it another user or another site, finds nothing here. (A cookie would go to
    every server of this machine, whatever its port, a secret address goes to this one.)
    With ``?theme=dark`` after the address the page is dark.
    """
    import zmq
    from tornado.ioloop import IOLoop
    from traitlets.config import Config

    from .page_server import OwnPython, PageKernels, PageServer

    base = f"/{secrets.token_hex(16)}/"
    with tempfile.TemporaryDirectory(prefix="resattn-lab-") as folder:
        notebook = Path(folder) / "explore.ipynb"
        _write_notebook(notebook, arguments, title)
        settings = {
            "ip": ADDRESS,
            "port": port,
            "port_retries": 0,
            "base_url": base,
            "token": "",
            "open_browser": False,
            "log_level": "ERROR",
            "connection_dir_root": folder,
            "tornado_settings": {"disable_check_xsrf": True},  # the gate looks at the origin
        }
        config = Config(
            Voila=settings,
            VoilaConfiguration={
                "show_tracebacks": True,
                "allow_template_override": "NO",
                "allow_theme_override": "YES",  # of those that the gate lets in
                "extension_allowlist": EXTENSIONS,
                "multi_kernel_manager_class": PageKernels,
                "kernel_spec_manager_class": OwnPython,
            },
            MappingKernelManager={"cull_idle_timeout": LEFT_SECONDS, "cull_interval": 5},
            KernelRestarter={"restart_limit": 0},  # one without the page's widgets is of no use
            IdentityProvider={"cookie_options": {"samesite": "Strict"}},
            KernelManager={"transport_encryption": "auto" if zmq.has("curve") else "disabled"},
        )
        logging.getLogger("tornado").setLevel(logging.ERROR)
        server = PageServer(config=config, config_file_paths=[])
        server.initialize([str(notebook)])
        address = f"http://{ADDRESS}:{port}{base}"
        entrance = _write_entrance(Path(folder) / "open.html", address) if browser else None
        loop = IOLoop.current()

        def interrupted(*_) -> None:  # not an error in the middle of whatever is running
            signal.signal(signal.SIGINT, signal.default_int_handler)
            loop.add_callback_from_signal(loop.stop)

        signal.signal(signal.SIGINT, interrupted)
        hung_up = getattr(signal, "SIGHUP", None)  # the terminal's window was closed
        if hung_up and signal.getsignal(hung_up) is signal.SIG_DFL:  # not under nohup
            signal.signal(hung_up, interrupted)
        loop.add_callback(_announce, address, entrance)  # once it listens
        try:
            server.start()
        except KeyboardInterrupt:  # a second one, while the server was ending
            return


def _announce(address: str, entrance: Path | None) -> None:
    print(f"the page is at {address}\nit ends with Ctrl-C", flush=True)
    if entrance is not None:
        opened = (entrance.as_uri(),)
        threading.Thread(target=webbrowser.open, args=opened, daemon=True).start()


def _write_entrance(path: Path, address: str) -> Path:
    """A file of the user alone that leads a browser to ``address``.

    A browser's command line is shown to everybody on the machine, so it must not hold the
    secret.
    """
    only_mine = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(only_mine, "w", encoding="utf-8") as file:
        file.write(ENTRANCE.format(address=html.escape(address)))
    return path


def _write_notebook(path: Path, arguments: dict, title: str) -> None:
    import nbformat

    cell = CELL.format(
        imported_from=sys.path, directory=os.getcwd(), arguments=arguments, script=SCRIPT
    )
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell)],
        metadata={
            "title": title,
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        },
    )
    nbformat.write(notebook, path)
