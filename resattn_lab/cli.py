"""The command line: ``resattn-lab train``, ``evaluate``, ``data``."""

import os
import shlex
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Train Residual Attention Networks and look at what comes out.",
)

Source = Annotated[
    str, typer.Option(help="scenes, cifar10, cifar100, or a folder of class folders.")
]


def stop(error: Exception) -> typer.Exit:
    """Say what went wrong without a traceback; the exit code is 2."""
    typer.echo(f"resattn-lab: {error}", err=True)
    return typer.Exit(2)


@app.command()
def train(
    data: Source = "scenes",
    network: Annotated[str, typer.Option(help="A name from NETWORKS.")] = "cifar_attention_56",
    width: Annotated[float, typer.Option(help="Multiplies every channel count.")] = 0.5,
    initialisation: Annotated[str, typer.Option(help="he or zero_residual.")] = (
        "zero_residual"
    ),
    recipe: Annotated[str, typer.Option(help="paper, short or smoke.")] = "short",
    epochs: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    batch_size: Annotated[int | None, typer.Option(help="Instead of the recipe's.")] = None,
    learning_rate: Annotated[
        float | None, typer.Option(help="Instead of the recipe's highest.")
    ] = None,
    augment: Annotated[bool, typer.Option(help="Pad, crop and flip.")] = True,
    count: Annotated[int, typer.Option(help="Training scenes.")] = 20_000,
    size: Annotated[int | None, typer.Option(help="Resize images to so many pixels.")] = None,
    seed: Annotated[int, typer.Option(help="Of data, weights and order.")] = 0,
    device: Annotated[str, typer.Option(help="auto, cpu or cuda.")] = "auto",
    out: Annotated[Path, typer.Option(help="Folder for weights, card, history.")] = Path(
        "runs/latest"
    ),
) -> None:
    """Train a network; say how well it does, and where its weights are."""
    import torch

    from resattn_lab.data import load_images
    from resattn_lab.networks import build_network
    from resattn_lab.training import RECIPES, fit

    try:
        if recipe not in RECIPES:
            raise ValueError(f"unknown recipe {recipe!r}; choose one of {', '.join(RECIPES)}")
        chosen = replace(RECIPES[recipe], seed=seed, augment=augment)
        if epochs is not None:
            chosen = replace(chosen, epochs=epochs, iterations=None)
        if batch_size is not None:
            chosen = replace(chosen, batch_size=batch_size)
        if learning_rate is not None:
            chosen = replace(chosen, learning_rate=learning_rate)
        images = load_images(data, seed=seed, count=count)
        torch.manual_seed(seed)
        built = build_network(
            network,
            classes=len(images.train.class_names),
            in_channels=images.train.images.shape[1],
            width=width,
            initialisation=initialisation,
            pixel_mean=images.train.pixel_mean(),
        )
        card = {
            "command": shlex.join(["resattn-lab", *sys.argv[1:]]),
            "network": built.arguments,
            "initialisation": initialisation,
        }
        history = fit(built, images, chosen, folder=out, card=card, device=device, size=size)
    except (ValueError, RuntimeError, OSError, FloatingPointError) as error:
        raise stop(error) from error
    typer.echo(
        f"best epoch by validation: {history.best.epoch}; accuracy on the test set "
        f"{history.test_accuracy:.1%}\nweights, card and history: {out}{os.sep}"
    )


@app.command()
def evaluate(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")],
    data: Source = "scenes",
    count: Annotated[int, typer.Option(help="Scenes to test on.")] = 2000,
    seed: Annotated[int, typer.Option(help="Of the scenes; take one not trained on.")] = 1,
) -> None:
    """Print the accuracy of a trained network on the test images."""
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import Batches, load_images, scene_set
    from resattn_lab.training import evaluate as judge

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
        result = judge(network, Batches(images, 250))
    except (ValueError, RuntimeError, OSError) as error:
        raise stop(error) from error
    typer.echo(
        f"{images.source}: accuracy {result.accuracy:.2%} of {len(images)} images, "
        f"loss {result.loss:.3f}"
    )


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
