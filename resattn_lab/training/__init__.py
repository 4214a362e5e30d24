"""Training any network: recipes, the loop, and its history."""

from .engine import Engine, place_in_group
from .epoch import Result, evaluate, train_one_epoch
from .fit import fit
from .history import EpochRecord, History
from .launch import launch
from .optimisation import make_optimiser, make_schedule
from .progress import show_progress
from .recipe import RECIPES, TAKES, Recipe, keep_shares
from .result import result_of
from .run_folder import check_new_run
from .state_file import read_state, write_state

__all__ = [
    "RECIPES",
    "TAKES",
    "Engine",
    "EpochRecord",
    "History",
    "Recipe",
    "Result",
    "check_new_run",
    "evaluate",
    "fit",
    "keep_shares",
    "launch",
    "make_optimiser",
    "make_schedule",
    "place_in_group",
    "read_state",
    "result_of",
    "show_progress",
    "train_one_epoch",
    "write_state",
]
