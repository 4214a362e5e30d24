"""What the notebooks need and learners touch: predictions, checks, hints, quizzes."""

from .figure import show
from .learner import NUMBERS, check, exercise, exercises, hint, quiz, recall, solution
from .ledger import Entry, Ledger, entries, ledger
from .prediction import NumberPrediction, Prediction
from .question import Question, Quiz
from .record import record
from .solutions import exercise_key, solved

__all__ = [
    "NUMBERS",
    "Entry",
    "Ledger",
    "NumberPrediction",
    "Prediction",
    "Question",
    "Quiz",
    "check",
    "entries",
    "exercise",
    "exercise_key",
    "exercises",
    "hint",
    "ledger",
    "quiz",
    "recall",
    "record",
    "show",
    "solution",
    "solved",
]
