"""Training any network: recipes, the loop, its history, and those who watch it."""

from .engine import Engine, choose_device
from .fit import fit
from .history import EpochRecord, History, result_of
from .launch import launch, place_in_group
from .loop import Result, Tally, evaluate, train_one_epoch
from .observers import Observer, TensorBoard
from .recipe import RECIPES, TAKES, Recipe, keep_shares, make_optimiser, make_schedule
from .run_folder import check_new_run
from .state import TrainingState
from .state_file import read_state, write_state

__all__ = [
    "RECIPES",
    "TAKES",
    "Engine",
    "EpochRecord",
    "History",
    "Observer",
    "Recipe",
    "Result",
    "Tally",
    "TensorBoard",
    "TrainingState",
    "check_new_run",
    "choose_device",
    "evaluate",
    "fit",
    "keep_shares",
    "launch",
    "make_optimiser",
    "make_schedule",
    "place_in_group",
    "read_state",
    "result_of",
    "train_one_epoch",
    "write_state",
]
