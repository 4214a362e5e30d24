"""The recorded runs of notebook 05, as its pictures and its prose want them."""

from collections.abc import Callable
from statistics import fmean

import torch
from torch import Tensor

from ..record import record

FUSED = {"ARL": True, "NAL": False}
UNITS = {"silent": "identity", "add": "He"}  # as the panel says, and as the record does
STAGES = ("stage1", "stage2", "stage3")
IN_A_STAGE = 4  # Attention Modules of Attention-164


def in_stacks(key: str, fusion: str, units: str = "He", norm: bool = True) -> Tensor:
    """One row for each seed of the recorded untrained stacks.

    Args:
        key: "share_read" or "size" (13 values, the input's first), or "product", "output"
            or "gradient" (12 values, of ARL and NAL alone).
    """
    wanted = (fusion, units, norm)
    runs = record("linear_probe")["runs"]
    rows = [r[key] for r in runs if (r["fusion"], r["units"], r["batch_norm"]) == wanted]
    return torch.tensor(rows, dtype=torch.float64)


def geometric_mean(rows: Tensor) -> list[float]:
    return rows.log().mean(dim=0).exp().tolist()


def size_curves() -> dict:
    """What the ResponsePanel takes: quantity, units, batch norm, and the lines ARL and NAL."""
    return {
        quantity: {
            said: {
                words: {
                    name: geometric_mean(in_stacks(quantity, name, units, norm))
                    for name in FUSED
                }
                for words, norm in (("with", True), ("without", False))
            }
            for said, units in UNITS.items()
        }
        for quantity in ("output", "product", "gradient")
    }


def read_after(modules: int) -> dict[str, tuple[float, float, float]]:
    """Run A to E: mean, lowest and highest R² over the seeds after so many modules."""
    runs = ("ARL", "NAL", "½·T", "no mask", "no shortcuts")
    shares = {name: in_stacks("share_read", name)[:, modules].tolist() for name in runs}
    return {
        f"{letter} {name}": (fmean(found), min(found), max(found))
        for letter, (name, found) in zip("ABCDE", shares.items(), strict=True)
    }


def _by_fusion(runs: list[dict], take: Callable[[dict], object]) -> dict[str, Tensor]:
    """ARL and NAL -> what ``take`` finds in each run, one row a seed."""
    return {
        name: torch.tensor([take(run) for run in runs if run["attention_residual"] is residual])
        for name, residual in FUSED.items()
    }


def _trained(take: Callable[[dict], object]) -> dict[str, Tensor]:
    return _by_fusion(record("stage_response")["runs"], take)


def trained_modules() -> dict[str, Tensor]:
    """The products' mean absolute responses after training: (seeds, 12)."""
    names = [f"{stage}.{n}.fusion" for stage in STAGES for n in range(IN_A_STAGE)]
    return _trained(lambda run: [run["after"][name] for name in names])


def trained_stages() -> dict[str, Tensor]:
    """The stages' mean absolute responses after training: (seeds, 3)."""
    return _trained(lambda run: [run["after"][stage] for stage in STAGES])


def trained_accuracies() -> dict[str, list[float]]:
    """On test scenes, one for each seed."""
    found = _trained(lambda run: run["test_accuracy"])
    return {name: accuracies.tolist() for name, accuracies in found.items()}


def _steps() -> list[dict]:
    return [run for run in record("first_steps")["runs"] if run["learning_rate"] == 0.1]


def first_steps() -> tuple[list[int], dict[str, Tensor]]:
    """The steps of SGD, and the stages' responses after each: (seeds, steps, 3)."""
    runs = _steps()
    return runs[0]["steps"], _by_fusion(runs, lambda run: run["responses"])


def first_losses() -> dict[str, Tensor]:
    """The training loss of each of these steps: (seeds, steps)."""
    return _by_fusion(_steps(), lambda run: run["losses"])


def first_gradients() -> dict[str, Tensor]:
    """Norms of the stages' gradients at the first of these steps: (seeds, 3)."""
    return _by_fusion(_steps(), lambda run: run["first_gradient_norms"])
