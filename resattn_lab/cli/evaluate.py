"""The command ``resattn-lab evaluate``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .judgement import judge

if TYPE_CHECKING:
    from resattn_lab.data import ImageSet, ImageSource, InputSpec

SCENES = 2000  # that a network is judged on if none of its own are named


def evaluate(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")],
    data: Annotated[
        str | None,
        typer.Option(
            help="scenes, cifar10, cifar100, or a folder: its test/, or all of it where it "
            "has none. If not given, the test images of the network's own training."
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="All images, those for training too.")
    ] = False,
    count: Annotated[int | None, typer.Option(help="How many scenes.")] = None,
    seed: Annotated[
        int | None, typer.Option(help="Of the scenes; take one not trained on.")
    ] = None,
) -> None:
    """Print the accuracy of a trained network on the test images, class by class.

    Images are resized to the size that the network was trained at.
    """
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import ImageSource, InputSpec
    from resattn_lab.networks import prepare_for_inference

    network, card = load_checkpoint(checkpoint)
    spec, own = InputSpec.from_card(card, network), ImageSource.from_card(card)
    if own is not None and data is not None and not own.is_of(data):
        own = None
    if own is None and data is None:
        if not spec.knows_scenes:
            raise ValueError(
                f"the card of {checkpoint} does not say where its images came from; name "
                "some with --data"
            )
        data = "scenes"
    if data == "scenes" or own is not None and own.name == "scenes":
        images = _scenes(own, spec, count, seed)
        if every:
            raise ValueError("--all is for images that lie in parts; scenes are drawn")
    elif count is not None or seed is not None:
        raise ValueError("--count and --seed are of scenes; leave them out")
    else:
        images = _strange(data, spec, every) if own is None else _own(own, card, every)
        if spec.size is not None:
            at = "×".join(map(str, spec.size))
            images = replace(images, source=f"{images.source} at {at} pixels")
    judgement = judge(prepare_for_inference(network), spec.relabel(images), size=spec.size)
    typer.echo(
        f"{images.source}: accuracy {judgement.accuracy:.2%} of {len(images)} images, "
        f"loss {judgement.loss:.3f}; {judgement.beside()}"
    )
    wide = max(map(len, judgement.class_names))
    for name, share in zip(judgement.class_names, judgement.by_class.tolist(), strict=True):
        told = f"{share:6.1%}" if share == share else "no image"
        typer.echo(f"  {name:<{wide}}  {told}")


def _scenes(
    own: ImageSource | None, spec: InputSpec, count: int | None, seed: int | None
) -> ImageSet:
    """The training's own test scenes; or as many as wanted, of a seed of one's choice."""
    from resattn_lab.data import scene_set

    if count is not None and count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    if own is None:
        count, seed = count or SCENES, 1 if seed is None else seed
        return scene_set(count, seed=seed, part="test", size=spec.side or 32)
    changed = {} if seed is None else {"seed": seed}
    if count is not None:
        changed["count"] = 10 * count  # of which a tenth is for testing
    return replace(own, **changed).test_images()


def _own(own: ImageSource, card: dict, every: bool) -> ImageSet:
    """The images of the network's own training; notes on what makes their result doubtful."""
    from resattn_lab.data import doubts, every_image, identity

    splits = own.load()
    before, now = card.get("test_images"), identity(splits.test)
    notes = doubts(splits)
    if before not in (None, now):
        notes.insert(
            0,
            "the test images are not those of the training: "
            f"{before['count']} then, {now['count']} now"
            + ", with other pixels or labels"
            * (before["count"] == now["count"]),
        )
    for note in notes:
        typer.echo(f"note: {note}", err=True)
    return every_image(splits) if every else splits.test


def _strange(data: str, spec: InputSpec, every: bool) -> ImageSet:
    """The test images of another source; all of a folder that is not in parts."""
    from resattn_lab.data import every_image, has_parts, load_images

    folder = Path(data).expanduser()
    is_folder = folder.is_dir() and data not in ("cifar10", "cifar100")
    splits = load_images(data, size=spec.side if is_folder else None)
    whole = every or is_folder and not has_parts(folder)
    return every_image(splits) if whole else splits.test
