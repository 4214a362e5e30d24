"""Notebook 05, attention residual learning: what is asked, and what its cells show."""

from .changes import CHANGES
from .control import CONTROL
from .evidence import (
    first_gradients,
    first_losses,
    first_steps,
    in_stacks,
    read_after,
    size_curves,
    trained_accuracies,
    trained_modules,
    trained_stages,
)
from .exercises import BODY
from .pictures import (
    faded,
    faded_in_words,
    fed,
    fed_in_words,
    shares_read,
    shares_read_in_words,
    sizes,
    sizes_in_words,
)
from .predicted import how_large, how_much, what_became
from .questions import QUESTIONS, RECALL
from .reading_panel import ReadingPanel
from .stacks import after_each_module, build_stack, ratios_and_logits, scenes_for_stacks
from .trained_pictures import exploding, exploding_in_words, trained, trained_in_words

EXERCISES = (*BODY, CONTROL, *CHANGES)

__all__ = [
    "EXERCISES",
    "QUESTIONS",
    "RECALL",
    "ReadingPanel",
    "after_each_module",
    "build_stack",
    "exploding",
    "exploding_in_words",
    "faded",
    "faded_in_words",
    "fed",
    "fed_in_words",
    "first_gradients",
    "first_losses",
    "first_steps",
    "how_large",
    "how_much",
    "in_stacks",
    "ratios_and_logits",
    "read_after",
    "scenes_for_stacks",
    "shares_read",
    "shares_read_in_words",
    "size_curves",
    "sizes",
    "sizes_in_words",
    "trained",
    "trained_accuracies",
    "trained_in_words",
    "trained_modules",
    "trained_stages",
    "what_became",
]
