"""The command ``resattn-lab train``."""

from __future__ import annotations

import os
import shlex
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from .arguments import check_size, new_folder, typed
from .judgement import judge
from .options import NETWORK, network_options, recipe_options
from .plan import Plan, plan_new, plan_resumed
from .read_off import with_options

IMAGES, RUN = "The images", "The run"


def train(
    context: typer.Context,
    data: Annotated[
        str,
        typer.Option(
            help="scenes, cifar10, cifar100, or a folder of class folders.",
            rich_help_panel=IMAGES,
        ),
    ] = "scenes",
    count: Annotated[
        int, typer.Option(help="Training scenes.", rich_help_panel=IMAGES)
    ] = 12_000,
    size: Annotated[
        int | None,
        typer.Option(help="Resize images to so many pixels.", rich_help_panel=IMAGES),
    ] = None,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Begin with the weights of this checkpoint, at its size; the last layer is "
            "new where the classes are others.",
            rich_help_panel=NETWORK,
        ),
    ] = None,
    config: Annotated[
        str | None,
        typer.Option(
            help="Network, recipe and images of a card: a checkpoint, a run's folder, or a "
            ".json; options on the line win, --recipe over the whole of its recipe.",
            rich_help_panel=RUN,
        ),
    ] = None,
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
    tensorboard: Annotated[
        bool, typer.Option(help="Curves for TensorBoard too.", rich_help_panel=RUN)
    ] = False,
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
    from resattn_lab.provenance import commit
    from resattn_lab.training import check_new_run, launch, place_in_group

    if processes < 1:
        raise ValueError(f"processes must be at least 1, got {processes}")
    rank, started = place_in_group()
    plan, card, made = None, {}, None
    if resume is not None:
        plan, card = plan_resumed(context, resume)
    else:
        plan = plan_new(context)
        check_size(plan.options["size"])
        absolute_paths(plan.options)
        if out is not None:
            plan.options["out"] = Path(out)
        elif started > 1:
            raise ValueError("under torchrun give --out, the same for every process")
        else:
            name = f"{Path(plan.options['data']).name}-{plan.options['network']}"
            plan.options["out"] = made = new_folder(name)
        if rank == 0:
            check_new_run(plan.options["out"])  # before anything is read or computed
    folder = plan.options["out"]
    try:
        if processes > 1 and started == 1:
            arguments = typed(context, without=("processes", "out"))
            if resume is None:
                arguments += ["--out", str(folder)]
            code = launch(["train", *arguments], processes=processes)
            if code:
                raise typer.Exit(code)
            return
        command = ["resattn-lab", "train", *typed(context, without=("processes",))]
        command += ["--processes", str(started)] if started > 1 else []
        card = {"command": shlex.join(command), "commit": commit(), **card}
        history, network, test = _train(plan, card, resume=resume is not None)
    finally:
        if made is not None:
            with suppress(OSError):  # it is empty only where all was refused
                made.rmdir()
                made.parent.rmdir()
    if rank == 0:
        beside = judge(network, [test], size=plan.size).beside()
        typer.echo(
            f"best epoch by validation: {history.best.epoch}; accuracy on the test set "
            f"{history.test_accuracy:.1%} (last epoch: {history.last_test_accuracy:.1%}; "
            f"{beside})\n"
            f"weights, card and history: {folder}{os.sep}\n"
            f"look into it: resattn-lab explore {shlex.quote(str(folder))}"
        )


def whole_train():
    """``train`` with the options of networks and recipes."""
    return with_options(train, [*network_options(), *recipe_options()])


def absolute_paths(options: dict) -> None:
    """Make what is named on the disk absolute, for ``--resume`` from another folder."""
    from resattn_lab.data.image_source import NAMES, absolute

    for name in ("data", "from_", "config"):
        named = options[name]
        if named and named not in NAMES and Path(named).expanduser().exists():
            options[name] = absolute(named)


def _train(plan: Plan, card: dict, *, resume: bool):
    """Build what is planned and train it; imports wait until they are needed."""
    import torch

    from resattn_lab.data import note_doubts
    from resattn_lab.training import TensorBoard, fit

    options = plan.options
    observers = [TensorBoard(options["out"] / "tensorboard")] if options["tensorboard"] else []
    images = plan.load_images()
    if options["data"] != "scenes":
        note_doubts(images)
    torch.manual_seed(plan.seed)
    network = plan.network(images.train)
    begun = options["initialisation"]
    if plan.start is not None:
        begun = f"weights of {Path(options['from_']).name}"
    recorded = {**options, "size": plan.size, "out": str(options["out"])}
    card |= {
        "options": {name: recorded[name] for name in recorded if name != "resume"},
        "network": network.arguments,
        "initialisation": begun,
    }
    history = fit(
        network,
        images,
        plan.recipe(images.train),
        folder=options["out"],
        card=card,
        device=options["device"],
        size=plan.size,
        resume=resume,
        save_every=options["save_every"],
        snapshots=options["snapshots"],
        observers=observers,
    )
    return history, network, images.test
