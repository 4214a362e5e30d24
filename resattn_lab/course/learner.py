"""What learners call in a notebook: check, hint, solution, quiz."""

from typing import Any

from . import notebook_00
from .exercise import Exercise
from .question import Quiz

EXERCISES = {exercise.key: exercise for exercise in notebook_00.EXERCISES}
QUESTIONS = {"00": notebook_00.QUESTIONS}


def _exercise(key: str) -> Exercise:
    if key not in EXERCISES:
        raise ValueError(f"there is no exercise {key!r}; there are {', '.join(EXERCISES)}")
    return EXERCISES[key]


def check(key: str, answer: Any) -> None:
    """Say whether ``answer`` solves the exercise, and if not, what is amiss.

    Raises:
        ValueError: no such exercise.
    """
    print(_exercise(key).check(answer))


def hint(key: str, number: int = 1) -> None:
    """Print the first or the second hint.

    Raises:
        ValueError: no such exercise, or a number that is neither 1 nor 2.
    """
    if number not in (1, 2):
        raise ValueError(f"there are hints 1 and 2, got {number}")
    print(_exercise(key).hints[number - 1])


def solution(key: str) -> None:
    """Print a solution.

    Raises:
        ValueError: no such exercise.
    """
    print(_exercise(key).solution())


def quiz(notebook: str) -> Quiz:
    """The recall questions of a notebook.

    Raises:
        ValueError: no such notebook.
    """
    if notebook not in QUESTIONS:
        raise ValueError(f"there is no quiz {notebook!r}; there are {', '.join(QUESTIONS)}")
    return Quiz(QUESTIONS[notebook])
