"""Seconds of a training step by threads and by how a thread waits, alone and beside work.

Every kind is a process of its own that takes its steps when it is its turn, so that all of
them meet the same machine; what counts is their ratio within one run. The work beside them
is other trainings of one thread each.

    python benchmarks/thread_policy.py --json benchmarks/results/thread_policy.json
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import torch

CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
KINDS = {
    "a thread for each core": {"OMP_NUM_THREADS": str(CORES)},
    "a thread for each core, passive": {
        "OMP_NUM_THREADS": str(CORES),
        "OMP_WAIT_POLICY": "PASSIVE",
    },
    "one thread": {"OMP_NUM_THREADS": "1"},
}
STEP = """
import sys, time, torch
from torch.nn.functional import cross_entropy
from resattn_lab.networks import build_network
from resattn_lab.training import RECIPES, Engine, make_optimiser

torch.manual_seed(0)
engine = Engine("cpu")
network = engine.prepare(build_network("cifar_attention_56", width=0.25))
optimiser = make_optimiser(network, RECIPES["short"])
images, labels = torch.rand(64, 3, 32, 32), torch.arange(64) % 10

def step():
    begin = time.perf_counter()
    optimiser.zero_grad()
    cross_entropy(network(images), labels).backward()
    optimiser.step()
    return time.perf_counter() - begin

"""
IN_TURN = STEP + "for line in sys.stdin:\n    print(*(step() for _ in range(int(line))))\n"
FOR_EVER = STEP + "while True:\n    step()\n"


def start(stack: ExitStack, code: str, environment: dict[str, str]) -> subprocess.Popen:
    """A process that ends with the block."""
    unset = {name: value for name, value in os.environ.items() if not name.startswith("OMP_")}
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", code],
        env={**unset, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    stack.callback(process.wait)
    stack.callback(process.kill)
    return process


def take(process: subprocess.Popen, steps: int) -> list[float]:
    process.stdin.write(f"{steps}\n")
    process.stdin.flush()
    return [float(part) for part in process.stdout.readline().split()]


def measure(beside: int, *, rounds: int, steps: int) -> dict[str, dict]:
    """Median seconds of a step of each kind, beside so many other trainings."""
    seconds = {kind: [] for kind in KINDS}
    with ExitStack() as stack:
        workers = {kind: start(stack, IN_TURN, names) for kind, names in KINDS.items()}
        for worker in workers.values():
            take(worker, 3)  # memory is fetched, kernels are chosen
        for _ in range(beside):
            start(stack, FOR_EVER, KINDS["one thread"])
        for _ in range(rounds):
            for kind, worker in workers.items():
                seconds[kind] += take(worker, steps)[1:]  # the first finds its cores again
    median = {kind: statistics.median(times) for kind, times in seconds.items()}
    return {
        kind: {
            "seconds": round(median[kind], 3),
            "over_one_thread": round(median[kind] / median["one thread"], 2),
        }
        for kind in KINDS
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    result = {"cores": CORES, "torch": torch.__version__, "beside": {}}
    for beside in range(CORES + 1):
        load = round(os.getloadavg()[0], 1)  # what else was running, over the last minute
        rows = measure(beside, rounds=given.rounds, steps=given.steps)
        result["beside"][str(beside)] = {"load_before": load, "kinds": rows}
        for kind, row in rows.items():
            figures = f"{row['seconds']:.3f} s {row['over_one_thread']:.2f}"
            print(f"beside {beside}: {kind:<32} {figures}", flush=True)
        if given.json:
            given.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
