"""The picture at the top of a lesson, cut from one that the lesson makes itself."""

import base64
import io

from nbformat import NotebookNode
from PIL import Image

COVER = "cover"  # metadata of the cell whose picture it is: left, top, right, bottom as shares
LINK = "(attachment:cover.png)"  # in the first cell, after its alternative text
LARGEST = (640, 260)  # pixels: title, picture and question fit on one screen


def cover(notebook: NotebookNode) -> Image.Image:
    """The part of a stored picture that one cell's metadata names, small enough for a cover.

    Raises:
        ValueError: not just one cell names a part, or it has no picture.
    """
    named = [cell for cell in notebook.cells if COVER in cell.metadata]
    pictures = [
        output.data["image/png"]
        for cell in named
        for output in cell.get("outputs", [])
        if "image/png" in output.get("data", {})
    ]
    if len(named) != 1 or not pictures:
        raise ValueError(
            f"one cell with a picture must have {COVER!r} in its metadata, as [0, 0, 1, 1] for "
            f"the whole of it; {len(named)} have, with {len(pictures)} pictures"
        )
    picture = Image.open(io.BytesIO(base64.b64decode(pictures[0]))).convert("RGB")
    shares = named[0].metadata[COVER]
    box = [round(a * b) for a, b in zip(shares, picture.size * 2, strict=True)]
    picture = picture.crop(box)
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    return picture


def attach_cover(notebook: NotebookNode) -> None:
    """Put the cover into the first cell, whose text must show it.

    Raises:
        ValueError: as ``cover``; or a first cell that does not show it.
    """
    opening = notebook.cells[0]
    if opening.source.count(LINK) != 1:
        raise ValueError(f"the first cell must hold ![what is to be seen]{LINK} once")
    made = io.BytesIO()
    cover(notebook).save(made, "png", optimize=True)
    text = base64.b64encode(made.getvalue()).decode()
    opening["attachments"] = {"cover.png": {"image/png": text}}
