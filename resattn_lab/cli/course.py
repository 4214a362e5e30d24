"""The command ``resattn-lab course``."""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from resattn_lab.jupyter import LAB_OPTIONS

FIRST = "00_start_here.ipynb"


def course(
    folder: Annotated[str, typer.Argument(help="Where the notebooks go.")],
    instructor: Annotated[bool, typer.Option(help="With solutions and notes.")] = False,
    replace: Annotated[
        bool, typer.Option(help="Write all afresh; what is there gets another name.")
    ] = False,
    lab: Annotated[bool, typer.Option(help="Open JupyterLab there.")] = True,
) -> None:
    """Write the course's notebooks into a folder of your own, and open them in JupyterLab.

    A notebook that is there already is your work, and is left as it is.
    """
    for module in ("nbformat", "jupyterlab") if lab else ("nbformat",):
        if importlib.util.find_spec(module) is None:
            raise ValueError(
                f"the course needs {module}, which is not installed; "
                "pip install 'resattn-lab[lab]'"
            )
    from resattn_lab.publishing import write_course_folder

    folder = Path(folder)
    made = write_course_folder(folder, instructor=instructor, replace=replace)
    kind = "instructor's" if instructor else "learner's"
    typer.echo(f"{len(made.written)} {kind} notebooks written to {folder}{os.sep}")
    if made.left:
        typer.echo(
            f"{len(made.left)} were there already and were left as they are"
            + "; --replace writes afresh, and keeps yours under another name" * (not replace)
        )
    for path in made.set_aside:
        typer.echo(f"yours is kept: {path.name}")
    if lab:
        os.chdir(folder)
        os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", FIRST, *LAB_OPTIONS])
