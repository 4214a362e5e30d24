"""Images a second, share of the peak and memory on a GPU, for ``training_step.py``."""

import statistics
import time

import torch
import torch.nn.functional as F

from resattn_lab.networks import build_network, multiply_accumulates
from resattn_lab.training import RECIPES, Engine, make_optimiser

CASES = [
    *(
        (name, 32, batch)
        for name in ("cifar_attention_56", "cifar_attention_92")
        for batch in (64, 128, 256, 512, 1024)
    ),
    ("attention_56", 224, 64),
    ("attention_92", 224, 64),
]


def gpu_rows(rounds: int = 20) -> dict:
    """Every case eager and compiled, in bfloat16."""
    peak = bf16_rate()
    rows = {}
    for name, size, batch in CASES:
        for compiled in (False, True):
            row = _row(name, size, batch, compiled, rounds)
            row["share_of_bf16_matmul"] = round(row.pop("tflops") / peak, 4)
            rows[f"{name} {size}² ×{batch}{' compiled' * compiled}"] = row
    return {
        "device": torch.cuda.get_device_name(),
        "bf16_matmul_tflops": round(peak, 1),
        "rows": rows,
    }


def bf16_rate(size: int = 8192, rounds: int = 10) -> float:
    """Trillion operations a second in a bfloat16 matrix product: the peak that is reached."""
    a = torch.rand(size, size, device="cuda", dtype=torch.bfloat16)
    a @ a
    torch.cuda.synchronize()
    start = time.perf_counter()
    for _ in range(rounds):
        a @ a
    torch.cuda.synchronize()
    return 2 * size**3 * rounds / (time.perf_counter() - start) / 1e12


def _row(name: str, size: int, batch: int, compiled: bool, rounds: int) -> dict:
    engine = Engine("cuda", precision="bfloat16", compile=compiled)
    network = build_network(name)
    operations = 6 * batch * multiply_accumulates(network, (3, size, size))
    trained = engine.prepare(network.train())
    optimiser = make_optimiser(trained, RECIPES["paper"])
    images = torch.rand(batch, 3, size, size, device=engine.device)
    labels = torch.arange(batch, device=engine.device) % 10

    def step() -> None:
        with engine.autocast():
            logits = trained(images)
        optimiser.zero_grad()
        engine.backward(F.cross_entropy(logits.float(), labels), batch)
        optimiser.step()

    start = time.perf_counter()
    step()
    torch.cuda.synchronize()
    first = time.perf_counter() - start
    for _ in range(4):
        step()
    torch.cuda.reset_peak_memory_stats()
    times = []
    for _ in range(rounds):
        torch.cuda.synchronize()
        start = time.perf_counter()
        step()
        torch.cuda.synchronize()
        times.append(time.perf_counter() - start)
    median = statistics.median(times)
    return {
        "images_a_second": round(batch / median),
        "first_call_seconds": round(first, 1),
        "peak_gigabytes": round(torch.cuda.max_memory_allocated() / 1e9, 2),
        "tflops": operations / median / 1e12,
    }
