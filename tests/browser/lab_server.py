"""A JupyterLab of its own for browser tests: its own port, settings and process group."""

import json
import secrets
import sys
import urllib.error
import urllib.request
from pathlib import Path

from server_process import ServerProcess, free_port

from resattn_lab.jupyter import LAB_OPTIONS


class JupyterLabServer(ServerProcess):
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
        command = [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1"),
            *(f"--port={port}", "--ServerApp.port_retries=0", "--allow-root"),
            *(f"--ServerApp.root_dir={folder}", "--ServerApp.terminals_enabled=False"),
            *LAB_OPTIONS,
        ]
        folders = {
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "IPYTHONDIR": "ipython",
        }
        places = {name: str(scratch / place) for name, place in folders.items()}
        environment = {**places, **environment, "JUPYTER_TOKEN": self.token}
        super().__init__(command, environment, scratch / "jupyterlab.log")

    def answers(self) -> bool:
        try:
            address = f"{self.url}/api/status?token={self.token}"
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            return False
        return True

    def address(self, notebook: str) -> str:
        """Where ``notebook`` opens in a workspace that remembers nothing."""
        return f"{self.url}/lab/tree/{notebook}?token={self.token}&reset"
