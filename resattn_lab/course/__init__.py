"""What the notebooks need and learners touch: predictions, checks, hints, quizzes."""

from .learner import check, hint, quiz, solution
from .prediction import Prediction
from .question import Question, Quiz

__all__ = ["Prediction", "Question", "Quiz", "check", "hint", "quiz", "solution"]
