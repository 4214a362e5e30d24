"""The command ``resattn-lab export``."""

from pathlib import Path
from typing import Annotated

import typer


def export(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")],
    out: Annotated[Path, typer.Argument(help="The file to write: out.onnx.")],
    size: Annotated[
        int | None, typer.Option(help="Pixels a side; if not given, as in training.")
    ] = None,
    exporter: Annotated[
        str, typer.Option(help="graph (torch's present one), or trace (quicker, older).")
    ] = "graph",
) -> None:
    """Write a trained network as ONNX, masks as outputs, and compare it with the network."""
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.exporting import export_onnx

    network, card = load_checkpoint(checkpoint)
    if size is None:
        size = tuple(network.pixel_mean.shape[-2:])
        if size == (1, 1):
            raise ValueError(
                f"{checkpoint} does not say what size it was trained on; give --size"
            )
    kept = {
        key: card[key] for key in ("network", "class_names", "data", "sha256") if key in card
    }
    written = export_onnx(
        network,
        out,
        image_size=size,
        channels=card["network"].get("in_channels", 3),
        exporter=exporter,
        card=kept,
    )
    typer.echo(f"{written.path}: {written.size / 1e6:.1f} MB, any number of images at once")
    for name in written.outputs:
        typer.echo(f"  {name:<16} differs by at most {written.differences[name]:.1e}")
