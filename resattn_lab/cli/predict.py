"""The command ``resattn-lab predict``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .arguments import Device, Size, at_size

if TYPE_CHECKING:
    from torch import Tensor

    from resattn_lab.data import InputSpec

NAMED = 3  # classes that are named for an image


def predict(
    images: Annotated[list[Path], typer.Argument(help="Pictures, of any size.")],
    checkpoint: Annotated[str, typer.Option(help="A name in the box, a file or folder.")],
    masks: Annotated[
        str | None,
        typer.Option(help="Folder for the mean mask of every module, as PNG: white is 1."),
    ] = None,
    size: Size = None,
    device: Device = "auto",
) -> None:
    """Say what a trained network sees in pictures: the likeliest classes, and its masks.

    Pictures are read as in training: upright, on white where they are transparent, scaled
    and cut to the size that the network was trained at.
    """
    import torch

    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import InputSpec, to_floats
    from resattn_lab.networks import prepare_for_inference
    from resattn_lab.recording import record_masks
    from resattn_lab.training import choose_device

    folder = None if masks is None else Path(masks)
    if folder is not None:
        names = Counter(path.stem for path in images)
        twice = [name for name, count in names.items() if count > 1]
        if twice:
            raise ValueError(
                f"several pictures are called {', '.join(twice)}, and their masks would be "
                "too; give them one at a time, each with a folder of its own"
            )
    network, card = load_checkpoint(checkpoint)
    spec = at_size(InputSpec.from_card(card, network), size)
    pictures = [_read(path, spec) for path in images]  # before the first is judged
    device = choose_device(device)
    network = prepare_for_inference(network).to(device)
    for path, picture in zip(images, pictures, strict=True):
        floats = to_floats(picture.to(device))
        if folder is None:
            logits = network(floats)
        else:
            with record_masks(network) as found:
                logits = network(floats)
            for name, mask in found.items():
                _write_mask(folder / f"{path.stem}_{name}.png", mask, picture.shape[-2:])
        shares, labels = torch.softmax(logits[0].cpu(), dim=0).sort(descending=True)
        pairs = list(zip(labels.tolist(), shares.tolist(), strict=True))[:NAMED]
        told = ", ".join(f"{_name(label, spec)} {share:.1%}" for label, share in pairs)
        typer.echo(f"{path}: {told}")
    if folder is not None:
        typer.echo(f"masks: {folder}")


def _name(label: int, spec: InputSpec) -> str:
    return spec.class_names[label] if spec.class_names else f"class {label}"


def _read(path: Path, spec: InputSpec) -> Tensor:
    """One picture as the network wants it: uint8 (1, channels, height, width).

    Raises:
        ValueError, OSError: no picture, or one that the network has no channels for.
    """
    import numpy as np
    import torch

    from resattn_lab.data.decoding import read_rgb, scaled_and_cut

    if not path.is_file():
        raise FileNotFoundError(f"there is no picture {path}")
    picture = read_rgb(path)
    if spec.side is not None:
        picture = scaled_and_cut(picture, spec.side)
    pixels = torch.from_numpy(np.asarray(picture).copy()).permute(2, 0, 1)[None]
    return spec.prepare(pixels)


def _write_mask(path: Path, mask: Tensor, size: tuple[int, int]) -> None:
    """The mean over the mask's channels, as grey from 0 to 1, at the size of the picture."""
    import io

    from PIL import Image

    from resattn_lab.data import resize
    from resattn_lab.files import write_atomically

    grey = resize(mask.mean(dim=1, keepdim=True), tuple(size))[0, 0].clamp(0, 1)  # Eq. 5: < 0
    content = io.BytesIO()
    Image.fromarray((grey * 255).round().byte().numpy()).save(content, "PNG")
    write_atomically(path, content.getvalue())
