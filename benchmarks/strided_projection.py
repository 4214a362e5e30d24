"""What the safe form of a 1×1 convolution with a stride costs: training steps as ratios.

python benchmarks/strided_projection.py

Both forms take turns in one run on one thread, and processor time is counted, so that other
work on the machine meets both alike. The plain
form, torch's own convolution, is measured where it does not crash (16 channels and more).
"""

import statistics
import time

import torch
from torch import nn

from resattn_lab.blocks import StridedProjection
from resattn_lab.networks import build_network
from resattn_lab.training import RECIPES, Engine, make_optimiser

STEPS, WARM_UP = 12, 3
torch.set_num_threads(1)


def plain_form(network: nn.Module) -> nn.Module:
    """Give every strided projection torch's own forward pass."""
    for module in network.modules():
        if isinstance(module, StridedProjection):
            module.forward = lambda x, layer=module: nn.Conv2d.forward(layer, x)
    return network


def ready(precision: str, *, plain: bool):
    """A function that takes one training step and returns its seconds."""
    torch.manual_seed(0)
    network = build_network("cifar_attention_56", width=0.25, initialisation="zero_residual")
    engine = Engine("cpu", precision=precision)
    engine.prepare(plain_form(network) if plain else network)
    optimiser = make_optimiser(network, RECIPES["paper"])
    images, labels = torch.rand(64, 3, 32, 32), torch.arange(64) % 10

    def step() -> float:
        begun = time.process_time()
        with engine.autocast():
            logits = network(images)
        loss = nn.functional.cross_entropy(logits.float(), labels)
        optimiser.zero_grad()
        engine.backward(loss)
        optimiser.step()
        return time.process_time() - begun

    return step


for precision in ("float32", "bfloat16"):
    steps = {plain: ready(precision, plain=plain) for plain in (True, False)}
    seconds = {True: [], False: []}
    for _ in range(STEPS + WARM_UP):
        for plain, step in steps.items():
            seconds[plain].append(step())
    before, now = (statistics.median(seconds[plain][WARM_UP:]) for plain in (True, False))
    print(f"{precision}: plain {1e3 * before:.0f} ms a step, safe {now / before:.3f} of it")
