"""How long a move of every control of the course's panels takes in the kernel.

Run: python benchmarks/course_panels.py [--json FILE] [notebooks/01_....ipynb ...]

Each notebook runs in fast mode; in its own kernel every control of every panel that has a
name then goes through its values. Figures are medians in milliseconds: forward pass where
one is needed, drawing, PNG, words. A plain matplotlib figure with two lines and a picture, as
large as a panel, is drawn beside them in the same kernel; the ratio carries over.
"""

import argparse
import json
import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
MEASURE = """
import json, statistics, time
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from resattn_lab.panels import Panel


def values(control):
    if hasattr(control, "options"):
        return [o[1] if isinstance(o, tuple) else o for o in control.options]
    if isinstance(control.value, bool):
        return [True, False]
    spread = np.linspace(control.min, control.max, 12)
    return list(dict.fromkeys(spread.astype(type(control.value)).tolist()))


def median(move, moves):
    times = []
    for number in range(moves):
        start = time.perf_counter()
        move(number)
        times.append(1e3 * (time.perf_counter() - start))
    return round(statistics.median(times), 1)


def plain():
    figure = Figure((9.8, 3), dpi=100)
    FigureCanvasAgg(figure)
    left, right = figure.subplots(1, 2)

    def move(number):
        left.clear(), right.clear()
        left.plot(np.random.rand(2, 20).T)
        right.imshow(np.random.rand(32, 32))
        figure.canvas.print_png("/dev/null")

    return move


found = {}
for name, panel in list(globals().items()):
    if isinstance(panel, Panel) and not name.startswith("_"):
        for control in panel._controls:
            if not control.has_trait("value"):
                continue  # a button: nothing to go through
            steps = values(control)
            if len(steps) > 1:
                key = f"{type(panel).__name__}: {control.description}"
                move = lambda n: setattr(control, "value", steps[n % len(steps)])
                found[key] = median(move, 24)
found["plain matplotlib"] = median(plain(), 12)
print(json.dumps(found))
"""


def measure(path: Path) -> dict[str, float]:
    """Milliseconds a move for every control in one notebook."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell(MEASURE))
    client = NotebookClient(
        notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()
    return json.loads(notebook.cells[-1].outputs[-1].text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", type=Path, nargs="*")
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    os.environ["RESATTN_FAST"] = "1"
    known = chosen.json is not None and chosen.json.is_file()
    figures = json.loads(chosen.json.read_text()) if known else {}  # others stay
    with tempfile.TemporaryDirectory() as nothing:
        os.environ["RESATTN_DATA"] = nothing
        for path in chosen.notebooks or sorted(NOTEBOOKS.glob("*.ipynb")):
            found = measure(path)
            plain = found.pop("plain matplotlib")
            figures[path.name] = {"milliseconds": found, "plain_matplotlib_ms": plain}
            for what, value in found.items():
                print(f"{what:50s} {value:6.1f} ms, {value / plain:4.2f} of a plain figure")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
