"""How long a lesson is planned to take, computed from what it holds."""

import ast
import math
import re

from nbformat import NotebookNode

from resattn_lab.course import exercise_key

GOING_FURTHER = "## Going further"
PICTURE = r"!\[[^\]]*\]\([^)]*\)"  # its words are for those who cannot see it
WORDS_A_MINUTE = 150
MINUTES = {"exercise": 4, "prediction": 1, "task": 2, "figure": 1}
PREDICTIONS = {"Prediction", "NumberPrediction"}


def called(source: str) -> set[str]:
    """The names of the functions and classes that a cell calls."""
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def planned_minutes(notebook: NotebookNode) -> int:
    """Minutes of a lesson without its part *Going further*, rounded up.

    Words at 150 a minute, four minutes an exercise, two for a panel's task, one for a
    prediction and for a figure. It is a plan: no class was timed.
    """
    minutes = 0.0
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            source = re.sub(PICTURE, "", cell.source)
            counted, further, _ = source.partition(GOING_FURTHER)
            minutes += len(counted.split()) / WORDS_A_MINUTE
            minutes += MINUTES["task"] * counted.count("**Task.**")
            if further:
                break
        elif cell.cell_type == "code":
            names = called(cell.source)
            minutes += MINUTES["exercise"] * (exercise_key(cell.source) is not None)
            minutes += MINUTES["prediction"] * bool(PREDICTIONS & names)
            minutes += MINUTES["figure"] * ("show" in names)
    return math.ceil(minutes)
