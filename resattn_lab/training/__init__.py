"""Training any network: recipes, the loop, its history, and weights with a card."""

from .engine import Engine
from .epoch import Result, evaluate, train_one_epoch
from .files import write_atomically
from .fit import fit, make_optimiser, make_schedule
from .history import EpochRecord, History
from .progress import show_progress
from .recipe import RECIPES, Recipe
from .weights import card_path, save_weights

__all__ = [
    "RECIPES",
    "Engine",
    "EpochRecord",
    "History",
    "Recipe",
    "Result",
    "card_path",
    "evaluate",
    "fit",
    "make_optimiser",
    "make_schedule",
    "save_weights",
    "show_progress",
    "train_one_epoch",
    "write_atomically",
]
