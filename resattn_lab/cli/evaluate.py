"""The command ``resattn-lab evaluate``."""

from typing import Annotated

import typer

from .source import Source


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
    predicted, loss = logits.argmax(dim=1), F.cross_entropy(logits, images.labels)
    hits = (predicted == images.labels).double().mean()
    typer.echo(f"{images.source}: accuracy {hits:.2%} of {len(images)} images, loss {loss:.3f}")
    shares = class_accuracies(predicted, images.labels, len(names))
    for name, share in zip(names, shares.tolist(), strict=True):
        told = f"{share:6.1%}" if share == share else "no image"
        typer.echo(f"  {name:<{max(map(len, names))}}  {told}")
