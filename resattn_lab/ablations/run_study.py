"""Train the networks of a study, seed by seed; what is there already is not run again."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import torch
from torch import nn

from resattn_lab.blocks import choose
from resattn_lab.data import Splits
from resattn_lab.files import held, write_atomically
from resattn_lab.networks import build_network, count_parameters, multiply_accumulates
from resattn_lab.recording import record_activations
from resattn_lab.training import Engine, fit

from .setting import SETTINGS, Setting
from .studies import STUDIES, Variant

RESPONSE_IMAGES = 200
STAGES = ("stage1", "stage2", "stage3")


def run_study(
    name: str,
    path: Path | str,
    *,
    data: Splits,
    source: str,
    setting: str = "small",
    seeds: Iterable[int] = (0, 1, 2),
    device: str = "auto",
    facts: dict | None = None,
    said: Callable[[str], None] = print,
) -> None:
    """Train every variant with every seed and write ``path`` after each training.

    A seed decides weights, order and label noise; the images are the same for all. Seeds
    come first, so that an interrupted study has every variant equally often, but for one.

    Args:
        name: a key of ``STUDIES``.
        path: a JSON file; the runs that it holds already are kept and not repeated.
        source: what results call the images, "scenes" or "photographs".
        facts: what else shall be written down: command, commit.
        setting: a key of ``SETTINGS``.
        said: gets one line for each training.

    Raises:
        ValueError: an unknown name; ``path`` holds another study's results, or those of
            another recipe or other images.
        FileExistsError: another process is writing ``path`` now.
    """
    path, size = Path(path), choose(SETTINGS, setting, "setting")
    study = choose(STUDIES, name, "study")
    width = study.widths[setting]
    fixed = {
        "conditions": {**asdict(size), "width": width},
        "data": {part: f"{images.source}: {len(images)}" for part, images in _parts(data)},
        "fingerprints": {part: images.fingerprint() for part, images in _parts(data)},
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path):
        kept = _kept(path, {"study": name, "source": source, "setting": setting}, fixed)
        done = {(run["variant"], run["seed"]) for run in kept["runs"]}
        for seed in seeds:
            for title, variant in study.variants.items():
                if (title, seed) in done:
                    continue
                made = run_variant(variant, data, size, width=width, seed=seed, device=device)
                kept["runs"].append({"variant": title, "seed": seed, **made})
                kept["facts"] = {**kept["facts"], **fixed, **(facts or {}), **_machine(device)}
                write_atomically(path, (json.dumps(kept, indent=1) + "\n").encode())
                said(
                    f"{name}, {source}: {title}, seed {seed}: test error {made['error']:.1f} % "
                    f"({made['seconds']:.0f} s)"
                )


def run_variant(
    variant: Variant, data: Splits, setting: Setting, *, width: float, seed: int, device: str
) -> dict:
    """One training: its error in percent, losses, stage responses and size.

    The error is that of the last epoch's weights, so that every variant has had the same
    number of steps; the stage responses are of the weights that ``fit`` leaves in the
    network, those that validated best.
    """
    torch.manual_seed(seed)
    network = build_network(
        variant.network,
        classes=len(data.train.class_names),
        width=width,
        initialisation=setting.initialisation,
        pixel_mean=data.train.pixel_mean(),
        **variant.options,
    )
    recipe = replace(setting.recipe, seed=seed, label_noise=variant.label_noise)
    history = fit(network, data, recipe, device=device, progress=False)
    images = data.test.images[:RESPONSE_IMAGES].float() / 255
    return {
        "error": 100 * (1 - history.last_test_accuracy),
        "train_loss": [record.train_loss for record in history.records],
        "validation_accuracy": [record.validation_accuracy for record in history.records],
        "responses": stage_responses(network, images),
        "parameters": count_parameters(network),
        "multiply_accumulates": multiply_accumulates(network, tuple(images.shape[1:])),
        "seconds": history.seconds,
        "date": date.today().isoformat(),
    }


def stage_responses(network: nn.Module, images: torch.Tensor) -> list[float]:
    """Mean absolute output of each stage in eval mode (Fig. 4).

    Shape: images (N, C, H, W), floats in [0, 1] -> three numbers.
    """
    device = next(network.parameters()).device
    network.eval()
    with torch.inference_mode(), record_activations(network, STAGES) as kept:
        network(images.to(device))
    return [kept[stage].abs().mean().item() for stage in STAGES]


def _parts(data: Splits) -> list:
    return list(zip(data._fields, data, strict=True))


def _kept(path: Path, names: dict, fixed: dict) -> dict:
    """What ``path`` holds, if it belongs to this study; an empty study otherwise."""
    if not path.is_file():
        return {**names, "facts": {}, "runs": []}
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        told = {**kept["facts"], **{key: kept[key] for key in (*names, "runs")}}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{path} holds no results of an ablation ({error!r}); move it, or write to "
            "another folder"
        ) from error
    wanted = json.loads(json.dumps({**names, **fixed}))
    for key, value in wanted.items():
        if key == "fingerprints" and key not in told:
            continue  # results from before they were written down
        stored = told.get(key)
        if stored != value:
            raise ValueError(
                f"{path} holds runs with other {key} ({stored!r} instead of {value!r}); "
                "write to another folder"
            )
    return kept


def _machine(device: str) -> dict:
    return {
        "device": str(Engine(device)),
        "versions": {"torch": str(torch.__version__), "python": platform.python_version()},
    }
