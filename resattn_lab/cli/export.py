"""The command ``resattn-lab export``."""

from pathlib import Path
from typing import Annotated

import typer

from .arguments import Size, at_size


def export(
    checkpoint: Annotated[str, typer.Argument(help="A name in the box, a file or folder.")],
    out: Annotated[str, typer.Argument(help="The file to write: out.onnx.")],
    size: Size = None,
    exporter: Annotated[
        str, typer.Option(help="graph (torch's present one), or trace (quicker, older).")
    ] = "graph",
) -> None:
    """Write a trained network as ONNX, masks as outputs, and compare it with the network."""
    from resattn_lab.checkpoints import load_checkpoint
    from resattn_lab.data import InputSpec
    from resattn_lab.exporting import export_onnx
    from resattn_lab.files import check_writable

    out = Path(out)
    check_writable(out.parent)
    network, card = load_checkpoint(checkpoint)
    spec = at_size(InputSpec.from_card(card, network), size)
    if spec.size is None:
        raise ValueError(f"{checkpoint} does not say what size it was trained on; give --size")
    kept = {
        key: card[key] for key in ("network", "class_names", "data", "sha256") if key in card
    }
    written = export_onnx(
        network,
        out,
        image_size=spec.size,
        channels=spec.channels,
        exporter=exporter,
        card={**kept, "inputs": spec.to_dict()},
    )
    typer.echo(f"{written.path}: {written.size / 1e6:.1f} MB, any number of images at once")
    for name in written.outputs:
        typer.echo(f"  {name:<16} differs by at most {written.differences[name]:.1e}")
