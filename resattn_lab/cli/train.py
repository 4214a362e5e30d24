"""The command ``resattn-lab train``."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import given, named_folder, new_folder, started_with, typed
from .fine_tuning import settle, start_from
from .judgement import judge

if TYPE_CHECKING:
    from resattn_lab.data import ImageSet

INSTEAD = "Instead of the recipe's."
NETWORK, IMAGES = "The network", "The images"
RECIPE, RUN = "The recipe", "The run"


def train(
    context: typer.Context,
    data: Annotated[
        str,
        typer.Option(
            help="scenes, cifar10, cifar100, or a folder of class folders.",
            rich_help_panel=IMAGES,
        ),
    ] = "scenes",
    network: Annotated[
        str,
        typer.Option(
            help="cifar_attention_56, _92, _128, _164, _236 or _452; "
            "for 224×224, attention_56 or _92; without masks, cifar_resnet_164.",
            rich_help_panel=NETWORK,
        ),
    ] = "cifar_attention_56",
    width: Annotated[
        float, typer.Option(help="Multiplies every channel count.", rich_help_panel=NETWORK)
    ] = 0.25,
    attention_residual: Annotated[
        bool, typer.Option(help="(1 + M)·T, or the naive M·T.", rich_help_panel=NETWORK)
    ] = True,
    initialisation: Annotated[
        str, typer.Option(help="he or zero_residual.", rich_help_panel=NETWORK)
    ] = "zero_residual",
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Begin with the weights of this checkpoint, at its size; the last layer is "
            "new where the classes are others.",
            rich_help_panel=NETWORK,
        ),
    ] = None,
    recipe: Annotated[
        str,
        typer.Option(
            help="smoke (seconds), short (minutes) or paper (days on a CPU).",
            rich_help_panel=RECIPE,
        ),
    ] = "short",
    epochs: Annotated[int | None, typer.Option(help=INSTEAD, rich_help_panel=RECIPE)] = None,
    iterations: Annotated[
        int | None, typer.Option(help=INSTEAD, rich_help_panel=RECIPE)
    ] = None,
    batch_size: Annotated[
        int | None, typer.Option(help=INSTEAD, rich_help_panel=RECIPE)
    ] = None,
    learning_rate: Annotated[
        float | None,
        typer.Option(help="Instead of the recipe's highest.", rich_help_panel=RECIPE),
    ] = None,
    weight_decay: Annotated[
        float | None, typer.Option(help=INSTEAD, rich_help_panel=RECIPE)
    ] = None,
    optimiser: Annotated[
        str | None, typer.Option(help="sgd or adamw.", rich_help_panel=RECIPE)
    ] = None,
    label_smoothing: Annotated[
        float | None, typer.Option(help=INSTEAD, rich_help_panel=RECIPE)
    ] = None,
    label_noise: Annotated[
        float | None,
        typer.Option(
            help="Share of training labels made wrong (Eq. 7).", rich_help_panel=IMAGES
        ),
    ] = None,
    average: Annotated[
        float | None,
        typer.Option(help="Decay of a moving average of the weights.", rich_help_panel=RECIPE),
    ] = None,
    precision: Annotated[
        str | None,
        typer.Option(
            help="float32, bfloat16, or auto: bfloat16 on a CPU that computes in it.",
            rich_help_panel=RECIPE,
        ),
    ] = None,
    compile: Annotated[
        bool, typer.Option(help="Let torch compile the blocks.", rich_help_panel=RECIPE)
    ] = False,
    augment: Annotated[
        bool, typer.Option(help="Pad, crop and flip.", rich_help_panel=IMAGES)
    ] = True,
    count: Annotated[
        int, typer.Option(help="Training scenes.", rich_help_panel=IMAGES)
    ] = 12_000,
    size: Annotated[
        int | None,
        typer.Option(help="Resize images to so many pixels.", rich_help_panel=IMAGES),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Of data, weights and order.", rich_help_panel=RECIPE)
    ] = 0,
    device: Annotated[
        str, typer.Option(help="auto, cpu or cuda.", rich_help_panel=RUN)
    ] = "auto",
    processes: Annotated[
        int, typer.Option(help="How many, as torchrun starts them.", rich_help_panel=RUN)
    ] = 1,
    out: Annotated[
        str | None,
        typer.Option(
            help="Folder to write; a new one in runs/ if not given.", rich_help_panel=RUN
        ),
    ] = None,
    save_every: Annotated[
        int, typer.Option(help="Steps between two kept states.", rich_help_panel=RUN)
    ] = 100,
    snapshots: Annotated[
        int, typer.Option(help="Weights to keep on the way.", rich_help_panel=RUN)
    ] = 0,
    resume: Annotated[
        str | None,
        typer.Option(
            help="Go on with the training in this folder, as it was started.",
            rich_help_panel=RUN,
        ),
    ] = None,
) -> None:
    """Train a network; say how well it does, and where its weights are.

    Without options: a small Attention-56 on planted scenes, a few minutes on a laptop.
    """
    from resattn_lab.data.image_source import NAMES, absolute
    from resattn_lab.provenance import commit
    from resattn_lab.training import check_new_run, launch, place_in_group

    if processes < 1:
        raise ValueError(f"processes must be at least 1, got {processes}")
    rank, started = place_in_group()
    options, card, made = dict(context.params), {}, None
    if resume is not None:
        options, card = started_with(named_folder("--resume", resume), context)
    else:
        if from_ is not None:
            settle(options, given(context))
        for name in ("data", "from_"):  # for --resume from another folder
            named = options.get(name)
            if named and named not in NAMES and Path(named).expanduser().exists():
                options[name] = absolute(named)
        if out is not None:
            options["out"] = named_folder("--out", out)
        elif started > 1:
            raise ValueError("under torchrun give --out, the same for every process")
        else:
            options["out"] = made = new_folder(f"{Path(options['data']).name}-{network}")
        if rank == 0:
            check_new_run(options["out"])  # before anything is read or computed
    del options["resume"]
    options |= {"device": device, "processes": max(processes, started)}
    try:
        if processes > 1 and started == 1:
            arguments = typed(context, without=("processes", "out"))
            if resume is None:
                arguments += ["--out", str(options["out"])]
            code = launch(["train", *arguments], processes=processes)
            if code:
                raise typer.Exit(code)
            return
        command = ["resattn-lab", "train", *typed(context, without=("processes",))]
        command += ["--processes", str(started)] if started > 1 else []
        card = {"command": shlex.join(command), "commit": commit(), **card}
        history, network, test = _train(options, card, resume=resume is not None)
    finally:
        if made is not None:
            with suppress(OSError):  # it is empty only where all was refused
                made.rmdir()
                made.parent.rmdir()
    if rank == 0:
        beside = judge(network, [test], size=options["size"]).beside()
        typer.echo(
            f"best epoch by validation: {history.best.epoch}; accuracy on the test set "
            f"{history.test_accuracy:.1%} (last epoch: {history.last_test_accuracy:.1%}; "
            f"{beside})\n"
            f"weights, card and history: {options['out']}{os.sep}\n"
            f"look into it: resattn-lab explore {shlex.quote(str(options['out']))}"
        )


def _train(options: dict, card: dict, *, resume: bool):
    """Build what the options name and train it; imports wait until they are needed."""
    import torch

    from resattn_lab.data import load_images, note_doubts
    from resattn_lab.data.cifar import KINDS
    from resattn_lab.training import RECIPES, fit, keep_shares

    name, seed = options["recipe"], options["seed"]
    if name not in RECIPES:
        raise ValueError(f"unknown recipe {name!r}; choose one of {', '.join(RECIPES)}")
    changed = {
        field: options[field]
        for field in (
            *("batch_size", "learning_rate", "weight_decay", "optimiser", "precision"),
            *("label_smoothing", "label_noise", "average"),
        )
        if options[field] is not None
    }
    if options["epochs"] is not None or options["iterations"] is not None:
        changed |= {"epochs": options["epochs"], "iterations": options["iterations"]}
    chosen = replace(
        RECIPES[name],
        **changed,
        seed=seed,
        augment=options["augment"],
        compile=options["compile"],
    )
    data, start, own = options["data"], None, None
    if options.get("from_") is not None:
        start = start_from(options["from_"])
        options["size"] = options["size"] or start.spec.side
        own = start.source_of(data)
    read_at = None if data in KINDS else options["size"]  # there fit resizes each batch
    if own is None:
        images = load_images(data, seed=seed, count=options["count"], size=read_at)
    else:
        images = replace(own, size=read_at).load()
    if data != "scenes":
        note_doubts(images)
    if {"epochs", "iterations"} & changed.keys():
        batches = -(-len(images.train) // chosen.batch_size)
        chosen = keep_shares(chosen, RECIPES[name], batches)
    torch.manual_seed(seed)
    built = (
        _new_network(options, images.train) if start is None else start.for_images(images.train)
    )
    card = {
        **card,
        "options": {**options, "out": str(options["out"])},
        "network": built.arguments,
        "initialisation": options["initialisation"]
        if start is None
        else f"weights of {Path(options['from_']).name}",
    }
    history = fit(
        built,
        images,
        chosen,
        folder=options["out"],
        card=card,
        device=options["device"],
        size=options["size"],
        resume=resume,
        save_every=options["save_every"],
        snapshots=options["snapshots"],
    )
    return history, built, images.test


def _new_network(options: dict, images: ImageSet):
    """The network that the options name, for the classes and channels of ``images``."""
    from resattn_lab.networks import RIVALS, build_network

    masks = {"attention_residual": options["attention_residual"]}
    if options["network"] in RIVALS and masks["attention_residual"]:
        masks = {}  # the default means nothing there; --no-attention-residual is refused
    return build_network(
        options["network"],
        classes=len(images.class_names),
        in_channels=images.images.shape[1],
        width=options["width"],
        initialisation=options["initialisation"],
        pixel_mean=images.pixel_mean(),
        **masks,
    )
