"""The command line: ``resattn-lab train``, ``evaluate``, ``ablate``, ``explore``, ``data``."""

import os
import shlex
from dataclasses import replace
from itertools import count as count_up
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Train Residual Attention Networks and look at what comes out. "
    "Begin with: resattn-lab train",
)

Source = Annotated[
    str, typer.Option(help="scenes, cifar10, cifar100, or a folder of class folders.")
]
REFUSED = (ValueError, RuntimeError, OSError, FloatingPointError)
INSTEAD = "Instead of the recipe's."
NETWORK, IMAGES = "The network", "The images"
RECIPE, RUN = "The recipe", "The run"


def stop(error: Exception) -> typer.Exit:
    """Say what went wrong without a traceback; the exit code is 2."""
    message = f"{error.strerror}: {error.filename}" if _from_system(error) else error
    typer.echo(f"resattn-lab: {message}", err=True)
    return typer.Exit(2)


def _from_system(error: Exception) -> bool:
    return isinstance(error, OSError) and bool(error.strerror and error.filename)


@app.command()
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
        str | None, typer.Option(help="float32 or bfloat16.", rich_help_panel=RECIPE)
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
        Path | None,
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
        Path | None,
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
    from resattn_lab.training import launch

    options, card = dict(context.params), {}
    del options["resume"]
    try:
        if resume is not None:
            options, card = _started_with(resume, _given(context))
        elif out is None:
            if "RANK" in os.environ:
                raise ValueError("under torchrun give --out, the same for every process")
            options["out"] = _new_folder(f"{Path(data).name}-{network}")
        options |= {"device": device, "processes": processes}
        if processes > 1 and "RANK" not in os.environ:
            arguments = _typed(context, without=("processes", "out"))
            if resume is None:
                arguments += ["--out", str(options["out"])]
            code = launch(["train", *arguments], processes=processes)
            if code:
                raise typer.Exit(code)
            return
        command = shlex.join(["resattn-lab", "train", *_typed(context)])
        card = {"command": command, "commit": commit(), **card}
        history = _train(options, card, resume=resume is not None)
    except typer.Exit:  # a RuntimeError too, and no refusal
        raise
    except REFUSED as error:
        raise stop(error) from error
    if os.environ.get("RANK", "0") == "0":
        typer.echo(
            f"best epoch by validation: {history.best.epoch}; accuracy on the test set "
            f"{history.test_accuracy:.1%} (last epoch: {history.last_test_accuracy:.1%})\n"
            f"weights, card and history: {options['out']}{os.sep}\n"
            f"look into it: resattn-lab explore {options['out']}"
        )


def _train(options: dict, card: dict, *, resume: bool):
    """Build what the options name and train it; imports wait until they are needed."""
    import torch

    from resattn_lab.data import load_images
    from resattn_lab.networks import RIVALS, build_network
    from resattn_lab.training import RECIPES, fit

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
    images = load_images(options["data"], seed=seed, count=options["count"])
    torch.manual_seed(seed)
    masks = {"attention_residual": options["attention_residual"]}
    if options["network"] in RIVALS and masks["attention_residual"]:
        masks = {}  # the default means nothing there; --no-attention-residual is refused
    built = build_network(
        options["network"],
        classes=len(images.train.class_names),
        in_channels=images.train.images.shape[1],
        width=options["width"],
        initialisation=options["initialisation"],
        pixel_mean=images.train.pixel_mean(),
        **masks,
    )
    card = {
        **card,
        "options": {**options, "out": str(options["out"])},
        "network": built.arguments,
        "initialisation": options["initialisation"],
    }
    return fit(
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


def _given(context: typer.Context) -> list[str]:
    """The options that stand on the command line, by name."""
    return [
        name
        for name in context.params
        if context.get_parameter_source(name).name == "COMMANDLINE"
    ]


def _started_with(folder: Path, given: list[str]) -> tuple[dict, dict]:
    """The options that the training in ``folder`` was started with, and where it comes from."""
    from resattn_lab.training import read_state

    others = sorted(set(given) - {"resume", "device", "processes"})
    if others:
        raise ValueError(
            "--resume goes on with what the training was started with; leave out "
            + ", ".join(f"--{name.replace('_', '-')}" for name in others)
        )
    card = read_state(folder / "state.resattn")["card"]
    if "options" not in card:
        raise ValueError(f"{folder} was not written by resattn-lab train; use training.fit")
    return {**card["options"], "out": folder}, {
        "command": card["command"],
        "commit": card["commit"],
    }


def _new_folder(name: str) -> Path:
    """The first of ``runs/name-1``, ``runs/name-2``, … that does not exist."""
    for number in count_up(1):
        folder = Path("runs") / f"{name}-{number}"
        if not folder.exists():
            return folder


def _typed(context: typer.Context, *, without: tuple[str, ...] = ()) -> list[str]:
    """The arguments on the command line, again."""
    arguments = []
    for name in _given(context):
        flag, value = name.replace("_", "-"), context.params[name]
        if name in without:
            continue
        if isinstance(value, bool):
            arguments.append(f"--{flag}" if value else f"--no-{flag}")
        else:
            arguments += [f"--{flag}", str(value)]
    return arguments


@app.command()
def evaluate(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")],
    data: Source = "scenes",
    count: Annotated[int, typer.Option(help="Scenes to test on.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the scenes; take one not trained on.")] = 1,
) -> None:
    """Print the accuracy of a trained network on the test images, class by class."""
    import torch
    import torch.nn.functional as F

    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import Batches, load_images, scene_set
    from resattn_lab.measures import class_accuracies
    from resattn_lab.networks import prepare_for_inference

    try:
        network, card = load_checkpoint(checkpoint)
        if data == "scenes":
            images = scene_set(count, seed=seed, part="test")
        else:
            images = load_images(data).test
        names = list(images.class_names)
        if card.get("class_names", names) != names:
            raise ValueError(
                f"the network tells {', '.join(card['class_names'])} apart, but "
                f"{images.source} has the classes {', '.join(names)}"
            )
        network = prepare_for_inference(network)
        logits = torch.cat([network(batch) for batch, _ in Batches(images, 250)])
    except REFUSED as error:
        raise stop(error) from error
    predicted, loss = logits.argmax(dim=1), F.cross_entropy(logits, images.labels)
    hits = (predicted == images.labels).double().mean()
    typer.echo(f"{images.source}: accuracy {hits:.2%} of {len(images)} images, loss {loss:.3f}")
    shares = class_accuracies(predicted, images.labels, len(names))
    for name, share in zip(names, shares.tolist(), strict=True):
        told = f"{share:6.1%}" if share == share else "no image"
        typer.echo(f"  {name:<{max(map(len, names))}}  {told}")


@app.command()
def explore(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")] = (
        "scenes_attention_56"
    ),
    images: Annotated[
        str | None,
        typer.Option(
            help="scenes, cifar10, cifar100, or a folder of class folders; "
            "if not given, images of the network's classes, or scenes."
        ),
    ] = None,
    count: Annotated[int, typer.Option(help="How many images, at most.")] = 24,
    seed: Annotated[int, typer.Option(help="Of the scenes.")] = 7,
    size: Annotated[
        int | None, typer.Option(help="Pixels a side; if not given, as in training.")
    ] = None,
    port: Annotated[int, typer.Option(help="Where the page is served.")] = 8866,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
) -> None:
    """Open a network's masks and kernels as a page in the browser.

    Without arguments: the network in the box, on planted scenes. Ctrl-C ends it.
    """
    from resattn_lab.explore import build_page, check_port, check_server, serve

    arguments = {"images": images, "count": count, "seed": seed, "size": size}
    try:
        check_server()
        check_port(port)
        build_page(checkpoint, **arguments).close()  # what cannot be shown is refused here
    except REFUSED as error:
        raise stop(error) from error
    serve(
        {"checkpoint": checkpoint, **arguments},
        port=port,
        browser=browser,
        title=f"{Path(checkpoint).absolute().name} – resattn-lab explore",
    )


@app.command()
def ablate(
    study: Annotated[
        str, typer.Argument(help="depth, masks, noise, units, or all of them: all.")
    ],
    data: Source = "scenes",
    setting: Annotated[
        str, typer.Option(help="small (hours on a laptop) or full (the paper's recipe).")
    ] = "small",
    seeds: Annotated[int, typer.Option(help="How many, from 0 on.")] = 3,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("ablations"),
) -> None:
    """Repeat an ablation of the paper; what a results file holds is not run again.

    One JSON file for each study and kind of images; the verdicts are printed at the end.
    """
    from resattn_lab.ablations import SETTINGS, STUDIES, load_data, run_study, verdict_lines
    from resattn_lab.provenance import commit

    try:
        for name, known in ((study, [*STUDIES, "all"]), (setting, SETTINGS)):
            if name not in known:
                raise ValueError(f"unknown {name!r}; choose one of {', '.join(known)}")
        if seeds < 1:
            raise ValueError(f"seeds must be at least 1, got {seeds}")
        images = load_data(data, SETTINGS[setting])
        source = data if data in ("scenes", "cifar10", "cifar100") else "photographs"
        for name in STUDIES if study == "all" else [study]:
            run_study(
                name,
                out / f"{name}_{source}.json",
                data=images,
                source=source,
                setting=setting,
                seeds=range(seeds),
                device=device,
                facts={
                    "command": f"resattn-lab ablate {name} --data {source}"
                    + f" --setting {setting}" * (setting != "small"),
                    "commit": commit(),
                },
                said=typer.echo,
            )
        for line in verdict_lines(out):
            typer.echo(line)
    except REFUSED as error:
        raise stop(error) from error


@app.command()
def data(
    name: Annotated[str, typer.Argument(help="cifar10 or cifar100.")],
    folder: Annotated[
        Path | None, typer.Option(help="Where to; RESATTN_DATA if unset.")
    ] = None,
) -> None:
    """Download CIFAR, check it, and say where it is."""
    from resattn_lab import settings
    from resattn_lab.data import load_cifar

    folder = settings.data_folder() if folder is None else folder
    try:
        parts = load_cifar(name, folder=folder)
    except (ValueError, RuntimeError) as error:
        raise stop(error) from error
    typer.echo(f"{', '.join(f'{len(part)} {part.source}' for part in parts)}: {folder}")


if __name__ == "__main__":
    app()
