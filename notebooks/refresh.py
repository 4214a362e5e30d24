"""Run notebooks afresh and store their outputs as they are committed.

Run: python notebooks/refresh.py [notebooks/00_start_here.ipynb ...]; all of them by default.

Outputs stay, so that readers without a kernel see every picture and nbval has something to
compare with. Widget state and widget views go: a panel's picture then shows everywhere.
Photographs are left out (RESATTN_DATA points to an empty folder): none may be committed.
"""

import os
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

VIEW = "application/vnd.jupyter.widget-view+json"


def strip(notebook: nbformat.NotebookNode) -> None:
    """Take out what only a running kernel could use, and what changes at every run."""
    notebook.metadata.pop("widgets", None)
    notebook.metadata.pop("language_info", None)
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        cell.metadata.pop("execution", None)
        for output in cell.outputs:
            output.get("data", {}).pop(VIEW, None)


def refresh(path: Path) -> None:
    """Run one notebook in its folder and write it back."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=600,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    strip(notebook)
    nbformat.write(notebook, path)
    print(f"{path.name}: {len(notebook.cells)} cells, {path.stat().st_size / 1e3:.0f} kB")


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as nothing:
        os.environ["RESATTN_DATA"] = nothing
        os.environ.pop("RESATTN_FAST", None)
        for path in paths or sorted(Path(__file__).parent.glob("*.ipynb")):
            refresh(path)


if __name__ == "__main__":
    main()
