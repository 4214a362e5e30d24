"""A Voila of its own that serves one notebook: its own port, settings and process group."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import nbformat
from lab_server import START_SECONDS, free_port

HERE = Path(__file__).parent


class VoilaServer:
    """Serves a notebook of one cell; its kernel starts when a browser comes.

    Args:
        cell: what runs; it can import the modules of this folder.
        scratch: an empty folder for the notebook, its settings and the log.
    """

    def __init__(self, cell: str, scratch: Path):
        notebook, self.log = scratch / "page.ipynb", scratch / "voila.log"
        source = f"import sys\nsys.path.insert(0, {str(HERE)!r})\n{cell}"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, notebook)
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/"
        places = {
            name: str(scratch / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        }
        command = [
            *(sys.executable, "-m", "voila", str(notebook), "--no-browser"),
            *(f"--port={port}", "--Voila.ip=127.0.0.1", "--show_tracebacks=True"),
            *("--VoilaConfiguration.allow_theme_override=YES", "--Voila.token="),
        ]
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **places},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait(port)

    def _wait(self, port: int) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"Voila ended early:\n{self.log.read_text()}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.2)
        self.stop()
        raise RuntimeError(f"Voila did not answer in {START_SECONDS} s")

    def stop(self) -> None:
        """End the server and its kernels: its whole process group, and nothing else."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
