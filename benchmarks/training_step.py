"""What one training step of the paper-sized Attention-56 costs, written plainly and by us.

Run: python benchmarks/training_step.py [--rounds 6] [--no-compile] [--json FILE]
     [--figure FILE]

All networks take their steps in turn, so that whatever else the machine does hits all of
them alike; the ratios are what carries over to another machine. "Plain" is the same network as
most people write it: eager, default memory layout, a DataLoader with PIL transforms.
On a GPU there is a table more: images a second, share of the peak, and memory.
"""

import argparse
import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset
from training_gpu import gpu_rows
from training_scaling import draw, memory_rows, time_rows

from resattn_lab.checkpoints import load_checkpoint
from resattn_lab.data import Batches, ImageSet, scene_set
from resattn_lab.networks import build_network, multiply_accumulates, prepare_for_inference
from resattn_lab.provenance import commit, versions
from resattn_lab.training import RECIPES, Engine, make_optimiser

BATCH = 64
RECIPE = RECIPES["paper"]
FIRST_BATCHES = 3  # not counted: memory is fetched, kernels are chosen


class PlainImages(Dataset):
    """Images as PIL transforms take them, one at a time."""

    def __init__(self, data: ImageSet):
        from torchvision import transforms

        self.images = data.images.permute(0, 2, 3, 1).numpy()
        self.labels = data.labels.tolist()
        self.transform = transforms.Compose(
            [
                transforms.RandomCrop(32, padding=4),
                transforms.RandomHorizontalFlip(),
                transforms.ToTensor(),
                transforms.Normalize((0.5, 0.5, 0.5), (0.25, 0.25, 0.25)),
            ]
        )

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, row: int) -> tuple[Tensor, int]:
        return self.transform(Image.fromarray(self.images[row])), self.labels[row]


def endless(batches: Callable[[], Iterator]) -> Iterator:
    while True:
        yield from batches()


def plain_step(data: ImageSet) -> tuple[Callable[[], None], Callable[[], None]]:
    """A step of the plain version, and its data alone."""
    network = build_network("cifar_attention_56").train()
    optimiser = make_optimiser(network, RECIPE)
    loader = DataLoader(PlainImages(data), batch_size=BATCH, shuffle=True, drop_last=True)
    batches = endless(lambda: iter(loader))

    def step() -> None:
        images, labels = next(batches)
        optimiser.zero_grad()
        F.cross_entropy(network(images), labels).backward()
        optimiser.step()

    return step, lambda: next(batches)


def our_step(data: ImageSet, **options) -> tuple[Callable[[], None], Callable[[], None]]:
    """A step as ``fit`` takes it, and its data alone."""
    engine = Engine("cpu", **options)
    trained = engine.prepare(build_network("cifar_attention_56").train())
    optimiser = make_optimiser(trained, RECIPE)
    mean = data.pixel_mean()
    numbers = iter(range(10**9))
    order = Batches(data, BATCH, shuffle=True, augment=True, mean=mean)
    batches = endless(lambda: order.epoch(next(numbers)))

    def step() -> None:
        images, labels = next(batches)
        with engine.autocast():
            logits = trained(images)
        loss = F.cross_entropy(logits.float(), labels)
        optimiser.zero_grad()
        engine.backward(loss, len(labels))
        optimiser.step()

    return step, lambda: next(batches)


def seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def in_turn(works: dict[str, Callable[[], None]], rounds: int) -> dict[str, dict]:
    """Median, lowest and highest milliseconds of each, taken in turn.

    A turn is three steps, of which the first is not counted: with the memory that another
    network has just left, it is slower than any step of a training is.
    """
    for work in works.values():
        for _ in range(FIRST_BATCHES):
            work()
    times = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            work()
            times[name] += [1e3 * seconds(work) for _ in range(2)]
    return {name: spread(values) for name, values in times.items()}


def spread(values: list[float]) -> dict:
    return {
        "median_ms": round(statistics.median(values), 2),
        "lowest_ms": round(min(values), 2),
        "highest_ms": round(max(values), 2),
    }


def matmul_rate(size: int = 2048, rounds: int = 9) -> float:
    """Billion floating point operations a second in a matrix product: what the cores can."""
    a, b = torch.rand(size, size), torch.rand(size, size)
    times = [seconds(lambda: a @ b) for _ in range(rounds)]
    return 2 * size**3 / statistics.median(times) / 1e9


def steps(data: ImageSet, rounds: int, compiled: bool) -> dict:
    """The table of training steps."""
    plain, plain_data = plain_step(data)
    ours, our_data = our_step(data)
    works = {"plain": plain, "ours": ours}
    if Engine("cpu", precision="auto").precision == "bfloat16":  # this CPU computes in it
        works["ours, bfloat16"], _ = our_step(data, precision="bfloat16")
    first_call = None
    if compiled:
        works["ours, compiled"], _ = our_step(data, compile=True)
        first_call = seconds(works["ours, compiled"])
    table = in_turn(works, rounds)
    pipelines = in_turn({"plain": plain_data, "ours": our_data}, 5 * rounds)
    rate = matmul_rate()
    network = build_network("cifar_attention_56")
    # forward, and backward to weights and to inputs: three products for each one
    operations = 3 * 2 * BATCH * multiply_accumulates(network, (3, 32, 32)) / 1e9
    for row in table.values():
        row["over_plain"] = round(row["median_ms"] / table["plain"]["median_ms"], 3)
        row["share_of_matmul_rate"] = round(operations / row["median_ms"] * 1e3 / rate, 3)
    result = {
        "batch": BATCH,
        "steps": table,
        "data": pipelines,
        "data_share_of_our_step": round(
            pipelines["ours"]["median_ms"] / table["ours"]["median_ms"], 4
        ),
        "matmul_gflops": round(rate, 1),
        "step_gflop": round(operations, 1),
    }
    if compiled:
        saved = (table["ours"]["median_ms"] - table["ours, compiled"]["median_ms"]) / 1e3
        result["compile_seconds"] = round(first_call, 1)
        result["compile_pays_after_steps"] = round(first_call / saved) if saved > 0 else None
    return result


def inference(rounds: int) -> dict:
    """The paper-sized network on 64 images, and how far the trained one's outputs move."""
    network = build_network("cifar_attention_56").eval()
    images = torch.rand(BATCH, 3, 32, 32)
    last = images.to(memory_format=torch.channels_last)
    in_layout = build_network("cifar_attention_56").eval().to(memory_format=torch.channels_last)
    prepared = prepare_for_inference(network)

    def without_autograd(network: nn.Module, images: Tensor) -> Callable[[], None]:
        def look() -> None:
            with torch.no_grad():
                network(images)

        return look

    table = in_turn(
        {
            "plain, autograd on": lambda: network(images),
            "no_grad": without_autograd(network, images),
            "no_grad, channels last": without_autograd(in_layout, last),
            "prepare_for_inference": lambda: prepared(last),
        },
        2 * rounds,
    )
    for row in table.values():
        row["over_plain"] = round(
            row["median_ms"] / table["plain, autograd on"]["median_ms"], 3
        )
    trained, _ = load_checkpoint("scenes_attention_56")
    scenes = scene_set(256, seed=7).floats()
    with torch.no_grad():
        moved = (prepare_for_inference(trained)(scenes) - trained(scenes)).abs().max()
    return {"forward": table, "largest_difference": float(f"{moved.item():.1e}")}


def show(title: str, rows: dict[str, dict]) -> None:
    columns = list(next(iter(rows.values())))
    print(f"\n{title}")
    print(f"{'':32}" + "".join(f"{name:>22}" for name in columns))
    for name, row in rows.items():
        print(f"{name:32}" + "".join(f"{str(row.get(c, '')):>22}" for c in columns))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--no-compile", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--figure", type=Path)
    arguments = parser.parse_args()

    data = scene_set(2048, seed=0)
    result = {
        "commit": commit(),
        "device": str(Engine("cpu")),
        "processor": platform.machine(),
        "versions": versions(),
    }
    with tempfile.TemporaryDirectory() as cache:  # the first call shall pay for everything
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache
        result |= steps(data, arguments.rounds, not arguments.no_compile)
    show("A training step, 64 images of 32×32", result["steps"])
    show("Its data alone", result["data"])
    print(f"our data over our step: {result['data_share_of_our_step']:.2%}")
    print(
        f"matrix product: {result['matmul_gflops']} GFLOP/s; "
        f"a step: {result['step_gflop']} GFLOP"
    )
    if "compile_seconds" in result:
        print(
            f"compilation: {result['compile_seconds']} s at the first call; "
            f"pays after {result['compile_pays_after_steps']} steps"
        )
    result["inference"] = inference(arguments.rounds)
    show("Forward, 64 images of 32×32", result["inference"]["forward"])
    print(f"largest difference of a logit: {result['inference']['largest_difference']}")
    result["memory"] = memory_rows()
    result["scaling"] = time_rows()
    show("Memory of a step against batch size", result["memory"])
    for name, rows in result["scaling"].items():
        show(f"A step of 16 images against {name}", rows)
    if torch.cuda.is_available():
        result["gpu"] = gpu_rows()
        show("On the GPU", result["gpu"]["rows"])
    if arguments.figure:
        draw(result, arguments.figure)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
