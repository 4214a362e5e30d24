"""A JupyterLab of its own for browser tests: its own port, settings and process group."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class JupyterLabServer:
    """JupyterLab on ``folder``; nothing of the user's settings is read or written.

    Args:
        folder: what it serves.
        scratch: an empty folder for its settings and its log.
    """

    def __init__(self, folder: Path, scratch: Path, environment: dict[str, str]):
        news = scratch / "settings/@jupyterlab/apputils-extension"
        news.mkdir(parents=True)
        (news / "notification.jupyterlab-settings").write_text(
            json.dumps({"fetchNews": "false", "checkForUpdates": False})
        )
        self.token, port = secrets.token_hex(16), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = scratch / "jupyterlab.log"
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
            *(f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"),
            *(f"--ServerApp.root_dir={folder}", "--ServerApp.terminals_enabled=False"),
        ]
        folders = {
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
        }
        places = {name: str(scratch / place) for name, place in folders.items()}
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **places, **environment, "JUPYTER_TOKEN": self.token},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"JupyterLab ended early:\n{self.log.read_text()}")
            try:
                address = f"{self.url}/api/status?token={self.token}"
                urllib.request.urlopen(address, timeout=5).close()
                return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.3)
        self.stop()
        raise RuntimeError(f"JupyterLab did not answer in {START_SECONDS} s")

    def address(self, notebook: str) -> str:
        """Where ``notebook`` opens in a workspace that remembers nothing."""
        return f"{self.url}/lab/tree/{notebook}?token={self.token}&reset"

    def stop(self) -> None:
        """End the server and its kernels: its whole process group, and nothing else."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()
