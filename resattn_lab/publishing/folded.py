"""Outputs that answer a prediction are folded away in JupyterLab until their cell runs."""

from nbformat import NotebookNode

from .minutes import called

FOLDED = {"outputs_hidden": True}  # JupyterLab shows them again as soon as the cell runs


def fold_answers(notebook: NotebookNode) -> None:
    """Hide what every cell with a ``reveal`` put out when it was stored."""
    for cell in notebook.cells:
        if cell.cell_type == "code" and "reveal" in called(cell.source):
            cell.metadata["jupyter"] = FOLDED


def unfold_answers(notebook: NotebookNode) -> None:
    """Show what ``fold_answers`` hid."""
    for cell in notebook.cells:
        if cell.metadata.get("jupyter") == FOLDED:
            del cell.metadata["jupyter"]
