"""Run notebooks afresh and store their outputs as they are committed.

Run: python notebooks/refresh.py [notebooks/00_start_here.ipynb ...]; all of them by default.

Each runs twice: in fast mode, of which only the seconds are kept, and in full mode, of which
the outputs are kept, too. Both times go into benchmarks/results/notebooks.json and into the
notebook's first cell, which also gets its cover, cut from one of the pictures. Outputs stay,
so that readers without a kernel see every picture and nbval has something to compare with.
Widget state and widget views go: a panel's picture then shows everywhere. What the prose
claims (tests/claims) must hold after the full run. Photographs are left out (RESATTN_DATA
points to an empty folder): none may be committed.
"""

import copy
import json
import os
import platform
import re
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import nbformat
import torch
from nbclient import NotebookClient

from resattn_lab.publishing import attach_cover, fold_answers

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "claims"))
from run_claims import cell_source  # noqa: E402

VIEW = "application/vnd.jupyter.widget-view+json"
TIMES = ROOT / "benchmarks" / "results" / "notebooks.json"
SENTENCE = r"All cells run in [\d,]+ s; in fast mode in [\d,]+ s \([^)]*\)".replace(" ", r"\s+")


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


def seconds(notebook: nbformat.NotebookNode, folder: Path, *, fast: bool) -> float:
    """Run every cell in ``folder``; how long that took, the kernel's start included."""
    os.environ["RESATTN_FAST"] = str(int(fast))
    client = NotebookClient(
        notebook,
        timeout=600,
        store_widget_state=False,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
    )
    start = time.perf_counter()
    client.execute()
    return time.perf_counter() - start


def refresh(path: Path) -> dict[str, int]:
    """Run one notebook in its folder and write it back; its seconds in both modes."""
    notebook = nbformat.read(path, as_version=4)
    fast = seconds(copy.deepcopy(notebook), path.parent, fast=True)
    notebook.cells.append(nbformat.v4.new_code_cell(cell_source(path.name[:2])))
    full = seconds(notebook, path.parent, fast=False)
    failed = json.loads(notebook.cells.pop().outputs[-1].text)
    if failed:
        raise ValueError(f"{path.name} does not do what its prose says: {failed}")
    took = {"full": round(full), "fast": round(fast)}
    said = (
        f"All cells run in {took['full']} s; in fast mode in {took['fast']} s "
        f"({os.cpu_count()} CPU cores, no GPU)"
    )
    opening, found = re.subn(SENTENCE, said, notebook.cells[0].source)
    if not found:
        raise ValueError(f"{path.name} must say in its first cell: {said}")
    notebook.cells[0].source = opening
    strip(notebook)
    attach_cover(notebook)
    fold_answers(notebook)
    nbformat.write(notebook, path)
    size = path.stat().st_size / 1e3
    print(f"{path.name}: {len(notebook.cells)} cells, {size:.0f} kB, {took}", flush=True)
    return took


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]]
    times = json.loads(TIMES.read_text()) if TIMES.is_file() else {"seconds": {}}
    with tempfile.TemporaryDirectory() as nothing:
        os.environ["RESATTN_DATA"] = nothing
        for path in paths or sorted(Path(__file__).parent.glob("*.ipynb")):
            times["seconds"][path.name] = refresh(path)
            times |= {
                "command": "python notebooks/refresh.py",
                "device": f"{os.cpu_count()} CPU cores, no GPU",
                "date": date.today().isoformat(),
                "torch": str(torch.__version__),
                "python": platform.python_version(),
            }
            times["seconds"] = dict(sorted(times["seconds"].items()))
            TIMES.write_text(json.dumps(times, indent=2) + "\n")


if __name__ == "__main__":
    main()
