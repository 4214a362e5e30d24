"""How many planted scenes a second; and what the batches cost beside a training step.

Run: python benchmarks/planted_scenes.py
"""

import statistics
import time

import torch
import torch.nn.functional as F

from resattn_lab.data import Batches, planted_scenes, scene_set
from resattn_lab.networks import build_network

COUNT = 6000


def seconds(action) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    planted_scenes(1000, seed=0)
    times = [seconds(lambda: planted_scenes(COUNT, seed=0)) for _ in range(5)]
    rates = sorted(COUNT / t for t in times)
    print(
        f"{statistics.median(rates):,.0f} scenes of 32×32 a second "
        f"(5 runs: {rates[0]:,.0f} to {rates[-1]:,.0f})"
    )
    data = scene_set(640, seed=0)
    batches = Batches(data, 64, shuffle=True, augment=True, mean=data.pixel_mean())
    per_batch = seconds(lambda: list(batches)) / len(batches)
    network = build_network("cifar_attention_56", initialisation="zero_residual")
    network = network.to(memory_format=torch.channels_last)
    images, labels = next(iter(batches))

    def step():
        F.cross_entropy(network(images), labels).backward()

    step()
    per_step = statistics.median(seconds(step) for _ in range(5))
    print(
        f"a batch of 64, augmented, takes {per_batch / per_step:.1%} of the forward and "
        f"backward pass of a paper-sized Attention-56 ({per_step:.2f} s)"
    )


if __name__ == "__main__":
    main()
