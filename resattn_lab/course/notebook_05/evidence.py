"""The recorded runs of notebook 05, as its pictures and its prose want them."""

from statistics import fmean

import torch
from torch import Tensor

from ..record import record
from .stacks import STARTS

FUSED = {"ARL": True, "NAL": False}
STAGES = ("stage1", "stage2", "stage3")
IN_A_STAGE = 4  # Attention Modules of Attention-164
PAPER = {"ARL": (1, 0.52, 0.30), "NAL": (1, 0.02, 0.01)}  # Fig. 4, read off the plot


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
            units: {
                words: {
                    name: geometric_mean(in_stacks(quantity, name, units, norm))
                    for name in FUSED
                }
                for words, norm in (("with", True), ("without", False))
            }
            for units in STARTS
        }
        for quantity in ("output", "product", "gradient")
    }


def read_after_twelve() -> dict[str, tuple[float, float, float]]:
    """Run A to E: mean, lowest and highest R² over the seeds after twelve modules."""
    runs = ("ARL", "NAL", "½·T", "no mask", "no shortcuts")
    shares = {name: in_stacks("share_read", name)[:, -1].tolist() for name in runs}
    return {
        f"{letter} {name}": (fmean(found), min(found), max(found))
        for letter, (name, found) in zip("ABCDE", shares.items(), strict=True)
    }


def trained_modules() -> dict[str, Tensor]:
    """The products' mean absolute responses after training: (seeds, 12) for ARL and NAL."""
    names = [f"{stage}.{n}.fusion" for stage in STAGES for n in range(IN_A_STAGE)]
    return {
        name: torch.tensor(
            [
                [run["after"][part] for part in names]
                for run in record("stage_response")["runs"]
                if run["attention_residual"] is residual
            ]
        )
        for name, residual in FUSED.items()
    }


def trained_accuracies() -> dict[str, list[float]]:
    """On test scenes, one for each seed."""
    return {
        name: [
            run["test_accuracy"]
            for run in record("stage_response")["runs"]
            if run["attention_residual"] is residual
        ]
        for name, residual in FUSED.items()
    }


def trained_stages() -> dict[str, Tensor]:
    """The stages' mean absolute responses after training: (seeds, 3) for ARL and NAL."""
    return {
        name: torch.tensor(
            [
                [run["after"][stage] for stage in STAGES]
                for run in record("stage_response")["runs"]
                if run["attention_residual"] is residual
            ]
        )
        for name, residual in FUSED.items()
    }


def first_steps(rate: float = 0.1) -> tuple[list[int], dict[str, Tensor]]:
    """The steps of SGD, and the stages' responses after each: (seeds, steps, 3)."""
    runs = [run for run in record("first_steps")["runs"] if run["learning_rate"] == rate]
    return runs[0]["steps"], {
        name: torch.tensor(
            [run["responses"] for run in runs if run["attention_residual"] is residual]
        )
        for name, residual in FUSED.items()
    }


def first_gradients() -> dict[str, Tensor]:
    """Norms of the stages' gradients at the first of these steps: (seeds, 3)."""
    return {
        name: torch.tensor(
            [
                run["first_gradient_norms"]
                for run in record("first_steps")["runs"]
                if run["attention_residual"] is residual and run["learning_rate"] == 0.1
            ]
        )
        for name, residual in FUSED.items()
    }
