"""The command ``resattn-lab export``."""

from dataclasses import replace
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
    from resattn_lab.data import InputSpec
    from resattn_lab.exporting import export_onnx

    network, card = load_checkpoint(checkpoint)
    spec = InputSpec.from_card(card, network)
    if size is None and spec.size is None:
        raise ValueError(f"{checkpoint} does not say what size it was trained on; give --size")
    sides = spec.size if size is None else (size, size)
    if spec.size not in (None, sides):
        at, trained = (f"{height}×{width}" for height, width in (sides, spec.size))
        typer.echo(
            f"note: this file takes {at} pixels, but the network was trained at {trained}",
            err=True,
        )
    kept = {
        key: card[key] for key in ("network", "class_names", "data", "sha256") if key in card
    }
    written = export_onnx(
        network,
        out,
        image_size=sides,
        channels=spec.channels,
        exporter=exporter,
        card={**kept, "inputs": replace(spec, size=sides).to_dict()},
    )
    typer.echo(f"{written.path}: {written.size / 1e6:.1f} MB, any number of images at once")
    for name in written.outputs:
        typer.echo(f"  {name:<16} differs by at most {written.differences[name]:.1e}")
