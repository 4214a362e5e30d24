"""Training any network: recipes, the loop, and its history."""

from .engine import Engine
from .epoch import Result, evaluate, train_one_epoch
from .fit import fit
from .history import EpochRecord, History
from .launch import launch
from .optimisation import make_optimiser, make_schedule
from .progress import show_progress
from .recipe import RECIPES, TAKES, Recipe
from .result import result_of
from .state_file import read_state, write_state

__all__ = [
    "RECIPES",
    "TAKES",
    "Engine",
    "EpochRecord",
    "History",
    "Recipe",
    "Result",
    "evaluate",
    "fit",
    "launch",
    "make_optimiser",
    "make_schedule",
    "read_state",
    "result_of",
    "show_progress",
    "train_one_epoch",
    "write_state",
]
