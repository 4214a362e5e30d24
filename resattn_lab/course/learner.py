"""What learners call in a notebook: check, hint, solution, recall, quiz."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from .exercise import Exercise
from .question import Quiz

PREFIX = "notebook_"
NUMBERS = tuple(
    sorted(
        found.name.removeprefix(PREFIX)
        for found in iter_modules(import_module(__package__).__path__)
        if found.name.startswith(PREFIX)
    )
)


def _notebook(number: str) -> ModuleType:
    """What belongs to one notebook; only that one is imported."""
    if number not in NUMBERS:
        raise ValueError(f"there is no notebook {number!r}; there are {', '.join(NUMBERS)}")
    return import_module(f".{PREFIX}{number}", __package__)


def exercises(number: str) -> dict[str, Exercise]:
    """The exercises of a notebook such as ``"03"`` by key, in their order.

    Raises:
        ValueError: no such notebook.
    """
    return {exercise.key: exercise for exercise in _notebook(number).EXERCISES}


def exercise(key: str) -> Exercise:
    """One exercise by its key, such as ``"00.attend"``.

    Raises:
        ValueError: no such exercise; the message lists the notebook's.
    """
    found = exercises(key.split(".")[0])
    if key not in found:
        raise ValueError(f"there is no exercise {key!r}; there are {', '.join(found)}")
    return found[key]


def check(key: str, answer: Any) -> None:
    """Say whether ``answer`` solves the exercise, and if not, what is amiss.

    Raises:
        ValueError: no such exercise.
    """
    said = exercise(key).check(answer)
    print(said)
    if said.startswith("Not yet."):
        print(f'Help: hint("{key}"), hint("{key}", 2), hint("{key}", 3), solution("{key}").')


def hint(key: str, number: int = 1) -> None:
    """Print the first, the second or the third hint.

    Raises:
        ValueError: no such exercise, or a number that is none of 1, 2 and 3.
    """
    if number not in (1, 2, 3):
        raise ValueError(f"there are hints 1, 2 and 3, got {number}")
    print(exercise(key).hints[number - 1])


def solution(key: str) -> None:
    """Print a solution.

    Raises:
        ValueError: no such exercise.
    """
    print(exercise(key).solution())


def recall(number: str) -> Quiz:
    """Three questions on the notebook before, to start a notebook with.

    Raises:
        ValueError: no such notebook, or the first one.
    """
    questions = getattr(_notebook(number), "RECALL", ())
    if not questions:
        raise ValueError(f"notebook {number} has none before it to recall")
    return Quiz(questions)


def quiz(number: str) -> Quiz:
    """The five closing questions of a notebook.

    Raises:
        ValueError: no such notebook.
    """
    return Quiz(_notebook(number).QUESTIONS)
