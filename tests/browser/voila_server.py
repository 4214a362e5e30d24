"""A Voila of its own that serves one notebook: its own port, settings and process group."""

import socket
import sys
from pathlib import Path

import nbformat
from server_process import ServerProcess, free_port

HERE = Path(__file__).parent


class VoilaServer(ServerProcess):
    """Serves a notebook of one cell; its kernel starts when a browser comes.

    Args:
        cell: what runs; it can import the modules of this folder.
        scratch: an empty folder for the notebook, its settings and the log.
    """

    def __init__(self, cell: str, scratch: Path):
        notebook = scratch / "page.ipynb"
        source = f"import sys\nsys.path.insert(0, {str(HERE)!r})\n{cell}"
        made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        made.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        nbformat.write(made, notebook)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/"
        places = {
            name: str(scratch / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        }
        command = [
            *(sys.executable, "-m", "voila", str(notebook), "--no-browser"),
            *(f"--port={self.port}", "--Voila.ip=127.0.0.1", "--show_tracebacks=True"),
            *("--VoilaConfiguration.allow_theme_override=YES", "--Voila.token="),
        ]
        super().__init__(command, places, scratch / "voila.log")

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0
