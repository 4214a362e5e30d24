"""Notebook 05, attention residual learning: what is asked, and what its cells show."""

from ..question import read_questions
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
from .reading_panel import ReadingPanel
from .stacks import after_each_module, build_stack, ratios_and_logits, scenes_for_stacks
from .trained_pictures import exploding, exploding_in_words, trained, trained_in_words

RECALL, QUESTIONS = read_questions("05")
EXERCISES = (*BODY, CONTROL, *CHANGES)
