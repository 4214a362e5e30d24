"""How long a move of a slider takes, and whether a thousand of them leave anything behind.

Run: python benchmarks/panel_redraw.py [--moves 200] [--json FILE]

Each figure is the median over the moves, in milliseconds, of everything that the kernel
does for one: the forward pass where one is needed, the drawing, the PNG, the alternative
text. A plain matplotlib figure of the same views is drawn beside it in the same run; the
ratio is what carries over to another machine.
"""

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import torch
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import scene_set
from resattn_lab.networks import build_network
from resattn_lab.panels import KernelExplorer, MaskExplorer, Panel


def milliseconds(move: Callable[[int], None], moves: int) -> float:
    """Median time of ``move(1)``, ``move(2)``, … in milliseconds."""
    times = []
    for number in range(1, moves + 1):
        start = time.perf_counter()
        move(number)
        times.append(1e3 * (time.perf_counter() - start))
    return round(statistics.median(times), 1)


def turn(control, values: list) -> Callable[[int], None]:
    """A move that sets ``control`` to the next of ``values``."""
    return lambda number: setattr(control, "value", values[number % len(values)])


def plain_matplotlib(explorer: MaskExplorer) -> Callable[[int], None]:
    """The same four views as a plain figure, drawn and written as PNG at every move."""
    figure = Figure((9.8, 2.7), dpi=100)
    FigureCanvasAgg(figure)
    artists = [ax.imshow(torch.zeros(32, 32)) for ax in figure.subplots(1, 4)]

    def move(number: int) -> None:
        for artist in artists:
            artist.set_data(torch.rand(32, 32).numpy())
        figure.canvas.print_png(Path("/dev/null"), pil_kwargs={"compress_level": 1})

    return move


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def growth(panel: Panel, move: Callable[[int], None], moves: int = 1000) -> float:
    """Megabytes by which the process's peak grew over ``moves`` moves, after 50 to settle."""
    for number in range(50):
        move(number)
    before = peak_megabytes()
    for number in range(moves):
        move(number)
    return round(peak_megabytes() - before, 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--json", type=Path, default=None)
    chosen = parser.parse_args()
    scenes = scene_set(24, seed=1, part="test")
    shipped, card = load_checkpoint("scenes_attention_56")
    torch.manual_seed(0)
    networks = {
        "shipped network": shipped,
        "paper-sized Attention-56": build_network("cifar_attention_56").eval(),
    }
    figures: dict = {"threads": torch.get_num_threads(), "milliseconds": {}}
    for name, network in networks.items():
        masks = MaskExplorer(
            network,
            scenes.images,
            labels=scenes.labels,
            true_masks=scenes.true_masks,
            class_names=scenes.class_names,
        )
        kernels = KernelExplorer(network, scenes.images)
        kernels.module.value = "stage2.0"
        layers = [value for _, value in kernels.layer.options]
        moves = {
            "masks: image (a forward pass for each block)": turn(masks.image, list(range(24))),
            "masks: module": turn(masks.module, list(masks.module.options)),
            "masks: channel": turn(masks.channel, list(range(20))),
            "masks: λ (forward pass of one image)": turn(
                masks.strengths["stage1.0"], [0.0, 0.5, 1.5]
            ),
            "masks: grey square (forward pass of one image)": turn(
                masks.column, list(range(24))
            ),
            "masks: module, with λ and grey square": turn(
                masks.module, list(masks.module.options)
            ),
            "kernels: image (forward pass)": turn(kernels.image, list(range(24))),
            "kernels: layer": turn(kernels.layer, layers),
            "kernels: channel": turn(kernels.channel, list(range(12))),
            "kernels: view": turn(kernels.view, list(kernels.view.options)),
        }
        figures["milliseconds"][name] = {
            what: milliseconds(move, chosen.moves) for what, move in moves.items()
        }
        if network is shipped:
            channel = figures["milliseconds"][name]["masks: channel"]
            plain = milliseconds(plain_matplotlib(masks), min(chosen.moves, 50))
            figures["plain_matplotlib_ms"] = plain
            figures["plain_over_ours"] = round(plain / channel, 1)
            figures["megabytes_over_1000_moves"] = {
                "masks": growth(masks, turn(masks.image, list(range(24)))),
                "kernels": growth(kernels, turn(kernels.layer, layers)),
            }
        masks.close()
        kernels.close()
    for name, rows in figures["milliseconds"].items():
        for what, value in rows.items():
            print(f"{name:26s} {what:47s} {value:6.1f} ms")
    print(
        f"plain matplotlib, the same views: {figures['plain_matplotlib_ms']} ms, "
        f"{figures['plain_over_ours']} times as long as a channel move"
    )
    print(f"growth over 1,000 moves, MB: {figures['megabytes_over_1000_moves']}")
    if chosen.json:
        chosen.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
