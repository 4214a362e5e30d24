"""Train the networks of a study, seed by seed; what is there already is not run again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from statistics import fmean

import torch
from torch import nn

from resattn_lab.choice import choose
from resattn_lab.data import Splits
from resattn_lab.files import held, write_atomically
from resattn_lab.networks import build_network, count_parameters, multiply_accumulates
from resattn_lab.provenance import versions
from resattn_lab.recording import record_activations
from resattn_lab.training import Engine, fit

from .setting import SETTINGS, Setting
from .studies import STUDIES, TUNING_SEEDS, Study, Variant

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
    come first, so that an interrupted study has every variant equally often, but for one. A
    study with several learning rates is tuned first; ``path`` holds that as well.

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
    if study.learning_rates:
        fixed["conditions"]["learning_rates"] = study.learning_rates
    if study.weights_of:
        fixed["conditions"]["weights_of"] = study.weights_of
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path):
        kept = _kept(path, {"study": name, "source": source, "setting": setting}, fixed)

        def run(title: str, seed: int, learning_rate: float) -> dict:
            made = run_variant(
                study.variants[title],
                data,
                replace(size, recipe=replace(size.recipe, learning_rate=learning_rate)),
                width=width,
                seed=seed,
                device=device,
                weights_of=study.variants[study.weights_of] if study.weights_of else None,
            )
            said(
                f"{name}, {source}: {title}, seed {seed}, learning rate {learning_rate:g}: "
                f"test error {made['error']:.1f} % ({made['seconds']:.0f} s)"
            )
            return made

        def keep(part: str, made: dict) -> None:
            kept.setdefault(part, []).append(made)
            classes = {"classes": len(data.train.class_names)}
            kept["facts"] = {
                **kept["facts"],
                **fixed,
                **classes,
                **(facts or {}),
                **_machine(device),
            }
            write_atomically(path, (json.dumps(kept, indent=1) + "\n").encode())

        rates = _learning_rates(study, kept, size.recipe.learning_rate, run, keep)
        done = {(made["variant"], made["seed"]) for made in kept["runs"]}
        for seed in seeds:
            for title in study.variants:
                if (title, seed) not in done:
                    made = run(title, seed, rates[title])
                    rate = {"learning_rate": rates[title]} if study.learning_rates else {}
                    keep("runs", {"variant": title, "seed": seed, **rate, **made})


def _learning_rates(
    study: Study, kept: dict, default: float, run: Callable, keep: Callable
) -> dict[str, float]:
    """Each variant's learning rate: the setting's, or the best of the study's grid.

    Best is the mean accuracy on validation images after the last epoch, over the tuning
    seeds; test images have no part in it. Of equals the smaller rate is taken.
    """
    if not study.learning_rates:
        return dict.fromkeys(study.variants, default)
    kept.setdefault("tuning", [])
    done = {(t["variant"], t["seed"], t["learning_rate"]) for t in kept["tuning"]}
    for seed in TUNING_SEEDS:
        for title in study.variants:
            for rate in study.learning_rates:
                if (title, seed, rate) not in done:
                    made = run(title, seed, rate)
                    names = {"variant": title, "seed": seed, "learning_rate": rate}
                    curve = made["validation_accuracy"]
                    keep("tuning", {**names, "validation_accuracy": curve[-1]})
    return {
        title: max(
            study.learning_rates,
            key=lambda rate: (validation_mean(kept["tuning"], title, rate), -rate),
        )
        for title in study.variants
    }


def validation_mean(tuning: list[dict], variant: str, learning_rate: float) -> float:
    """Mean validation accuracy of a variant's trainings with one learning rate."""
    return fmean(
        row["validation_accuracy"]
        for row in tuning
        if (row["variant"], row["learning_rate"]) == (variant, learning_rate)
    )


def run_variant(
    variant: Variant,
    data: Splits,
    setting: Setting,
    *,
    width: float,
    seed: int,
    device: str,
    weights_of: Variant | None = None,
) -> dict:
    """One training: its error in percent, losses, stage responses and size.

    The error is that of the last epoch's weights, so that every variant has had the same
    number of steps; the stage responses are of the weights that ``fit`` leaves in the
    network, those that validated best.

    Args:
        weights_of: the variant from whose first weights this one starts, wherever it has a
            weight of that name.
    """
    network = first_network(variant, data, setting, width=width, seed=seed)
    if weights_of is not None and weights_of != variant:
        other = first_network(weights_of, data, setting, width=width, seed=seed).state_dict()
        own = network.state_dict()
        network.load_state_dict({name: other.get(name, own[name]) for name in own})
    recipe = replace(setting.recipe, seed=seed, label_noise=variant.label_noise)
    history = fit(network, data, recipe, device=device, progress=False)
    images = data.test.subset(slice(RESPONSE_IMAGES)).floats()
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


def first_network(
    variant: Variant, data: Splits, setting: Setting, *, width: float, seed: int
) -> nn.Module:
    """A variant's network before its training."""
    torch.manual_seed(seed)
    return build_network(
        variant.network,
        classes=len(data.train.class_names),
        width=width,
        initialisation=setting.initialisation,
        pixel_mean=data.train.pixel_mean(),
        **variant.options,
    )


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
        "versions": versions(),
    }
