"""How memory and time of a training step grow, for ``training_step.py``."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from resattn_lab.networks import build_network
from resattn_lab.plots.palette import INK
from resattn_lab.training import RECIPES, Engine, make_optimiser

# A process of its own for each batch size: the peak of a process never goes down again.
PEAK = """
import re, sys, torch
from pathlib import Path
from torch.nn.functional import cross_entropy
from resattn_lab.networks import build_network
from resattn_lab.training import RECIPES, Engine, make_optimiser

def peak():
    # not ru_maxrss, which a process inherits from the one that started it
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024

count = int(sys.argv[1])
network = Engine("cpu").prepare(build_network("cifar_attention_56"))
optimiser = make_optimiser(network, RECIPES["paper"])
step = lambda n: cross_entropy(network(torch.rand(n, 3, 32, 32)), torch.arange(n) % 10)
step(1).backward(); optimiser.step()
before = peak()
for _ in range(2):
    optimiser.zero_grad(); step(count).backward(); optimiser.step()
print(peak() - before)
"""


def memory_rows(batches: tuple[int, ...] = (16, 32, 64, 96, 128)) -> dict[str, dict]:
    """Peak memory that a step of the paper-sized network adds, by batch size."""
    rows = {}
    for count in batches:
        told = subprocess.run(
            [sys.executable, "-c", PEAK, str(count)], capture_output=True, text=True, check=True
        )
        megabytes = float(told.stdout)
        rows[str(count)] = {
            "megabytes": round(megabytes),
            "megabytes_an_image": round(megabytes / count, 1),
        }
    return rows


def time_rows(images: int = 16, rounds: int = 5) -> dict[str, dict[str, dict]]:
    """Seconds of a step against modules per stage (m) and against image size."""
    depths = {str(m): (f"cifar_attention_{36 * m + 20}", 32) for m in (1, 2, 3, 4, 6)}
    sizes = {str(size): ("cifar_attention_56", size) for size in (32, 48, 64, 96)}
    return {
        "modules per stage (m)": {k: _time(*v, images, rounds) for k, v in depths.items()},
        "image size": {k: _time(*v, images, rounds) for k, v in sizes.items()},
    }


def _time(name: str, size: int, count: int, rounds: int) -> dict:
    network = Engine("cpu").prepare(build_network(name))
    optimiser = make_optimiser(network, RECIPES["paper"])
    images, labels = torch.rand(count, 3, size, size), torch.arange(count) % 10
    times = []
    for _ in range(rounds + 2):
        start = time.perf_counter()
        optimiser.zero_grad()
        F.cross_entropy(network(images), labels).backward()
        optimiser.step()
        times.append(time.perf_counter() - start)
    median = statistics.median(times[2:])
    return {"median_ms": round(1e3 * median, 1), "ms_an_image": round(1e3 * median / count, 2)}


def draw(result: dict, path: Path) -> None:
    """Three curves: memory against batch size, time against depth and image size."""
    figure = Figure((9.6, 3), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    curves = [
        ("images in a batch", "memory of a step (MB)", "megabytes", result["memory"]),
        *(
            (name, "step of 16 images (ms)", "median_ms", rows)
            for name, rows in result["scaling"].items()
        ),
    ]
    for ax, (along, up, column, rows) in zip(figure.subplots(1, 3), curves, strict=True):
        x, y = [int(key) for key in rows], [row[column] for row in rows.values()]
        ax.plot(x, y, "o-", color=INK)
        ax.set(xlabel=along, ylabel=up, xlim=0, ylim=0, xticks=x)
        ax.spines[["top", "right"]].set_visible(False)
    figure.suptitle(f"Attention-56 at 32×32, {result['device']}", fontsize=10)
    figure.savefig(path)
