"""The command ``resattn-lab evaluate``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import Device, Size, at_size
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
    size: Size = None,
    device: Device = "auto",
) -> None:
    """Print the accuracy of a trained network on the test images, class by class.

    Images are resized to the size that the network was trained at, if none is given.
    """
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import ImageSource, InputSpec
    from resattn_lab.data.cifar import KINDS
    from resattn_lab.networks import prepare_for_inference
    from resattn_lab.training import choose_device

    network, card = load_checkpoint(checkpoint)
    spec = at_size(InputSpec.from_card(card, network), size)
    own = ImageSource.from_card(card)
    if own is not None and size is not None and own.name not in KINDS:
        own = replace(own, size=size)  # cifar's images are resized batch by batch
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
        if every:
            raise ValueError("--all is for images that lie in parts; scenes are drawn")
        parts = [_scenes(own, spec, count, seed)]
    elif count is not None or seed is not None:
        raise ValueError("--count and --seed are of scenes; leave them out")
    else:
        parts = _strange(data, spec, every) if own is None else _own(own, card, every)
    parts = [spec.relabel(images) for images in parts if len(images)]
    if not parts:
        raise ValueError("there is no test image to judge by; give --all, or others by --data")
    classes = network.specification.classes
    if not spec.class_names and len(parts[0].class_names) != classes:
        raise ValueError(
            f"the network tells {classes} classes apart, and its card does not name them; "
            f"{parts[0].source} has {len(parts[0].class_names)}: name images with as many"
        )
    network = prepare_for_inference(network).to(choose_device(device))
    judgement = judge(network, parts, size=spec.size)
    at = "" if spec.size is None else f" of {spec.size[0]}×{spec.size[1]} pixels"
    typer.echo(
        f"{parts[0].source}: accuracy {judgement.accuracy:.2%} of {len(judgement.labels)} "
        f"images{at}, loss {judgement.loss:.3f}; {judgement.beside()}"
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


def _own(own: ImageSource, card: dict, every: bool) -> list[ImageSet]:
    """The images of the network's own training; notes on what makes their result doubtful."""
    from resattn_lab.data import identity, note_doubts
    from resattn_lab.data.notes import note

    splits, source = own.load(), card.get("source")
    before, now = card.get("test_images"), identity(splits.test)
    as_then = source is None or own.size == source.get("size")
    if as_then and before not in (None, now):
        same_count = before["count"] == now["count"]
        note(
            f"the test images have changed since the training: {before['count']} then, "
            f"{now['count']} now{', with other pixels or labels' * same_count}"
        )
    note_doubts(splits)
    return list(splits) if every else [splits.test]


def _strange(data: str, spec: InputSpec, every: bool) -> list[ImageSet]:
    """The test images of another source; all of a folder that has none put aside."""
    from resattn_lab.data import load_image_folder, load_images
    from resattn_lab.data.cifar import KINDS
    from resattn_lab.data.folder_listing import part_folders

    folder = Path(data).expanduser()
    if data in KINDS or not folder.is_dir():
        splits = load_images(data)
        return list(splits) if every else [splits.test]
    folders = part_folders(folder) or {"all": folder}
    if "test" in folders and not every:
        folders = {"test": folders["test"]}
    return [load_image_folder(part, size=spec.side) for part in folders.values()]
